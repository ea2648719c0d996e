"""The school file's part of this room: each school's years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tirek.access.interchange import Found, iso, without_empty
from tirek.access.models import School
from tirek.access.rules.shape import (
    Shape,
    as_day,
    day,
    days,
    either,
    list_of,
    obj,
    sure_day,
    year_number,
)
from tirek.schoolyear.models import Holiday, Quarter, SchoolYear, default_bounds

YEARS: Shape = list_of(
    obj(
        year=year_number(required=True),
        starts_on=day(),
        ends_on=day(),
        quarters=list_of(days(2)),
        holidays=list_of(either(days(2), days(3))),
    )
)


def load(data: Mapping[str, Any], found: Found) -> None:
    """Bring in each school's years with quarters and holidays."""
    for index, raw in enumerate(data.get("schools") or []):
        school = found.schools.get(raw["code"])
        if school is None:
            continue
        for number_, year in enumerate(raw.get("years") or []):
            path = f"schools[{index}].years[{number_}]"
            starts_on, ends_on = default_bounds(year["year"])
            starts_on = as_day(year.get("starts_on")) or starts_on
            ends_on = as_day(year.get("ends_on")) or ends_on
            if ends_on <= starts_on:
                found.problem(f"{path}.ends_on", "EXPECTED", "a day after starts_on")
                continue
            if (school.code, year["year"]) in found.years:
                found.problem(f"{path}.year", "TWICE", str(year["year"]))
                continue
            made = SchoolYear.objects.create(
                school=school, year=year["year"], starts_on=starts_on, ends_on=ends_on
            )
            found.years[(school.code, made.year)] = made
            Quarter.objects.bulk_create(
                Quarter(school_year=made, number=n, since=sure_day(a), until=sure_day(b))
                for n, (a, b) in enumerate(year.get("quarters") or [], start=1)
            )
            Holiday.objects.bulk_create(
                Holiday(
                    school_year=made,
                    since=sure_day(h[0]),
                    until=sure_day(h[1]),
                    name=h[2] if len(h) > 2 else "",
                )
                for h in year.get("holidays") or []
            )


def dump(schools: Sequence[School], into: dict[str, Any]) -> None:
    """Add the years to the schools of the file."""
    by_code = {row["code"]: row for row in into["schools"]}
    years = (
        SchoolYear.objects.filter(school__in=schools)
        .select_related("school")
        .prefetch_related("quarters", "holidays")
        .order_by("school__code", "year")
    )
    for year in years:
        by_code[year.school.code].setdefault("years", []).append(
            without_empty(
                {
                    "year": year.year,
                    "starts_on": iso(year.starts_on),
                    "ends_on": iso(year.ends_on),
                    "quarters": [[iso(q.since), iso(q.until)] for q in year.quarters.all()],
                    "holidays": [
                        [iso(h.since), iso(h.until), *([h.name] if h.name else [])]
                        for h in year.holidays.all()
                    ],
                }
            )
        )

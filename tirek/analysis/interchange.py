"""The school file's part of this room: analyses with their words, finished ones with figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tirek.access.interchange import Found, first_moment, in_order, iso, recorded, without_empty
from tirek.access.models import School
from tirek.access.rules.shape import (
    Problem,
    Shape,
    as_day,
    as_moment,
    day,
    list_of,
    moment,
    number,
    obj,
    one_of,
    text,
    year_number,
)
from tirek.analysis.models import WORDS, Analysis, Part
from tirek.analysis.rules.figures import NAMES
from tirek.plans.models import PlanKind
from tirek.plans.rules.evidence import UNITS
from tirek.plans.rules.shape import ShapeError
from tirek.plans.rules.terms import term_from_json

FIGURES = obj(**{name: number() for name in NAMES})
LANGUAGES = ("kk", "ru", "en")


def _term(value: Any, path: str, problems: list[Problem]) -> None:
    try:
        term_from_json(value, path)
    except ShapeError as error:
        problems.append(Problem(error.path, "EXPECTED", error.reason))


SHAPE: dict[str, Shape] = {
    "analyses": list_of(
        obj(
            school=text(required=True),
            year=year_number(required=True),
            version=number(1, 1000),
            begun_at=moment(),
            begun_by=text(),
            as_of=day(),
            finished_at=moment(),
            finished_by=text(),
            entry=text(80),
            parts=list_of(
                obj(
                    plan=one_of(PlanKind.values, required=True),
                    code=text(20),
                    item=obj(
                        number=text(10),
                        section=obj(**dict.fromkeys(LANGUAGES, text())),
                        text=obj(**dict.fromkeys(LANGUAGES, text())),
                        term=Shape(_term),
                        responsible=list_of(text()),
                        unit=one_of(UNITS),
                    ),
                    figures=FIGURES,
                    before=FIGURES,
                    **{name: text() for name in WORDS},
                )
            ),
        )
    )
}


def load(data: Mapping[str, Any], found: Found) -> None:
    """Bring analyses in; one with a day `as_of` is finished."""
    there: set[tuple[str, int, int]] = set()
    drafts: set[tuple[str, int]] = set()
    for index, raw in enumerate(data.get("analyses") or []):
        path, version = f"analyses[{index}]", raw.get("version") or 1
        school = found.school(raw["school"], f"{path}.school")
        year = found.years.get((raw["school"], raw["year"]))
        people = {
            name: found.user(raw.get(name), f"{path}.{name}")
            for name in ("begun_by", "finished_by")
        }
        entry = found.entries.get((raw["school"], raw["entry"])) if raw.get("entry") else None
        if raw.get("entry") and entry is None:
            found.missing(f"{path}.entry", raw["entry"])
        if year is None:
            found.missing(f"{path}.year", raw["year"])
        as_of = as_day(raw.get("as_of"))
        twice = (raw["school"], raw["year"], version) in there
        twice |= as_of is None and (raw["school"], raw["year"]) in drafts
        if twice:
            found.problem(f"{path}.version", "TWICE", str(version))
        if twice or school is None or year is None:
            continue
        there.add((raw["school"], raw["year"], version))
        if as_of is None:
            drafts.add((raw["school"], raw["year"]))
        finished_at = as_moment(raw.get("finished_at")) or (as_of and first_moment(as_of))
        analysis = Analysis.objects.create(
            school=school,
            school_year=year,
            version=version,
            state=Analysis.State.FINISHED if as_of else Analysis.State.DRAFT,
            begun_at=as_moment(raw.get("begun_at")) or finished_at or found.now,
            as_of=as_of,
            finished_at=finished_at,
            entry=entry,
            **people,
        )
        _load_parts(analysis, raw.get("parts") or [], path, found)


def _load_parts(
    analysis: Analysis, raws: Sequence[Mapping[str, Any]], path: str, found: Found
) -> None:
    parts: dict[tuple[str, str], Part] = {}
    for index, raw in enumerate(raws):
        place = (raw["plan"], raw.get("code") or "")
        if place in parts:
            found.problem(f"{path}.parts[{index}].code", "TWICE", place[1])
            continue
        parts[place] = Part(
            analysis=analysis,
            plan=place[0],
            code=place[1],
            position=index,
            item=raw.get("item") or {},
            figures=raw.get("figures") or {},
            before=raw.get("before"),
            **{name: raw.get(name) or "" for name in WORDS},
        )
    Part.objects.bulk_create(parts.values(), batch_size=500)


def dump(schools: Sequence[School], into: dict[str, Any]) -> None:
    """Write every version, the oldest first; the parts plan after plan, as they stand."""
    found = (
        Analysis.objects.filter(school__in=schools)
        .select_related("school", "school_year", "begun_by", "finished_by", "entry")
        .prefetch_related("parts")
        .order_by("school__code", "school_year__year", "version")
    )
    into["analyses"] = [_row(one) for one in found]


def _row(one: Analysis) -> dict[str, Any]:
    finished_at = recorded(one.finished_at, one.as_of) if one.finished_at else None
    assumed = one.finished_at is not None and one.begun_at == one.finished_at
    parts = sorted(
        one.parts.all(), key=lambda part: (PlanKind.values.index(part.plan), part.position)
    )
    return without_empty(
        {
            "school": one.school.code,
            "year": one.school_year.year,
            "version": one.version,
            "begun_at": None if assumed else recorded(one.begun_at, None),
            "begun_by": one.begun_by.username if one.begun_by else None,
            "as_of": iso(one.as_of),
            "finished_at": finished_at,
            "finished_by": one.finished_by.username if one.finished_by else None,
            "entry": one.entry.key if one.entry else None,
            "parts": [_part(part) for part in parts],
        },
        version=1,
    )


def _part(one: Part) -> dict[str, Any]:
    return without_empty(
        {
            "plan": one.plan,
            "code": one.code,
            "item": without_empty(in_order(_full(one.item))),
            "figures": in_order(_counts(one.figures)),
            "before": None if one.before is None else in_order(_counts(one.before)),
            **{name: getattr(one, name) for name in WORDS},
        }
    )


def _full(item: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: without_empty(value) if name in ("section", "text") else value
        for name, value in item.items()
    }


def _counts(figures: Mapping[str, int]) -> dict[str, int]:
    """Without what is nought, but never empty: nothing due is not the same as no such row."""
    return {name: value for name, value in figures.items() if value or name == "due"}

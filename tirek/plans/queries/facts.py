"""Brings a school's year from the database as plain facts, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import CharField, DateField, F, Min, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Concat

from tirek.access.facts import known
from tirek.access.models import School
from tirek.cards.models import StatusPeriod
from tirek.cards.queries import social_codes
from tirek.journal.models import (
    Entry,
    EntryClass,
    EntryHousehold,
    EntryPupil,
    EntryRow,
    State,
)
from tirek.plans.models import Adjustment, PlanRow
from tirek.plans.rules.cohorts import cohort_from_json
from tirek.plans.rules.evidence import evidence_from_json
from tirek.plans.rules.facts import (
    THE_SCHOOL,
    Adjusted,
    Enrolled,
    Facts,
    Held,
    Row,
    Stay,
    Work,
)
from tirek.plans.rules.terms import term_from_json
from tirek.school.models import Enrolment, HouseholdStay, SchoolClass
from tirek.schoolyear.models import Quarter, SchoolYear
from tirek.schoolyear.rules.calendar import Calendar, default_calendar

# Work done long after a year is read no more: grace and moved days end before that.
AFTERWARDS = timedelta(days=366)


def calendar_of(school_year: SchoolYear) -> Calendar:
    """The year's calendar in one query; a year without quarters gets the usual ones."""
    quarters = tuple(
        SchoolYear.objects.filter(pk=school_year.pk, quarters__isnull=False)
        .order_by("quarters__number")
        .values_list("quarters__since", "quarters__until")
    )
    return _calendar(school_year, quarters)


def row_rule(row: PlanRow) -> Row:
    """A plan row as the rules read it."""
    return Row(
        code=row.code,
        term=term_from_json(row.term),
        cohort=cohort_from_json(row.cohort or {}),
        unit=row.unit,
        evidence=evidence_from_json(row.evidence or []),
        grace_days=row.grace_days,
    )


def facts_of(
    school_year: SchoolYear,
    as_of: date,
    known_at: datetime | None = None,
    pupil: int | None = None,
) -> Facts:
    """Everything the rules count from, as believed at `known_at`: six queries.

    `pupil` brings one pupil's facts only, enough for rows counted by pupils.
    """
    calendar, classes = _year(school_year)
    school = school_year.school
    last = max(as_of, calendar.starts_on)
    whose = {"pupil": pupil} if pupil is not None else {"pupil__school": school}
    enrolments, first_days = _enrolments(whose, calendar.starts_on, last, known_at)
    statuses, stays = _cards(whose, calendar.starts_on, last, known_at)
    return Facts(
        calendar=calendar,
        enrolments=enrolments,
        first_days=first_days,
        statuses=statuses,
        stays=stays,
        classes=classes,
        social=social_codes(school, as_of, known_at),
        works=_works(school, calendar, as_of, known_at, pupil),
        adjustments=_adjustments(school_year, as_of, known_at),
    )


def _year(school_year: SchoolYear) -> tuple[Calendar, dict[int, int]]:
    """The year's calendar, and its classes with their grades, in one query."""
    nothing = Value(None, DateField())
    quarters: Any = (
        Quarter.objects.filter(school_year=school_year)
        .order_by()
        .annotate(grade=Value(0), first=F("since"), last=F("until"))
        .values_list("number", "grade", "first", "last")
    )
    classes: Any = (
        SchoolClass.objects.filter(school_year=school_year)
        .order_by()
        .annotate(first=nothing, last=nothing)
        .values_list("pk", "grade", "first", "last")
    )
    spans: dict[int, tuple[date, date]] = {}
    grades: dict[int, int] = {}
    for number, grade, first, last in quarters.union(classes, all=True):
        if first is None:
            grades[number] = grade
        else:
            spans[number] = (first, last)
    return _calendar(school_year, tuple(spans[number] for number in sorted(spans))), grades


def _calendar(school_year: SchoolYear, quarters: tuple[tuple[date, date], ...]) -> Calendar:
    return Calendar(
        year=school_year.year,
        starts_on=school_year.starts_on,
        ends_on=school_year.ends_on,
        quarters=quarters or default_calendar(school_year.year).quarters,
    )


def _enrolments(
    whose: Mapping[str, Any], first: date, last: date, known_at: datetime | None
) -> tuple[list[Enrolled], dict[int, date]]:
    believed = Enrolment.objects.known_at(known_at)
    earliest = (
        believed.filter(pupil=OuterRef("pupil"))
        .order_by()
        .values("pupil")
        .annotate(first=Min("since"))
        .values("first")
    )
    found, first_days = [], {}
    for *one, first_day in (
        believed.touching(first, last)
        .filter(**whose)
        .annotate(first_day=Subquery(earliest))
        .order_by("since", "id")
        .values_list(
            "pupil_id", "school_class_id", "school_class__grade", "since", "until", "first_day"
        )
    ):
        found.append(Enrolled(*one))
        first_days[one[0]] = first_day
    return found, first_days


def _cards(
    whose: Mapping[str, Any], first: date, last: date, known_at: datetime | None
) -> tuple[list[Held], list[Stay]]:
    """Statuses and stays in families, in one query."""

    def facts(model: Any, what: Any, kind: str) -> Any:
        return (
            model.objects.known_at(known_at)
            .touching(first, last)
            .filter(**whose)
            .order_by()
            .annotate(kind=Value(kind, CharField()), what=Cast(what, CharField()))
            .values_list("kind", "id", "pupil_id", "what", "since", "until")
        )

    rows = facts(StatusPeriod, F("category"), "STATUS").union(
        facts(HouseholdStay, F("household_id"), "STAY"), all=True
    )
    statuses: list[Held] = []
    stays: list[tuple[int, Stay]] = []
    for kind, pk, pupil, what, since, until in rows:
        if kind == "STATUS":
            statuses.append(Held(pupil, what, since, until))
        else:
            stays.append((pk, Stay(pupil, int(what), since, until)))
    return statuses, [stay for _, stay in sorted(stays, key=lambda one: one[0])]


def _works(
    school: School,
    calendar: Calendar,
    as_of: date,
    known_at: datetime | None,
    pupil: int | None = None,
) -> list[Work]:
    """Entries that count, with whom they are about and which rows they name, in one query."""
    first = min(date(calendar.year, 8, 1), calendar.starts_on.replace(day=1))
    last = min(as_of, calendar.closes_on + AFTERWARDS)
    states = [State.DONE] if known_at is None else [State.DONE, State.ANNULLED]
    entries = Entry.objects.known_at(known_at).filter(
        school=school, on__gte=first, on__lte=last, state__in=states
    )
    if known_at is not None:
        entries = entries.filter(known(known_at))
    if pupil is not None:
        of_pupil = EntryPupil.objects.filter(pupil=pupil).values("entry_id")
        entries = entries.filter(pk__in=of_pupil)
    nothing = Value(None, DateField())
    rows: Any = entries.order_by().annotate(
        tag=Value("E", CharField()), what=Concat("kind", Value(":"), "topic"), day=F("on")
    )
    rows = rows.values_list("id", "tag", "what", "day")
    links: Iterable[tuple[str, Any, str]] = (
        ("P", EntryPupil, "pupil_id"),
        ("H", EntryHousehold, "household_id"),
        ("C", EntryClass, "school_class_id"),
        ("R", EntryRow, "code"),
    )
    ids = entries.order_by().values("pk")
    rows = rows.union(
        *(
            model.objects.filter(entry__in=ids)
            .order_by()
            .annotate(tag=Value(tag, CharField()), what=Cast(field, CharField()), day=nothing)
            .values_list("entry_id", "tag", "what", "day")
            for tag, model, field in links
        ),
        all=True,
    )
    heads: dict[int, tuple[str, date]] = {}
    about: dict[str, dict[int, list[Any]]] = {tag: defaultdict(list) for tag in "PHCR"}
    for pk, tag, what, day in rows:
        if tag == "E":
            heads[pk] = (what, day)
        else:
            about[tag][pk].append(what if tag == "R" else int(what))
    pupils, households, classes, codes = (about[tag] for tag in "PHCR")
    found = []
    for pk in sorted(heads):
        what, day = heads[pk]
        kind, _, topic = what.partition(":")
        found.append(
            Work(
                kind,
                topic,
                day,
                tuple(pupils.get(pk, ())),
                tuple(households.get(pk, ())),
                tuple(classes.get(pk, ())),
                tuple(codes.get(pk, ())),
            )
        )
    return found


def _adjustments(school_year: SchoolYear, as_of: date, known_at: datetime | None) -> list[Adjusted]:
    """Those replaced as well: each holds from its day until a later one of its kind (0022)."""
    rows = (
        Adjustment.objects.filter(known(known_at), row__plan__school_year=school_year)
        .order_by("id")
        .values_list(
            "row__code",
            "pupil_id",
            "household_id",
            "school_class_id",
            "since",
            "kind",
            "on",
            "to_day",
            "to_user_id",
            "reason",
        )
    )
    return [
        Adjusted(code, pupil or household or school_class or THE_SCHOOL, *rest)
        for code, pupil, household, school_class, *rest in rows
    ]

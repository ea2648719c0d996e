"""Why a row asks for something about a pupil or a class: statuses, grade, arrival, a request."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from tirek.plans.rules.cohorts import Cohort
from tirek.plans.rules.roll import Roll, holds

EVERYBODY, GRADE, ARRIVED, REQUESTED = "EVERYBODY", "GRADE", "ARRIVED", "REQUESTED"
# A class in which somebody is whom the row asks for.
SOMEBODY = "SOMEBODY"


class Reason(NamedTuple):
    """A part of a cohort that holds: a grade, a first day, a topic and the day of its request."""

    kind: str
    what: str = ""
    on: date | None = None


# A status as it is read here: its code, its first and its last day.
Status = tuple[str, date | None, date | None]


def asked_codes(cohort: Cohort, social: frozenset[str]) -> frozenset[str]:
    """Every status that a cohort asks for, in any of its parts."""
    found = frozenset(cohort.statuses) | (social if cohort.social else frozenset())
    for one in cohort.any:
        found |= asked_codes(one, social)
    return found


def reasons(
    cohort: Cohort, social: frozenset[str], held: Iterable[Status], day: date
) -> list[tuple[str, date | None]]:
    """The statuses held on the day that the cohort asks for, with since when; by code."""
    codes = asked_codes(cohort, social)
    return sorted(
        (
            (code, since)
            for code, since, until in held
            if code in codes and holds(since, until, day)
        ),
        key=lambda one: one[0],
    )


def parts(cohort: Cohort, roll: Roll, pupil: int, day: date) -> list[Reason]:
    """What besides statuses makes a pupil a member on a day; each reason once, in order."""
    if cohort == Cohort():
        return [Reason(EVERYBODY)]
    enrolled = roll.enrolled(day).get(pupil)
    if enrolled is None:
        return []
    found = _of_class(cohort, enrolled.grade, enrolled.school_class, roll, day)
    if cohort.arrived:
        found.append(Reason(ARRIVED, on=roll.facts.first_days.get(pupil)))
    for one in cohort.any:
        if roll.fits(one, pupil, day):
            found += parts(one, roll, pupil, day)
    return list(dict.fromkeys(found))


def class_parts(cohort: Cohort, roll: Roll, school_class: int, day: date) -> list[Reason]:
    """What makes a class a member on a day; who of its pupils does so is not said."""
    if cohort == Cohort():
        return [Reason(EVERYBODY)]
    grade = roll.facts.classes.get(school_class)
    found = [] if grade is None else _of_class(cohort, grade, school_class, roll, day)
    if cohort.statuses or cohort.social or cohort.arrived:
        found.append(Reason(SOMEBODY))
    else:
        for one in cohort.any:
            if school_class in roll.members("CLASS", one, day):
                found += class_parts(one, roll, school_class, day)
    return list(dict.fromkeys(found))


def _of_class(cohort: Cohort, grade: int, school_class: int, roll: Roll, day: date) -> list[Reason]:
    found = []
    if cohort.grades and grade in cohort.grades:
        found.append(Reason(GRADE, str(grade)))
    if cohort.requested:
        on = roll.requested_on(cohort.requested, school_class, day)
        if on is not None:
            found.append(Reason(REQUESTED, cohort.requested, on))
    return found

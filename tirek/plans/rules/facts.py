"""What coverage is computed from: plain facts of one school, as believed at one moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from tirek.plans.rules.cohorts import EVERYBODY, Cohort
from tirek.plans.rules.evidence import Evidence
from tirek.plans.rules.terms import Term
from tirek.schoolyear.rules.calendar import Calendar

# The only member of a row of the whole school.
THE_SCHOOL = 0

ASSIGNED, MOVED, WAIVED = "ASSIGNED", "MOVED", "WAIVED"


class Enrolled(NamedTuple):
    """A pupil is in a class of a grade from - to, both days included."""

    pupil: int
    school_class: int
    grade: int
    since: date
    until: date | None


class Held(NamedTuple):
    """A pupil holds a category from - to; an open end means always or still."""

    pupil: int
    code: str
    since: date | None
    until: date | None


class Stay(NamedTuple):
    """A pupil lives in a family from - to; an open end means always or still."""

    pupil: int
    household: int
    since: date | None
    until: date | None


class Work(NamedTuple):
    """A done entry of the journal: what, when, about whom, which rows it names."""

    kind: str
    topic: str
    on: date
    pupils: tuple[int, ...] = ()
    households: tuple[int, ...] = ()
    classes: tuple[int, ...] = ()
    rows: tuple[str, ...] = ()


class Adjusted(NamedTuple):
    """A due item was handed over, moved or waived on a day; a later one of a kind wins."""

    row: str
    member: int
    since: date
    kind: str
    on: date | None = None
    to_day: date | None = None
    to_user: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class Row:
    """A plan row as far as counting goes; `grace_days` are added to each period's end."""

    code: str
    term: Term
    cohort: Cohort = EVERYBODY
    unit: str = "SCHOOL"
    evidence: Evidence = ()
    grace_days: int = 0


@dataclass(frozen=True)
class Facts:
    """Everything about one school year; `classes` are its classes with their grades."""

    calendar: Calendar
    enrolments: Sequence[Enrolled] = ()
    first_days: Mapping[int, date] = field(default_factory=dict)
    statuses: Sequence[Held] = ()
    stays: Sequence[Stay] = ()
    classes: Mapping[int, int] = field(default_factory=dict)
    social: frozenset[str] = frozenset()
    works: Sequence[Work] = ()
    adjustments: Sequence[Adjusted] = ()

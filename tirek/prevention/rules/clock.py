"""What is due in a case, and by when; every number is the school's own setting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tirek.prevention.rules.procedure import (
    CONTACT,
    KEPT,
    ON,
    PLACED,
    PROPOSED,
    REVIEWED,
    TOLD,
    WAITING,
    Fact,
    state_of,
)

DECIDE, TELL, PLAN, REVIEW = "DECIDE", "TELL", "PLAN", "REVIEW"


@dataclass(frozen=True)
class Terms:
    """In calendar days: to decide, to tell the parents, to make the plan; between reviews."""

    decide_days: int = 30
    tell_days: int = 3
    plan_days: int = 10
    review_days: int = 90


@dataclass(frozen=True, order=True)
class Clock:
    """What is due by which day."""

    due_on: date
    what: str
    late: bool = False


def clocks(facts: Sequence[Fact], terms: Terms, today: date, *, planned: bool) -> list[Clock]:
    """What is due in a case, the earliest first; `planned`: it has a measure of its plan."""
    state, found = state_of(facts), []
    if state == WAITING:
        said = max(one.on for one in facts if one.kind == PROPOSED)
        found.append((DECIDE, said + timedelta(terms.decide_days)))
    if state == ON:
        placed = max(one.on for one in facts if one.kind == PLACED)
        if not any(one.kind == TOLD and one.on >= placed for one in facts):
            found.append((TELL, placed + timedelta(terms.tell_days)))
        if not planned:
            found.append((PLAN, placed + timedelta(terms.plan_days)))
        looked = max(one.on for one in facts if one.kind in (PLACED, KEPT, REVIEWED))
        found.append((REVIEW, looked + timedelta(terms.review_days)))
    return sorted(Clock(due, what, due < today) for what, due in found)


def days_between(facts: Sequence[Fact]) -> tuple[int, int]:
    """How many contacts and reviews a case has: two counts for the card."""
    return (
        sum(one.kind == CONTACT for one in facts),
        sum(one.kind == REVIEWED for one in facts),
    )

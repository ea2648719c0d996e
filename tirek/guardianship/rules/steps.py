"""The steps of a case: which are there, which comes next, which cannot be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

IDENTIFIED, NOTIFIED, PLACED = "IDENTIFIED", "NOTIFIED", "PLACED"
REVIEWED, CLOSED, ANNULLED = "REVIEWED", "CLOSED", "ANNULLED"
ORDER = (IDENTIFIED, NOTIFIED, PLACED, REVIEWED, CLOSED)
# Steps that a case has once.
ONCE = (IDENTIFIED, NOTIFIED, CLOSED)


@dataclass(frozen=True)
class Fact:
    """A step that is believed: its kind and its day."""

    kind: str
    on: date


def state_of(facts: Sequence[Fact]) -> str:
    """How far a case is; ANNULLED when even the discovery is believed no more."""
    kinds = {fact.kind for fact in facts}
    if IDENTIFIED not in kinds:
        return ANNULLED
    return next(kind for kind in (CLOSED, PLACED, NOTIFIED, IDENTIFIED) if kind in kinds)


def open_steps(facts: Sequence[Fact]) -> tuple[str, ...]:
    """The steps that may be recorded now, the one to be done next first; none when it is over."""
    kinds = {fact.kind for fact in facts}
    if IDENTIFIED not in kinds or CLOSED in kinds:
        return ()
    missing = [kind for kind in (NOTIFIED, PLACED) if kind not in kinds]
    return tuple(dict.fromkeys([*missing, REVIEWED, PLACED, CLOSED]))


def problem(kind: str, on: date, others: Sequence[Fact], today: date) -> str | None:
    """Why a step cannot stand beside the others on that day: a code, or None.

    FUTURE; OVER: the case is closed; TWICE; BEFORE_FOUND; AFTER_STEPS: the discovery is later than
    a step; BEFORE_STEPS: the closing is earlier than a step.
    """
    if on > today:
        return "FUTURE"
    kinds = {fact.kind for fact in others}
    if kind in ONCE and kind in kinds:
        return "TWICE"
    closed = [fact.on for fact in others if fact.kind == CLOSED]
    if closed and on > closed[0]:
        return "OVER"
    found = [fact.on for fact in others if fact.kind == IDENTIFIED]
    if found and on < found[0]:
        return "BEFORE_FOUND"
    days = [fact.on for fact in others]
    if kind == IDENTIFIED and days and on > min(days):
        return "AFTER_STEPS"
    if kind == CLOSED and days and on < max(days):
        return "BEFORE_STEPS"
    return None

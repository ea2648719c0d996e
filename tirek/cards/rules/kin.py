"""What contradicts itself in a child's kinship on a day; which paper a carer needs.

Guardians are for a child under 14, trustees from 14 to 18.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

GUARDIAN, TRUSTEE, FOSTER = "GUARDIAN", "TRUSTEE", "FOSTER"
MOTHER, FATHER = "MOTHER", "FATHER"
# Whoever cares for a child by a decision has a paper about it.
BY_PAPER: Final = frozenset({GUARDIAN, TRUSTEE, FOSTER})
TRUSTEE_FROM, ADULT = 14, 18  # years


class Conflict(StrEnum):
    """What does not go together."""

    TWO_MOTHERS = "TWO_MOTHERS"
    TWO_FATHERS = "TWO_FATHERS"
    TWICE = "TWICE"
    GUARDIAN_FROM_14 = "GUARDIAN_FROM_14"
    TRUSTEE_UNDER_14 = "TRUSTEE_UNDER_14"
    CARE_OF_ADULT = "CARE_OF_ADULT"
    GUARDIAN_AND_TRUSTEE = "GUARDIAN_AND_TRUSTEE"
    NO_PAPER = "NO_PAPER"
    NO_REPRESENTATIVE = "NO_REPRESENTATIVE"


@dataclass(frozen=True)
class Tie:
    """Who a person is to the child, from - to (both days included)."""

    person: int
    kinship: str
    legal: bool = False
    since: date | None = None
    until: date | None = None
    paper: bool = False

    def holds(self, day: date) -> bool:
        """Does the tie hold on the day?"""
        return (self.since is None or self.since <= day) and (
            self.until is None or self.until >= day
        )


def age(born_on: date, day: date) -> int:
    """Full years on a day."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def fitting(kinship: str, born_on: date | None, day: date) -> str:
    """The kinship that fits the child's age: a guardian of a child of 14 is a trustee, and back."""
    if born_on is None or kinship not in (GUARDIAN, TRUSTEE):
        return kinship
    return TRUSTEE if age(born_on, day) >= TRUSTEE_FROM else GUARDIAN


def paper_missing(kinship: str, document: str, number: str, on: date | None) -> str:
    """The part of the deciding paper that is missing (`document`, `number`, `on`), or nothing."""
    if kinship not in BY_PAPER:
        return ""
    parts = (("document", document.strip()), ("number", number.strip()), ("on", on))
    return next((name for name, value in parts if not value), "")


def conflicts(ties: Iterable[Tie], born_on: date | None, day: date) -> list[Conflict]:
    """What contradicts itself on the day, in the order of the list of conflicts.

    A child of whom no kin is known has no conflicts: nothing is known yet.
    """
    here = [tie for tie in ties if tie.holds(day)]
    kinds = [tie.kinship for tie in here]
    found = set(_of_counts(here, kinds))
    if born_on is not None:
        found |= _of_age(kinds, age(born_on, day))
    grown = born_on is not None and age(born_on, day) >= ADULT
    if here and not grown and not any(tie.legal for tie in here):
        found.add(Conflict.NO_REPRESENTATIVE)
    return [one for one in Conflict if one in found]


def _of_counts(here: list[Tie], kinds: list[str]) -> Iterable[Conflict]:
    if kinds.count(MOTHER) > 1:
        yield Conflict.TWO_MOTHERS
    if kinds.count(FATHER) > 1:
        yield Conflict.TWO_FATHERS
    if len({tie.person for tie in here}) < len(here):
        yield Conflict.TWICE
    if GUARDIAN in kinds and TRUSTEE in kinds:
        yield Conflict.GUARDIAN_AND_TRUSTEE
    if any(tie.kinship in BY_PAPER and not tie.paper for tie in here):
        yield Conflict.NO_PAPER


def _of_age(kinds: Collection[str], years: int) -> set[Conflict]:
    cared = {GUARDIAN, TRUSTEE} & set(kinds)
    if cared and years >= ADULT:
        return {Conflict.CARE_OF_ADULT}
    if GUARDIAN in cared and years >= TRUSTEE_FROM:
        return {Conflict.GUARDIAN_FROM_14}
    if TRUSTEE in cared and years < TRUSTEE_FROM:
        return {Conflict.TRUSTEE_UNDER_14}
    return set()

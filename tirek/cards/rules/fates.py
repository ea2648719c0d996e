"""What becomes of each pupil when one status is opened or ended for many."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from tirek.cards.rules.papers import Fault, Said, fault, fault_of_end

Days = tuple[date | None, date | None]  # from - to, both included; None has no end

APPLIED, DUPLICATE, REFUSED = "APPLIED", "DUPLICATE", "REFUSED"


def touch(one: Days, other: Days) -> bool:
    """Is there a day that lies in both?"""
    return (one[0] or date.min) <= (other[1] or date.max) and (other[0] or date.min) <= (
        one[1] or date.max
    )


def fate_of_opening(
    held: Iterable[Days], said: Said, today: date, *, born_on: date | None, demanded: bool
) -> tuple[str, str]:
    """Fate and why: who holds the category in that time already is a duplicate."""
    if found := fault(said, today, born_on=born_on, demanded=demanded):
        return (REFUSED, found[1])
    if any(touch((said.since, said.until), one) for one in held):
        return (DUPLICATE, "HAS")
    return (APPLIED, "")


def fate_of_ending(held: Iterable[Said], until: date, end_on: date | None, today: date) -> tuple[
    int | None, str, str
]:  # fmt: skip
    """Which of the statuses held ends (its place), fate and why.

    The one that holds on the last day asked for ends then; where all are over by that day the
    pupil is a duplicate, where there is none the pupil is refused.
    """
    every = list(held)
    for place, one in enumerate(every):
        if touch((one.since, one.until), (until, until)):
            if one.until == until:
                return (None, DUPLICATE, "OVER")
            wrong: Fault | None = fault_of_end(
                Said(one.since, until, one.document, one.on, one.valid_until, end_on), today
            )
            return (None, REFUSED, wrong[1]) if wrong else (place, APPLIED, "")
    if any(one.until is not None and one.until < until for one in every):
        return (None, DUPLICATE, "OVER")
    return (None, REFUSED, "LATER" if every else "NOT_HELD")

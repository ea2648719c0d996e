"""Whose status or paper runs out soon."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from tirek.cards.rules.fates import Days


@dataclass(frozen=True)
class Term:
    """The day after which a status or its paper (`paper`) is worth nothing."""

    on: date
    paper: bool


def term_of(
    until: date | None, valid_until: date | None, recorded_on: date, today: date, days: int,
    others: Iterable[Days] = (),
) -> Term | None:  # fmt: skip
    """The term that asks for somebody's hand within so many days, or None.

    A status that ended by its term in the last so many days is still told, unless another of its
    category (`others`) goes on from there; one that was ended by hand (recorded on its last day or
    after) asks for nothing. A paper that is out of date is told while the status holds.
    """
    horizon = today + timedelta(days=days)
    if until is not None and (valid_until is None or until <= valid_until or until < today):
        if not today - timedelta(days=days) <= until <= horizon or recorded_on >= until:
            return None
        if any((to is None or to > until) for _since, to in others):
            return None
        return Term(until, paper=False)
    if valid_until is not None and valid_until <= horizon and (until is None or until >= today):
        return Term(valid_until, paper=True)
    return None

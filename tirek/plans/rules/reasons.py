"""Why a row asks for something about a pupil: which of the statuses held brings it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from tirek.plans.rules.cohorts import Cohort
from tirek.plans.rules.roll import holds

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

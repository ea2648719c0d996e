"""Children who enter grade 1, and who of them is looked for (row S1.3)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

GRADE = 1
# The statuses looked for among them.
LOOKED_FOR = (
    "LOW_INCOME",
    "TARGETED_ASSISTANCE",
    "MULTI_CHILD",
    "WARD",
    "ORPHAN",
    "NO_PARENTAL_CARE",
)
# A year that begins within so many days is the one that is prepared for.
AHEAD = timedelta(days=100)


def day_of_entering(today: date, years: Iterable[tuple[date, date]]) -> date:
    """The day asked about: today while a year (its first and last day) runs, else the first day
    of the one that is near, else today.
    """
    every = sorted(years)
    if any(first <= today <= last for first, last in every):
        return today
    return next((first for first, _last in every if today < first <= today + AHEAD), today)

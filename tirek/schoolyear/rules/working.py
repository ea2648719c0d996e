"""Working days: Monday to Friday, less the days named as days off."""

from __future__ import annotations

from collections.abc import Container
from datetime import date, timedelta

WEEKEND = 5  # Saturday, counted from Monday as 0


def working_day_after(day: date, count: int, off: Container[date] = ()) -> date:
    """The last of `count` working days that follow `day`, which itself is not counted.

    School holidays are working days of the staff. Public holidays are not known to the program:
    without them in `off` the answer is never later than the law's.
    """
    found = day
    while count > 0:
        found += timedelta(days=1)
        count -= found.weekday() < WEEKEND and found not in off
    return found

"""When the guardianship body must know, and when a guardian is to be checked next."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from tirek.schoolyear.rules.working import working_day_after

# How often a year a guardian may be checked: whole numbers of months between two checks.
TIMES_A_YEAR = (1, 2, 3, 4, 6, 12)


@dataclass(frozen=True)
class Clock:
    """The last day of a term, when it was kept (None: not yet), and the day it is asked about."""

    due_on: date
    done_on: date | None
    today: date

    @property
    def late(self) -> bool:
        """Is the term over and nothing done?"""
        return self.done_on is None and self.today > self.due_on

    @property
    def kept(self) -> bool:
        """Was it done within the term?"""
        return self.done_on is not None and self.done_on <= self.due_on

    @property
    def days_late(self) -> int:
        """How many days after the term it was done, or how many have gone by; 0 within it."""
        return max(((self.done_on or self.today) - self.due_on).days, 0)


def notification(found_on: date, days: int, notified_on: date | None, today: date) -> Clock:
    """The clock of the notification: so many working days after the day of discovery."""
    return Clock(working_day_after(found_on, days), notified_on, today)


def next_check(since: date, last: date | None, named: date | None, times_a_year: int) -> date:
    """The day by which the guardian is to be checked.

    Counted from the last check, or from the first day of the guardianship; a day that the last
    check named counts when it is earlier. ValueError when the year does not part into so many.
    """
    if times_a_year not in TIMES_A_YEAR:
        raise ValueError(f"{times_a_year} is not one of {TIMES_A_YEAR}")
    due = months_after(last or since, 12 // times_a_year)
    return min(due, named) if last is not None and named is not None else due


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))

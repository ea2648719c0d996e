"""A school's year as plain data: its bounds, quarters and holidays."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

Span = tuple[date, date]

DAY = timedelta(days=1)
QUARTERS_IN_YEAR = 4


@dataclass(frozen=True)
class Problem:
    """What is wrong with a calendar: a code for the screen and the path of the value."""

    path: str
    code: str


@dataclass(frozen=True)
class Calendar:
    """The school year that begins in the calendar year `year`; all days are both included.

    `quarters` are the days of lessons in each quarter, in order; the holidays lie between them.
    """

    year: int
    starts_on: date
    ends_on: date
    quarters: tuple[Span, ...]
    holidays: tuple[Span, ...] = field(default=())

    @property
    def closes_on(self) -> date:
        """The last day before the next school year: the summer after lessons belongs to this one.

        Classes are rolled over on 31 August; a year that ends later closes on its own last day.
        """
        return max(self.ends_on, date(self.year + 1, 8, 31))

    def quarter_periods(self) -> tuple[Span, ...]:
        """Each quarter from its first day to the day before the next one begins.

        The last one runs to the year's last day, so every day of the year lies in one period.
        """
        firsts = [since for since, _ in self.quarters]
        lasts = [*(first - DAY for first in firsts[1:]), self.ends_on]
        return tuple(zip(firsts, lasts[: len(firsts)], strict=True))

    def halves(self) -> tuple[Span, ...]:
        """Quarters 1-2 and 3-4, each from the first day of its first to the end of its last."""
        periods = self.quarter_periods()
        return tuple(
            (pair[0][0], pair[-1][1]) for pair in (periods[:2], periods[2:QUARTERS_IN_YEAR]) if pair
        )

    def months(self) -> tuple[Span, ...]:
        """The calendar months that the year touches, each whole: September to May."""
        found = []
        first = self.starts_on.replace(day=1)
        while first <= self.ends_on:
            found.append((first, month_end(first)))
            first = found[-1][1] + DAY
        return tuple(found)

    def quarter_of(self, day: date) -> int | None:
        """The number (1-4) of the quarter whose period holds the day, or None."""
        for number, (since, until) in enumerate(self.quarter_periods(), start=1):
            if since <= day <= until:
                return number
        return None

    def last_full_quarter(self, day: date) -> Span | None:
        """The period of the last quarter that is over by `day` (its last day lies before it)."""
        over = [period for period in self.quarter_periods() if period[1] < day]
        return over[-1] if over else None

    def is_holiday(self, day: date) -> bool:
        """Does the day lie in one of the holidays?"""
        return any(since <= day <= until for since, until in self.holidays)

    def problems(self) -> list[Problem]:
        """What is wrong: order, overlaps, days outside the year; an empty list when all is well."""
        found: list[Problem] = []
        if self.starts_on > self.ends_on:
            found.append(Problem("ends_on", "ends_before_start"))
        if self.starts_on.year != self.year:
            found.append(Problem("starts_on", "other_year"))
        if len(self.quarters) != QUARTERS_IN_YEAR:
            found.append(Problem("quarters", "four_quarters"))
        found += self._problems_of("quarters", self.quarters)
        for index, (since, until) in enumerate(self.holidays):
            if since > until:
                found.append(Problem(f"holidays[{index}]", "ends_before_start"))
        return found

    def _problems_of(self, name: str, spans: tuple[Span, ...]) -> list[Problem]:
        found = []
        for index, (since, until) in enumerate(spans):
            path = f"{name}[{index}]"
            if since > until:
                found.append(Problem(path, "ends_before_start"))
            if since < self.starts_on or until > self.ends_on:
                found.append(Problem(path, "outside_year"))
            if index and since <= spans[index - 1][1]:
                found.append(Problem(path, "overlaps_before"))
        return found


def month_end(day: date) -> date:
    """The last day of the month of `day`."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - DAY


def default_calendar(year: int) -> Calendar:
    """1 September to 25 May with usual quarters; the school puts in its own dates."""
    following = year + 1
    return Calendar(
        year=year,
        starts_on=date(year, 9, 1),
        ends_on=date(following, 5, 25),
        quarters=(
            (date(year, 9, 1), date(year, 10, 25)),
            (date(year, 11, 2), date(year, 12, 29)),
            (date(following, 1, 8), date(following, 3, 18)),
            (date(following, 3, 29), date(following, 5, 25)),
        ),
        holidays=(
            (date(year, 10, 26), date(year, 11, 1)),
            (date(year, 12, 30), date(following, 1, 7)),
            (date(following, 3, 19), date(following, 3, 28)),
        ),
    )

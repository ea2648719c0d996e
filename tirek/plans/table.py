"""The plan as a table of months: which cell of a row says what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from tirek.plans.models import PlanRow
from tirek.plans.queries import Covered
from tirek.plans.rules.coverage import PeriodCoverage, RowCoverage
from tirek.plans.rules.evidence import SCHOOL
from tirek.schoolyear.rules.calendar import Calendar, Span, month_end

HALF_MONTH = 15
SUMMER = 6
ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True)
class Cell:
    """A cell as wide as its months: words, look (a class of the style sheet), shape, period."""

    width: int
    text: str = ""
    look: str = ""
    icon: str = ""
    period: int | None = None
    now: bool = False
    gap: bool = False


@dataclass(frozen=True)
class Line:
    """A row of the table; `section` when a new one begins with it."""

    row: PlanRow
    section: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Months:
    """The columns: months from the first to the last that matters, the quarters above them."""

    firsts: tuple[date, ...]
    quarters: tuple[tuple[int, str], ...]
    now: int | None

    def place(self, day: date) -> int:
        """The column of a day's month, the nearest one when it is outside."""
        index = (day.year - self.firsts[0].year) * 12 + day.month - self.firsts[0].month
        return max(0, min(index, len(self.firsts) - 1))

    def columns(self, span: Span) -> tuple[int, int]:
        """The first and last column of a period; half a month decides whose month it is."""
        since, until = span
        first = self.place(since) + (since.day > HALF_MONTH)
        last = self.place(until) - (until.day <= HALF_MONTH)
        first = min(first, len(self.firsts) - 1)
        return first, max(first, last)


def months_of(calendar: Calendar, found: Iterable[RowCoverage], day: date) -> Months:
    """September to May, with August before and the summer when some row needs them."""
    spans = [(one.since, one.until) for cov in found for one in cov.periods]
    spans.append((calendar.starts_on, calendar.ends_on))
    first = min(since for since, _ in spans).replace(day=1)
    last = max(until for _, until in spans)
    firsts: list[date] = []
    # June, July and August are one column: the summer.
    while first <= last and (not firsts or firsts[-1].month != SUMMER):
        firsts.append(first)
        first = month_end(first) + timedelta(days=1)
    bare = Months(tuple(firsts), (), None)
    heads: list[tuple[int, str]] = []
    at = 0
    for name, span in zip(ROMAN, calendar.quarter_periods(), strict=False):
        begin, end = bare.columns(span)
        if begin > at:
            heads.append((begin - at, ""))
        heads.append((end - max(begin, at) + 1, name))
        at = end + 1
    if at < len(firsts):
        heads.append((len(firsts) - at, ""))
    inside = firsts[0] <= day <= _end(firsts[-1])
    return Months(tuple(firsts), tuple(heads), bare.place(day) if inside else None)


def lines_of(
    covered: Iterable[Covered], months: Months, calendar: Calendar, day: date
) -> list[Line]:
    """The rows of the table."""
    found, section = [], ""
    for one in covered:
        new = one.row.section()
        cells = (
            _touched(one.figures, months, calendar, day)
            if not one.figures.periods
            else _dated(one.figures, months)
        )
        found.append(Line(one.row, new if new != section else "", tuple(cells)))
        section = new
    return found


def _dated(found: RowCoverage, months: Months) -> list[Cell]:
    cells: list[Cell] = []
    at = 0
    for index, period in enumerate(found.periods):
        first, last = months.columns((period.since, period.until))
        first = max(first, at)
        if last < first:
            continue
        cells += _empty(at, first, months)
        cells.append(_counted(period, index, last - first + 1))
        at = last + 1
    return cells + _empty(at, len(months.firsts), months)


def _counted(period: PeriodCoverage, index: int, width: int) -> Cell:
    if not period.begun:
        return Cell(width, str(len(period.members)), "c-next", period=index)
    due, done = period.due, len(period.done)
    text = f"{done}/{due}"
    if not due:
        return Cell(width, "0", "c-next", period=index)
    if period.overdue:
        return Cell(width, text, "c-late", "alarm", index)
    if done == due:
        return Cell(width, text, "c5", "tick", index)
    share = done / due
    look = "c-open" if not done else "c2" if share < 1 / 3 else "c3" if share < 2 / 3 else "c4"
    return Cell(width, text, look, period=index)


def _touched(found: RowCoverage, months: Months, calendar: Calendar, day: date) -> list[Cell]:
    """Ongoing rows: how many were worked with in each month so far; a gap is one wide cell."""
    quarter = calendar.last_full_quarter(day) if found.gap and found.members else None
    gap = months.columns(quarter) if quarter else (-1, -1)
    start = months.place(calendar.starts_on)
    cells: list[Cell] = []
    at = 0
    while at < len(months.firsts):
        if at == gap[0]:
            cells.append(Cell(gap[1] - gap[0] + 1, "", "c-gap", "dashed", gap=True))
            at = gap[1] + 1
            continue
        first = months.firsts[at]
        if at < start or first > day:
            cells.append(Cell(1, now=at == months.now))
        else:
            number = _number(found, first, _end(first))
            share = number / len(found.members) if found.members else 0
            look = "" if not number or found.row.unit == SCHOOL else "c3" if share > 0.3 else "c2"
            cells.append(Cell(1, str(number), f"c-touch {look}".strip(), now=at == months.now))
        at += 1
    return cells


def _number(found: RowCoverage, first: date, last: date) -> int:
    if found.row.unit != SCHOOL:
        return len(found.touched_between(first, last))
    days = [day for group in found.groups for one in group.values() for day in one]
    return sum(first <= day <= last for day in days)


def _end(first: date) -> date:
    """The last day of a column: of its month, or of the summer."""
    return date(first.year, 8, 31) if first.month == SUMMER else month_end(first)


def _empty(first: int, last: int, months: Months) -> list[Cell]:
    return [Cell(1, now=at == months.now) for at in range(first, last)]

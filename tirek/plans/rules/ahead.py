"""What falls due in the coming weeks, and how much work that is (counted in items)."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from tirek.plans.rules.coverage import RowCoverage
from tirek.plans.rules.figures import OPEN, OVERDUE, Item, cut
from tirek.schoolyear.rules.calendar import Calendar

WEEKS = 8
WEEK = timedelta(days=7)
# The place of what is overdue already, before the weeks.
LATE = -1

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Week:
    """A week from Monday to Sunday; `lessons`: does a quarter hold one of its days to Saturday?"""

    since: date
    until: date
    lessons: bool


def weeks_from(day: date, calendar: Calendar, count: int = WEEKS) -> list[Week]:
    """The week of the day and those after it."""
    monday = day - timedelta(days=day.weekday())
    found = []
    for since in (monday + WEEK * number for number in range(count)):
        saturday = since + timedelta(days=5)
        lessons = any(first <= saturday and last >= since for first, last in calendar.quarters)
        found.append(Week(since, since + timedelta(days=6), lessons))
    return found


def waiting_items(found: Iterable[RowCoverage], items: Iterable[Item]) -> list[Item]:
    """Items not done: overdue, open with a last day, and those of periods that have not begun.

    `items` are those of the rows in `found` (`figures.items_of`).
    """
    waiting = [one for one in items if one.state in (OVERDUE, OPEN) and one.until is not None]
    for row, one in enumerate(found):
        for index, period in enumerate(one.periods):
            if not period.begun:
                waiting += [
                    Item(row, OPEN, member, index, period.since, period.until)
                    for member in sorted(period.members)
                ]
    return waiting


def week_of(item: Item, weeks: Sequence[Week]) -> int | None:
    """The number of the week in which an item falls due; LATE when overdue, None when later.

    One whose last day is past but whose days of grace are not stands in the first week.
    """
    if item.state == OVERDUE:
        return LATE
    if item.until is None or item.until > weeks[-1].until:
        return None
    return max(0, (item.until - weeks[0].since).days // 7)


def spread(
    items: Iterable[Item], weeks: Sequence[Week], keys: Callable[[Item], Iterable[Key]]
) -> dict[Key, dict[int, list[Item]]]:
    """The items by key, then by week; those that fall due later are left out."""
    found: dict[Key, dict[int, list[Item]]] = {}
    for key, some in cut(items, keys).items():
        for one in some:
            week = week_of(one, weeks)
            if week is not None:
                found.setdefault(key, {}).setdefault(week, []).append(one)
    return found

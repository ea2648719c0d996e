"""The coming weeks for one reader: how many items fall due in each, and whose they are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tirek.access.models import School
from tirek.plans.cuts import CUTS, PERSON, ROW, SCHOOL_CLASS, Cuts, Opened
from tirek.plans.queries.whole import Whole
from tirek.plans.rules.ahead import LATE, Week, spread, waiting_items, weeks_from
from tirek.plans.wording import span_words

WAYS = {one: CUTS[one] for one in (ROW, PERSON, SCHOOL_CLASS)}
# How dark a number is: its share of the largest week of the table.
SHADES = 5


@dataclass(frozen=True)
class Cell:
    """A number of the table: its week in the address, how many, how dark (0: not at all)."""

    week: int
    number: int
    shade: int


@dataclass(frozen=True)
class WeekLine:
    """A line: its key in the address, name, code of a row, overdue and the weeks."""

    key: str
    name: str
    code: str
    cells: list[Cell]


class Coming:
    """What waits of the rows given, by week; names only for those who may know."""

    def __init__(self, user: Any, school: School, whole: Whole, day: date) -> None:
        self.weeks: list[Week] = weeks_from(day, whole.calendar)
        found = [one.figures for one in whole.covered]
        waiting = replace(whole, items=waiting_items(found, whole.items))
        self.cuts = Cuts(user, school, waiting, day)

    def lines(self, by: str) -> tuple[list[WeekLine], list[Cell]]:
        """The lines with something to do, and the sum of all items, each counted once."""
        items, keys = self.cuts.items(by), self.cuts.keys(by)
        found = spread(items, self.weeks, keys)
        whole = spread(items, self.weeks, lambda _one: ("",)).get("", {})
        most = max((len(some) for week, some in whole.items() if week != LATE), default=0)
        lines = [
            WeekLine(key, name, self.cuts.code(by, key), self._cells(found[key], most))
            for key, name in self.cuts.named(by, found)
            if key in found
        ]
        return lines, self._cells(whole, most)

    def opened(self, by: str, key: str, week: int) -> Opened | None:
        """The list behind a number; None when there is no such line."""
        found = spread(self.cuts.items(by), self.weeks, self.cuts.keys(by))
        title = dict(self.cuts.named(by, found)).get(key)
        if title is None or key not in found:
            return None
        return self.cuts.listed(title, self.heading(week), found[key].get(week, []))

    def heading(self, week: int) -> str:
        """A column in words."""
        if week == LATE:
            return pgettext("figures", "Overdue")
        return span_words(self.weeks[week].since, self.weeks[week].until)

    def heads(self) -> list[tuple[str, str]]:
        """The columns: short words, and a note beneath."""
        return [
            (pgettext("figures", "Overdue"), ""),
            *(
                (f"{one.since:%d.%m} – {one.until:%d.%m}", "" if one.lessons else _("no lessons"))
                for one in self.weeks
            ),
        ]

    def _cells(self, found: dict[int, list[Any]], most: int) -> list[Cell]:
        cells = []
        for week in range(LATE, len(self.weeks)):
            number = len(found.get(week, ()))
            shade = -(-number * SHADES // most) if week != LATE and most else 0
            cells.append(Cell(week, number, shade))
        return cells

"""The page of figures: lines by row, month, class, responsible or pupil, and the list of one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tirek.access.models import School, User
from tirek.access.sight import sight_of
from tirek.plans.holders import Holders
from tirek.plans.names import NAMED, Names
from tirek.plans.queries import known_to
from tirek.plans.queries.whole import Whole
from tirek.plans.rules.evidence import PUPIL, evidence_from_json
from tirek.plans.rules.figures import (
    DONE,
    DUE,
    MOVED,
    OPEN,
    OVERDUE,
    UNTOUCHED,
    WAIVED,
    Figures,
    Item,
    cut,
    figures_of,
)
from tirek.plans.why import Why
from tirek.plans.wording import KIND_LETTERS, MONTHS, span_words
from tirek.school.models import SchoolClass

ROW, MONTH, SCHOOL_CLASS, PERSON, CHILD = "row", "month", "class", "person", "pupil"
CUTS = {
    ROW: gettext_lazy("By row"),
    MONTH: gettext_lazy("By month"),
    SCHOOL_CLASS: gettext_lazy("By class"),
    PERSON: gettext_lazy("By responsible"),
    CHILD: gettext_lazy("By pupil"),
}
# The columns: the word in the address, what it asks for, the heading.
COLUMNS = (
    ("due", DUE, pgettext_lazy("figures", "Due")),
    ("done", DONE, pgettext_lazy("figures", "Done")),
    ("overdue", OVERDUE, pgettext_lazy("figures", "Overdue")),
    ("open", OPEN, pgettext_lazy("figures", "Open")),
    ("untouched", UNTOUCHED, pgettext_lazy("figures", "Untouched")),
    ("moved", MOVED, pgettext_lazy("figures", "Moved")),
    ("waived", WAIVED, pgettext_lazy("figures", "Waived")),
)
WHAT = {word: what for word, what, _heading in COLUMNS}
STATES = {
    DONE: (pgettext_lazy("state of an item", "done"), "done"),
    OVERDUE: (pgettext_lazy("state of an item", "overdue"), "alarm"),
    OPEN: (pgettext_lazy("state of an item", "open"), "ring"),
    WAIVED: (pgettext_lazy("state of an item", "left out"), "dashed"),
    UNTOUCHED: (pgettext_lazy("state of an item", "untouched"), "dashed"),
}
NONE = "-"
AT_MOST = 200


@dataclass(frozen=True)
class Line:
    """A line of the table: its key in the address, name, where it leads, numbers by column."""

    key: str
    name: str
    code: str
    gap: bool
    numbers: list[tuple[str, int]]


@dataclass(frozen=True)
class Listed:
    """One item of a list, with the member when the reader may know the name."""

    row: Any
    period: int | None
    name: str
    url: str
    note: str
    why: str
    span: str
    state: str
    shape: str


@dataclass(frozen=True)
class Opened:
    """The list behind a number; `hidden` are those whose names are not for this reader."""

    title: str
    what: str
    count: int
    lines: list[Listed]
    more: int
    hidden: int


class Cuts:
    """The figures for one reader: by class and by pupil only what the reader may know of."""

    def __init__(self, user: Any, school: School, whole: Whole, day: date) -> None:
        self.user, self.school, self.whole, self.day = user, school, whole, day
        roles = sight_of(user).roles(school.pk)
        self.known = [
            known_to(roles, evidence_from_json(one.row.evidence or [])) for one in whole.covered
        ]
        self.names: dict[str, Names] = {}

    def lines(self, by: str) -> tuple[list[Line], list[tuple[str, int]]]:
        """The lines in their order and the sum of all items, each counted once."""
        items = self.items(by)
        keys = self.keys(by)
        found = cut(items, keys)
        if by == ROW:
            found = {one.row.pid: found.get(one.row.pid, []) for one in self.whole.covered}
        lines = [
            self._line(by, key, name, figures_of(found[key]))
            for key, name in self.named(by, found)
            if key in found
        ]
        counted = [one for one in lines if any(number for _word, number in one.numbers)]
        return counted if by != ROW else lines, _numbers(figures_of(items))

    def opened(self, by: str, key: str, word: str) -> Opened | None:
        """The list behind a number; None when there is no such line."""
        found = cut(self.items(by), self.keys(by))
        if word not in WHAT or key not in found:
            return None
        title = dict(self.named(by, found)).get(key)
        if title is None:
            return None
        asked = [one for one in found[key] if one.answers(WHAT[word])]
        heading = str(next(heading for one, _what, heading in COLUMNS if one == word))
        return self.listed(title, heading, asked)

    def listed(self, title: str, heading: str, asked: list[Item]) -> Opened:
        """The list of some items under a title."""
        told = [(one, named) for one in asked if (named := self._named(one)) is not None]
        shown = told[:AT_MOST]
        units = {self.whole.unit(one) for one, _named in shown}
        whys = {unit: self._whys(unit, [one for one, _named in shown]) for unit in units}
        lines = [self._listed(one, named, whys) for one, named in shown]
        return Opened(
            title, heading, len(asked), lines, len(told) - len(shown), len(asked) - len(told)
        )

    def items(self, by: str) -> list[Item]:
        """The items that a cut shows this reader."""
        items = self.whole.items
        if by not in (SCHOOL_CLASS, CHILD):
            return items
        items = [one for one in items if self.known[one.row]]
        if by == CHILD:
            seen = self._names(PUPIL).found
            items = [one for one in items if self.whole.unit(one) == PUPIL and one.member in seen]
        return items

    def keys(self, by: str) -> Callable[[Item], Iterable[str]]:
        """Under which lines of a cut an item stands."""
        whole = self.whole
        if by == MONTH:
            return lambda one: (f"{one.until:%Y-%m}" if one.until else NONE,)
        if by == SCHOOL_CLASS:
            seen = {one.pk: one.pid for one in self._classes()}

            def of_class(one: Item) -> tuple[str]:
                number = whole.class_of(one)
                return (seen.get(number, NONE) if number is not None else NONE,)

            return of_class
        if by == CHILD:
            pupils = self._names(PUPIL).found
            return lambda one: (pupils[one.member].pid,) if one.member is not None else ()
        if by == PERSON:
            holders = self._holders()

            def of_person(one: Item) -> Iterable[str]:
                user = whole.handed_to(one)
                if user is not None:
                    return (f"u{user}",)
                roles = whole.covered[one.row].row.responsible
                school_class = whole.class_of(one)
                named = [key for role in roles for key in holders.keys(role, school_class)]
                return named or (NONE,)

            return of_person
        return lambda one: (whole.covered[one.row].row.pid,)

    def named(self, by: str, found: Collection[str]) -> list[tuple[str, str]]:
        """The lines of a cut in their order, with their names."""
        if by == ROW:
            return [(one.row.pid, one.row.text()) for one in self.whole.covered]
        if by == MONTH:
            months = sorted(key for key in found if key != NONE)
            named = [(key, f"{MONTHS[int(key[5:])]} {key[:4]}") for key in months]
            return [*named, (NONE, _("All year and on request"))]
        if by == SCHOOL_CLASS:
            named = [(one.pid, one.name) for one in self._classes()]
            return [*named, (NONE, _("Outside the classes shown"))]
        if by == PERSON:
            users = {int(key[1:]) for key in found if key[:1] == "u" and key[1:].isdigit()}
            people = User.objects.filter(pk__in=users).order_by("pk") if users else ()
            return [
                *self._holders().lines(found),
                *(
                    (f"u{one.pk}", _("Handed on: %(name)s") % {"name": one.full_name})
                    for one in people
                ),
                (NONE, _("Nobody is named")),
            ]
        names = self._names(PUPIL)
        return [(one.pid, self._pupil(names, pk)) for pk, one in names.found.items()]

    def _pupil(self, names: Names, pk: int) -> str:
        known = names.of(pk)
        return " · ".join(part for part in (known[0], known[2]) if part) if known else ""

    def _line(self, by: str, key: str, name: str, figures: Figures) -> Line:
        gap = False
        if by == ROW:
            gap = next(one.figures.gap for one in self.whole.covered if one.row.pid == key)
        return Line(key, name, self.code(by, key), gap, _numbers(figures))

    def code(self, by: str, key: str) -> str:
        """The row's letter and code, when the lines are rows."""
        if by != ROW:
            return ""
        row = next(one.row for one in self.whole.covered if one.row.pid == key)
        return f"{KIND_LETTERS[row.plan.kind]} {row.code[1:]}"

    def _named(self, item: Item) -> tuple[str, str, str] | None:
        """Name, page and note of whom an item is about; None when not for this reader."""
        unit = self.whole.unit(item)
        if unit not in NAMED or item.member is None:
            return "", "", ""
        known = self._names(unit).of(item.member) if self.known[item.row] else None
        return known and known[:3]

    def _listed(self, item: Item, named: tuple[str, str, str], whys: dict[str, Why]) -> Listed:
        row = self.whole.covered[item.row].row
        state, shape = STATES[item.state]
        span = span_words(item.since, item.until) if item.since and item.until else ""
        why = ""
        if item.member is not None:
            day = max(min(item.until or self.day, self.day), self.whole.calendar.starts_on)
            why = whys[row.unit].words(row, item.member, day)
        return Listed(row, item.period, *named, why, span, str(state), shape)

    def _whys(self, unit: str, items: list[Item]) -> Why:
        members = [
            one.member for one in items if one.member is not None and self.whole.unit(one) == unit
        ]
        day = max(self.day, self.whole.calendar.starts_on)
        return Why(self.user, self.school, self.whole.roll, unit, members, day)

    def _names(self, unit: str) -> Names:
        """The names of everybody in the items of a unit, in one query."""
        if unit not in self.names:
            ids = {
                one.member
                for one in self.whole.items
                if one.member is not None and self.whole.unit(one) == unit
            }
            self.names[unit] = Names(self.user, self.school, unit, frozenset(ids), self.day)
        return self.names[unit]

    def _holders(self) -> Holders:
        if not hasattr(self, "_held"):
            names = {one.pk: one.name for one in self._classes()}
            self._held = Holders(self.school, self.day, names)
        return self._held

    def _classes(self) -> list[SchoolClass]:
        if not hasattr(self, "_seen"):
            ids = {*self.whole.class_of_pupil.values(), *map(self.whole.class_of, self.whole.items)}
            visible: Any = SchoolClass.objects.visible_to(self.user)
            ids.discard(None)
            self._seen = list(visible.filter(school=self.school, pk__in=ids).order_by("sort_key"))
        return self._seen


def _numbers(figures: Figures) -> list[tuple[str, int]]:
    return [(word, getattr(figures, word)) for word, _what, _heading in COLUMNS]

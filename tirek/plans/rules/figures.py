"""The same figures cut another way: every due item once, counted by whatever is asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypeVar

from tirek.plans.rules.coverage import RowCoverage

DONE, OVERDUE, OPEN, WAIVED = "DONE", "OVERDUE", "OPEN", "WAIVED"
TOUCHED, UNTOUCHED = "TOUCHED", "UNTOUCHED"
# What may be asked of a list besides the states themselves.
DUE, MOVED = "DUE", "MOVED"
OF_DUE = frozenset({DONE, OVERDUE, OPEN})

Key = TypeVar("Key", bound=Hashable)


class Item(NamedTuple):
    """One thing for one member: the row's place, its state, the period with the member's own end.

    Ongoing rows have items without a period; a request not yet answered has no member either.
    """

    row: int
    state: str
    member: int | None = None
    period: int | None = None
    since: date | None = None
    until: date | None = None
    moved: bool = False

    def answers(self, what: str) -> bool:
        """Does the item belong to the number asked about?"""
        if what == DUE:
            return self.state in OF_DUE
        return self.moved if what == MOVED else self.state == what


@dataclass(frozen=True)
class Figures:
    """Numbers of one line; due = done + overdue + open, moved ones are among them."""

    due: int = 0
    done: int = 0
    overdue: int = 0
    open: int = 0
    untouched: int = 0
    moved: int = 0
    waived: int = 0


def items_of(found: Iterable[RowCoverage]) -> list[Item]:
    """Everything due, left out or going on in the rows, each item once."""
    items: list[Item] = []
    for row, one in enumerate(found):
        for index, period in enumerate(one.periods):
            for state, members in (
                (DONE, period.done),
                (OVERDUE, period.overdue),
                (OPEN, period.open),
                (WAIVED, period.waived),
            ):
                items += [
                    Item(
                        row,
                        state,
                        member,
                        index,
                        period.since,
                        period.ends_for(member),
                        member in period.moved,
                    )
                    for member in sorted(members)
                ]
        items += [Item(row, TOUCHED, member) for member in sorted(one.touched)]
        items += [Item(row, UNTOUCHED, member) for member in sorted(one.untouched)]
        # A request that waits is open as of now, of the row as a whole.
        items += [Item(row, OPEN)] * one.requests_open
    return items


def figures_of(items: Iterable[Item]) -> Figures:
    """The numbers of some items."""
    states: Counter[str] = Counter()
    moved = 0
    for one in items:
        states[one.state] += 1
        moved += one.moved
    return Figures(
        due=sum(states[state] for state in OF_DUE),
        done=states[DONE],
        overdue=states[OVERDUE],
        open=states[OPEN],
        untouched=states[UNTOUCHED],
        moved=moved,
        waived=states[WAIVED],
    )


def cut(items: Iterable[Item], keys: Callable[[Item], Iterable[Key]]) -> dict[Key, list[Item]]:
    """The items by key; one with several keys stands under each of them."""
    found: dict[Key, list[Item]] = {}
    for one in items:
        for key in keys(one):
            found.setdefault(key, []).append(one)
    return found

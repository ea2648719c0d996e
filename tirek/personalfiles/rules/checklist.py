"""Which papers a pupil's personal file needs, which are missing, whose term ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

THERE, MISSING, NOT_NEEDED = "THERE", "MISSING", "NOT_NEEDED"
SOON = timedelta(days=30)


@dataclass(frozen=True)
class Wanted:
    """A paper of the checklist: its code and the category that needs it, "" for every pupil."""

    code: str
    category: str = ""


@dataclass(frozen=True)
class Kept:
    """What is known of a paper of one pupil: its state and, of one that is there, its last day."""

    state: str
    until: date | None = None


@dataclass(frozen=True)
class Item:
    """A paper of one pupil: MISSING until something else is known; over when its term has ended."""

    code: str
    state: str
    until: date | None = None
    over: bool = False
    soon: bool = False

    @property
    def lacking(self) -> bool:
        """Must it be asked for: not there, or its term has ended?"""
        return self.state == MISSING or self.over


def checklist(
    wanted: Iterable[Wanted], held: Iterable[str], kept: Mapping[str, Kept], today: date
) -> list[Item]:
    """The papers a pupil with these categories needs, in the order of the list, each once."""
    codes = {"", *held}
    return [
        _item(code, kept.get(code), today)
        for code in dict.fromkeys(one.code for one in wanted if one.category in codes)
    ]


def _item(code: str, kept: Kept | None, today: date) -> Item:
    if kept is None:
        return Item(code, MISSING)
    until = kept.until if kept.state == THERE else None
    over = until is not None and until < today
    soon = until is not None and not over and until <= today + SOON
    return Item(code, kept.state, until, over, soon)


def lacking(items: Iterable[Item]) -> list[str]:
    """Codes of the papers that must be asked for."""
    return [one.code for one in items if one.lacking]


@dataclass(frozen=True)
class Sum:
    """Of some pupils: how many they are, how many lack nothing, how many papers are lacking."""

    pupils: int
    whole: int
    lacking: int


def sum_of(lists: Iterable[list[Item]]) -> Sum:
    """How it stands with several pupils' files."""
    counts = [len(lacking(one)) for one in lists]
    return Sum(len(counts), counts.count(0), sum(counts))


def by_paper(lists: Iterable[list[Item]]) -> Counter[str]:
    """Of how many pupils each paper is lacking."""
    return Counter(code for one in lists for code in lacking(one))

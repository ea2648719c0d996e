"""The audit's chain: each row is sealed with the hash of the row before it.

A row changed, taken out, put in or moved no longer fits its neighbours; a chain cut or made anew no
longer fits its head or the heads noted outside the database.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Deed(NamedTuple):
    """What a row says; the moment in microseconds of UTC, the school and the person by id."""

    moment: int
    school: int | None
    by: int | None
    verb: str
    thing: str
    thing_id: str
    note: str


class Row(NamedTuple):
    """A row as it stands in the chain; numbers begin with 1."""

    number: int
    deed: Deed
    hash: str


class Head(NamedTuple):
    """How far a chain goes: the last row's number and hash; 0 and "" while there is none."""

    number: int = 0
    hash: str = ""


@dataclass(frozen=True)
class Broken:
    """The first row that does not fit: its number and what happened to it, as a code.

    CHANGED, DELETED, INSERTED, SWAPPED; CUT: rows at the end are gone; REBUILT: the chain fits
    itself but not what was noted outside; HEAD: the rows fit, the kept head is another.
    """

    number: int
    code: str


def microseconds(moment: datetime) -> int:
    """An aware moment as whole microseconds of UTC."""
    return (moment - EPOCH) // MICROSECOND


def sealed(previous: str, number: int, deed: Deed) -> str:
    """The hash (sha256, hex) of a row that follows the one with the hash `previous`.

    The fields are written as a JSON list: no two different rows are written alike.
    """
    return hashlib.sha256((previous + _encode((number, *deed))).encode()).hexdigest()


def broken(
    rows: Iterable[Row],
    head: Head,
    noted: Mapping[int, str],
    head_now: Callable[[], Head] | None = None,
) -> Broken | None:
    """The first thing wrong with a chain, or None; reads the rows once, in the order of numbers.

    `head` was read before the rows and `noted` are hashes by number from outside the database;
    `head_now` is asked when there are rows behind `head`: they may have been written meanwhile.
    """
    rest = iter(rows)
    number, last, before = 0, "", ""
    for row in rest:
        number += 1
        if row.number != number:
            return Broken(number, "DELETED" if row.number > number else "INSERTED")
        if row.hash != sealed(last, number, row.deed):
            return _happened(before, last, row, rest, head)
        if noted.get(number, row.hash) != row.hash:
            return Broken(number, "REBUILT")
        if number == head.number and row.hash != head.hash:
            return Broken(number, "HEAD")
        before, last = last, row.hash
    if number < max(head.number, *noted, 0):
        return Broken(number + 1, "CUT")
    if number > head.number:
        head = head_now() if head_now else head
        if number > head.number:
            return Broken(head.number + 1, "INSERTED" if head.number else "HEAD")
    return None


def _happened(before: str, last: str, row: Row, rest: Iterator[Row], head: Head) -> Broken:
    """What happened at the first row that is not sealed as it should be.

    `last` and `before` are the hashes of the row before it and of the one before that.
    """
    number = row.number
    if number > 1 and row.hash == sealed(before, number - 1, row.deed):
        # It was sealed for the place before: the row that stands there now pushed it on.
        return Broken(number - 1, "INSERTED")
    # A row taken out, the later ones numbered anew: they fit each other, each one place too early.
    moved = head.number == number + 1 and head.hash == row.hash
    place, previous = number, row.hash
    for other in rest:
        place += 1
        if place == number + 1:
            moved = other.hash == sealed(row.hash, number + 2, other.deed)
        belongs = sealed(last, number, other.deed)
        if belongs == row.hash:  # the words were exchanged, the hashes stayed
            swapped = other.hash == sealed(previous, place, row.deed)
            return Broken(number, "SWAPPED" if swapped else "INSERTED")
        if belongs == other.hash:  # whole rows were exchanged, or moved on by one
            back = other.hash if place == number + 1 else previous
            swapped = row.hash == sealed(back, place, row.deed)
            return Broken(number, "SWAPPED" if swapped else "INSERTED")
        previous = other.hash
    return Broken(number, "DELETED" if moved else "CHANGED")

"""What of a desk goes into a calendar: one entry for each row, kind of work and last day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tirek.desk.rules.board import Board, Bundle
from tirek.plans.rules.evidence import Proof


@dataclass(frozen=True)
class Reminder:
    """So many things of one kind that a row wants by a day; `late`: the day has passed."""

    code: str
    unit: str
    proof: Proof
    until: date
    number: int
    late: bool


def reminders_of(board: Board) -> list[Reminder]:
    """Everything that waits on a desk, by its last day; never whom it is about."""
    found: dict[tuple[date, str, str, Proof, bool], int] = defaultdict(int)
    for late, bundles in ((True, board.late), (False, [*board.week, *board.ahead])):
        for one in _all(bundles):
            found[one.until, one.row.code, one.row.unit, one.proof, late] += len(one.members)
    ordered = sorted(found, key=lambda key: (*key[:3], key[3].kind, key[3].topic))
    return [
        Reminder(code, unit, proof, until, found[until, code, unit, proof, late], late)
        for until, code, unit, proof, late in ordered
    ]


def _all(bundles: Iterable[Bundle]) -> list[Bundle]:
    return [one for one in bundles if one.members]

"""What an item read from a school's own plan may be: its code, cohort, unit and evidence.

An item is compared with the rows the program brings along: those of the same plan, by the words
they share and by standing under the same number. A person confirms.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tirek.plans.rules.letters import plain
from tirek.plans.rules.reading import PlanLine, ReadPlan

# Kazakh and Russian endings are cut: the first letters of a word carry its meaning.
STEM = 5
SHORTEST = 3
# Below this likeness an item is left to the person.
ENOUGH = 0.16
SAME_NUMBER = 0.25


@dataclass(frozen=True)
class Proposal:
    """Ready rows (as in `plans/ready`) that an item may stand for, the best first; maybe none."""

    rows: tuple[Mapping[str, Any], ...]
    likeness: float


def stems(text: str) -> frozenset[str]:
    """The beginnings of the words of a text, folded."""
    words = re.findall(r"[a-zа-я]+|\d+(?:-\d+)?", plain(text))
    return frozenset(word[:STEM] for word in words if len(word) >= SHORTEST or word[0].isdigit())


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """How much two sets of stems share: 0 to 1 (Dice)."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def proposals(
    plan: ReadPlan, ready: Sequence[Mapping[str, Any]]
) -> dict[tuple[int, int], Proposal]:
    """For each item (its row, its place in the row) the ready rows it may stand for.

    Every ready row is proposed once: the likest pairs are taken first. An item that stands alone
    under its number takes every ready row of that number (one sentence of three works).
    """
    said = [
        (row, stems(row["text"].get("kk", "") + " " + row["text"].get("ru", ""))) for row in ready
    ]
    pairs: list[tuple[float, tuple[int, int], int]] = []
    for at, line in enumerate(plan.rows):
        for place, item in enumerate(line.items):
            own = stems(item.text)
            for index, (row, theirs) in enumerate(said):
                same = str(row.get("number", "")) == line.number
                order = _order(row, ready) == place if same else False
                bonus = SAME_NUMBER * same + 0.15 * order
                score = likeness(own, theirs) + bonus
                pairs.append((score, (at, place), index))
    pairs.sort(key=lambda pair: (-pair[0], pair[1], pair[2]))
    found: dict[tuple[int, int], Proposal] = {}
    taken: set[int] = set()
    for score, where, index in pairs:
        if score < ENOUGH or where in found or index in taken:
            continue
        found[where] = Proposal((said[index][0],), score)
        taken.add(index)
    for at, line in enumerate(plan.rows):
        if len(line.items) == 1 and (at, 0) in found:
            found[(at, 0)] = _whole_number(line, found[(at, 0)], ready)
    return found


def _order(row: Mapping[str, Any], ready: Sequence[Mapping[str, Any]]) -> int:
    """The row's place among the ready rows of its number."""
    same = [one for one in ready if one.get("number") == row.get("number")]
    return next(index for index, one in enumerate(same) if one is row)


def _whole_number(
    line: PlanLine, proposal: Proposal, ready: Sequence[Mapping[str, Any]]
) -> Proposal:
    rows = [row for row in ready if str(row.get("number", "")) == line.number]
    if proposal.rows[0] in rows:
        return Proposal(tuple(rows), proposal.likeness)
    return proposal

"""Hides small counts in tables that leave the school, so that none can be computed back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """A line of counts as it is shown; None is hidden. The sum too, when it would tell a cell."""

    cells: tuple[int | None, ...]
    total: int | None

    @property
    def hides(self) -> bool:
        """Is anything hidden?"""
        return self.total is None or None in self.cells


def hidden(counts: Sequence[int], threshold: int) -> Row:
    """The line with every count from 1 to `threshold` - 1 hidden, and as many more as it takes.

    Zeros are shown. A reader knows the sum and that a hidden count is at least 1; enough is hidden
    that every hidden count can have at least two values. A sum below the threshold is hidden too.
    """
    total = sum(counts)
    small = {at for at, count in enumerate(counts) if 0 < count < threshold}
    if total < threshold:
        return Row(tuple(0 if count == 0 else None for count in counts), None if total else 0)
    if not small:
        return Row(tuple(counts), total)
    rest = sorted(
        (at for at, count in enumerate(counts) if count >= threshold), key=lambda at: counts[at]
    )
    gone = set(small)
    while len(gone) < 2 or sum(counts[at] for at in gone) == len(gone):
        if not rest:
            # Everything is hidden and the sum still tells it.
            return Row(tuple(0 if count == 0 else None for count in counts), None)
        gone.add(rest.pop(0))
    return Row(tuple(None if at in gone else count for at, count in enumerate(counts)), total)

"""Which addresses are still to be visited."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from tirek.raids.rules.results import UNSEEN


@dataclass(frozen=True)
class Visited:
    """A stop of a raid that was held: `place` is the family's, or the address as it is searched."""

    stop: int
    place: int | str
    on: date
    result: str
    again_on: date | None = None


def still_to_visit(
    stops: Iterable[Visited], seen_since: Mapping[int, date] | None = None
) -> list[Visited]:
    """The last stop of each place where the raid has to come again, those agreed on first.

    It has to when nobody was seen, or when it was written down to come again. `seen_since` are the
    days on which families were seen otherwise, by an inspection act: on that day or later.
    """
    last: dict[int | str, Visited] = {}
    for one in sorted(stops, key=lambda one: (one.on, one.stop)):
        last[one.place] = one
    seen = seen_since or {}
    found = [
        one
        for one in last.values()
        if (one.result in UNSEEN or one.again_on is not None)
        and not (isinstance(one.place, int) and seen.get(one.place, date.min) >= one.on)
    ]
    return sorted(found, key=lambda one: (one.again_on or date.max, one.on, one.stop))

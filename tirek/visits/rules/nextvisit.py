"""When the next act about a child is due: twice a year without parental care, else once (C6, C7).

The halves are the school's own; of the years after this one only the first day is reckoned.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

WITHOUT_CARE = frozenset({"ORPHAN", "NO_PARENTAL_CARE", "WARD"})
OFTEN = frozenset({"PROPERTY_CHECK"})

Span = tuple[date, date]  # first and last day, both included


def next_span(
    kind: str, last: date, statuses: Collection[str], halves: Sequence[Span]
) -> Span | None:
    """The days within which the next act of this kind falls, None when they are not known yet.

    `last` is the day of the last act, `halves` the halves of the years known, in order. An act of
    the first half asks for one in the second where the child has no parental care.
    """
    twice = kind in OFTEN or bool(WITHOUT_CARE.intersection(statuses))
    spans = list(halves) if twice else _years(halves)
    return next((span for span in spans if span[0] > last), None)


def _years(halves: Sequence[Span]) -> list[Span]:
    pairs = zip(halves[::2], halves[1::2], strict=False)
    return [(first[0], second[1]) for first, second in pairs]

"""Is somebody reading or taking away more than the usual measure? Then a reason is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

CARDS, EXPORTS = "CARDS", "EXPORTS"


@dataclass(frozen=True)
class Measure:
    """What passes unasked: so many children's cards in so many minutes, so many files a day."""

    cards: int
    minutes: int
    exports: int


@dataclass(frozen=True)
class Asked:
    """Why a reason is asked for, and the counts at that moment."""

    kind: str
    cards: int
    exports: int


def since_when(measure: Measure, now: datetime, answered_at: datetime | None) -> datetime:
    """The moment after which cards count: the last minutes, anew after an answer."""
    window = now - timedelta(minutes=measure.minutes)
    return max(window, answered_at) if answered_at else window


def to_ask(
    opened: Iterable[tuple[datetime, str]],
    exported: Iterable[datetime],
    child: str,
    now: datetime,
    measure: Measure,
    answered_at: datetime | None = None,
) -> Asked | None:
    """Must a reason be given before the card of `child` is shown (or a file: no child)?

    `opened` are the moments and children of cards opened, `exported` the moments of files taken
    away today. A card opened before in the window is no new one; after an answer all counts anew.
    """
    first = since_when(measure, now, answered_at)
    cards = {one for moment, one in opened if first < moment <= now}
    exports = sum(answered_at is None or moment > answered_at for moment in exported)
    if child and len(cards | {child}) > measure.cards:
        return Asked(CARDS, len(cards), exports)
    if exports + (not child) > measure.exports:
        return Asked(EXPORTS, len(cards), exports)
    return None

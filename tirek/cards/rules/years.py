"""Where the bars of a child's statuses stand on a strip of school years (drawn as SVG)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

LEFT, RIGHT, WIDTH, TOP, STEP, BAR = 176, 60, 760, 22, 22, 14
MOST_YEARS = 8
MOST_LETTERS = 26


@dataclass(frozen=True)
class Period:
    """A status from - to; an empty end is open, an empty beginning is before everything."""

    name: str
    since: date | None
    until: date | None


@dataclass(frozen=True)
class Bar:
    """One period of a status; the periods of one status share a row, the first one names it."""

    label: str
    name: str
    x: float
    width: float
    y: int
    ended: bool
    last: bool

    @property
    def baseline(self) -> int:
        """Where the row's text stands."""
        return self.y + 11

    @property
    def after(self) -> float:
        """Where a word after the bar begins."""
        return self.x + self.width + 5


@dataclass(frozen=True)
class Strip:
    """The whole picture in its own units: the view box is `width` by `height`."""

    height: int
    years: tuple[tuple[float, str], ...]
    bars: tuple[Bar, ...]
    today: float
    width: int = WIDTH


def first_september(day: date) -> date:
    """The 1 September on or before a day."""
    return date(day.year if day.month >= 9 else day.year - 1, 9, 1)


def strip(periods: Sequence[Period], today: date) -> Strip | None:
    """The picture, at most the last eight school years; None when there is nothing to draw."""
    if not periods:
        return None
    this = first_september(today)
    oldest = min(first_september(p.since or this) for p in periods)
    # Dates may come in from a file in the future; the picture still ends with this year.
    first = max(min(oldest, this), date(this.year - MOST_YEARS + 1, 9, 1))
    last = date(this.year + 1, 9, 1)
    scale = (WIDTH - LEFT - RIGHT) / (last - first).days

    def x(day: date) -> float:
        return round(LEFT + (min(max(day, first), last) - first).days * scale, 1)

    rows: dict[str, list[Period]] = {}
    for period in periods:
        rows.setdefault(period.name, []).append(period)
    bars = []
    for row, (name, held) in enumerate(rows.items()):
        held.sort(key=lambda p: p.since or date.min)
        for number, period in enumerate(held):
            end = min(period.until or today, today)
            begin = x(period.since or first)
            bars.append(
                Bar(
                    label=_short(name) if number == 0 else "",
                    name=name,
                    x=begin,
                    width=max(round(x(end + timedelta(days=1)) - begin, 1), 2.0),
                    y=TOP + row * STEP,
                    ended=period.until is not None and period.until < today,
                    last=number == len(held) - 1,
                )
            )
    years = tuple(
        (x(date(year, 9, 1)), f"{year}/{(year + 1) % 100:02d}")
        for year in range(first.year, last.year)
    )
    return Strip(TOP + len(rows) * STEP + 2, years, tuple(bars), x(today))


def _short(name: str) -> str:
    return name if len(name) <= MOST_LETTERS else name[: MOST_LETTERS - 1].rstrip() + "…"

"""The movement of classes and of the school in a month: who came, who left, what began and ended.

Domain rule 2: start + arrived - left = end, for the class and for every category in it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

NAMES = ("start", "arrived", "left", "end")
MovementFigures = dict[str, int]
Month = tuple[date, date]
DAY = timedelta(days=1)


class BrokenIdentity(Exception):
    """A movement whose start + arrived - left is not its end; it must not be printed."""


@dataclass(frozen=True, slots=True)
class Span:
    """From the first to the last day, both included; None is open."""

    since: date | None
    until: date | None

    def holds(self, day: date) -> bool:
        """Does it hold on that day?"""
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )

    def turns(self) -> Iterator[date]:
        """The days on which it begins to hold or holds no more."""
        if self.since is not None:
            yield self.since
        if self.until is not None and self.until < date.max:
            yield self.until + DAY


@dataclass(frozen=True)
class Moving:
    """A pupil's stays in classes in the order in which they began, and spans of each category."""

    stays: tuple[tuple[int, Span], ...]
    categories: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)

    def place(self, day: date) -> int | None:
        """The class on that day; of two at once the one begun last, as the lists count."""
        return next((where for where, span in reversed(self.stays) if span.holds(day)), None)

    def holds(self, day: date, code: str) -> bool:
        """In the category on that day?"""
        return any(span.holds(day) for span in self.categories.get(code, ()))

    def there(self, day: date, classes: Collection[int], code: str = "") -> bool:
        """In one of the classes (and in the category) on that day?"""
        return self.place(day) in classes and (not code or self.holds(day, code))

    def turns(self, before: date, last: date, code: str = "") -> list[date]:
        """The days after `before`, up to `last`, on which anything may have changed."""
        spans = [span for _where, span in self.stays]
        codes = [code] if code else self.categories
        spans += [span for one in codes for span in self.categories.get(one, ())]
        return sorted({day for span in spans for day in span.turns() if before < day <= last})


def start_of(month: Month, starts_on: date) -> date:
    """The day whose figures are a month's start: the day before it; the year's first day in it."""
    first, last = month
    return starts_on if first <= starts_on <= last else first - DAY


def movement(
    pupils: Iterable[Moving],
    classes: Collection[int],
    month: Month,
    codes: Iterable[str],
    starts_on: date,
) -> dict[str, MovementFigures]:
    """Start, arrived, left, end of some classes together in a month.

    Keys: "" for all pupils, a code for each category. `starts_on` is the classes' year's first day.
    """
    before, last = start_of(month, starts_on), month[1]
    found = {code: dict.fromkeys(NAMES, 0) for code in ("", *codes)}
    for pupil in pupils:
        for code in ("", *(one for one in pupil.categories if one in found)):
            was, figures = pupil.there(before, classes, code), found[code]
            figures["start"] += was
            for day in pupil.turns(before, last, code):
                now = pupil.there(day, classes, code)
                figures["arrived"] += now and not was
                figures["left"] += was and not now
                was = now
            figures["end"] += pupil.there(last, classes, code)
    for code, figures in found.items():
        checked(figures, code)
    return found


def checked(figures: MovementFigures, code: str = "") -> MovementFigures:
    """The figures when their sums hold; BrokenIdentity when they do not."""
    if figures["start"] + figures["arrived"] - figures["left"] != figures["end"]:
        raise BrokenIdentity(code)
    return figures


def inside(
    whole: Mapping[str, MovementFigures], parts: Iterable[Mapping[str, MovementFigures]]
) -> dict[str, int]:
    """How many moves from class to class lie between the school's figures and its classes' sums.

    A move inside the school is one who left and one who came; both cancel out for the school.
    BrokenIdentity when the sums differ by anything else.
    """
    sums = {code: dict.fromkeys(NAMES, 0) for code in whole}
    for part in parts:
        for code, figures in part.items():
            for name in NAMES:
                sums[code][name] += figures[name]
    found = {}
    for code, figures in whole.items():
        more = {name: sums[code][name] - figures[name] for name in NAMES}
        if more["start"] or more["end"] or more["arrived"] != more["left"]:
            raise BrokenIdentity(code)
        found[code] = more["arrived"]
    return found


@dataclass(frozen=True)
class Move:
    """Something that changed on a day: who (by place in the sequence given), what, where from.

    `code` "" is the class itself: `came` says in or out, `other` is the other class (None: not of
    the school). Else the category of a pupil who was and stayed in the class began or ended.
    """

    pupil: int
    day: date
    code: str
    came: bool
    other: int | None = None


def moves(
    pupils: Sequence[Moving], classes: Collection[int], month: Month, starts_on: date
) -> list[Move]:
    """What a class teacher tells by name: who came and left, which categories began and ended."""
    before, last = start_of(month, starts_on), month[1]
    found = []
    for number, pupil in enumerate(pupils):
        for day in pupil.turns(before, last):
            was, now = pupil.place(day - DAY), pupil.place(day)
            came, stayed = now in classes, was in classes
            if came != stayed:
                found.append(Move(number, day, "", came, was if came else now))
            elif came:
                found += [
                    Move(number, day, code, pupil.holds(day, code))
                    for code in pupil.categories
                    if pupil.holds(day - DAY, code) != pupil.holds(day, code)
                ]
    return sorted(found, key=lambda move: (move.day, bool(move.code), not move.came, move.pupil))

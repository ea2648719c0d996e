"""What a passport, a list and a movement report count: pure figures over plain facts.

"Families" are different households; a pupil whose household is not known is a family of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

RULE_VERSION = "1"


@dataclass(frozen=True, slots=True)
class Child:
    """A pupil on a day: what is counted, nothing more."""

    id: int
    key: str
    sex: str
    grade: int
    class_name: str
    class_id: int
    household: int | None
    codes: frozenset[str]


Figures = dict[str, int]
MovementFigures = dict[str, int]


def counts(children: Iterable[Child]) -> Figures:
    """Pupils, families, boys and girls."""
    pupils = boys = girls = 0
    families: set[tuple[str, int]] = set()
    for child in children:
        pupils += 1
        boys += child.sex == "M"
        girls += child.sex == "F"
        known = child.household is not None
        families.add(("home", child.household or 0) if known else ("alone", child.id))
    return {"pupils": pupils, "families": len(families), "boys": boys, "girls": girls}


def by_category(children: Sequence[Child], codes: Iterable[str]) -> dict[str, Figures]:
    """The same for each category; a pupil in several is counted in each."""
    return {code: counts(c for c in children if code in c.codes) for code in codes}


def with_any(children: Iterable[Child], codes: Iterable[str]) -> list[Child]:
    """The children who hold any of the categories."""
    wanted = frozenset(codes)
    return [child for child in children if wanted & child.codes]


def year_before(day: date) -> date:
    """The same day a year earlier; 28 February for 29 February."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


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


@dataclass(frozen=True)
class Moving:
    """A pupil's spans in a class and in each category."""

    in_class: tuple[Span, ...]
    categories: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)

    def there(self, day: date, code: str | None) -> bool:
        """In the class (and in the category) on that day?"""
        if not any(span.holds(day) for span in self.in_class):
            return False
        return code is None or any(span.holds(day) for span in self.categories.get(code, ()))


class BrokenIdentity(Exception):
    """A movement whose start + arrived - left is not its end; it must not be printed."""


def movement(
    pupils: Sequence[Moving], first: date, last: date, codes: Iterable[str], starts_on: date
) -> dict[str, MovementFigures]:
    """Start, arrived, left, end from the first to the last day of a month (domain rule 2).

    Keys: "" for the class, a code for each category. The start is the day before the month; a
    class begins on its year's first day (`starts_on`), so that day is the start of its month.
    """
    before = starts_on if first <= starts_on <= last else first - timedelta(days=1)
    found: dict[str, MovementFigures] = {}
    for code in ("", *codes):
        asked = code or None
        candidates = [p for p in pupils if asked is None or asked in p.categories]
        figures = dict.fromkeys(("start", "arrived", "left", "end"), 0)
        for pupil in candidates:
            was, day = pupil.there(before, asked), before
            figures["start"] += was
            while day < last:
                day += timedelta(days=1)
                now = pupil.there(day, asked)
                figures["arrived"] += now and not was
                figures["left"] += was and not now
                was = now
            figures["end"] += was
        if figures["start"] + figures["arrived"] - figures["left"] != figures["end"]:
            raise BrokenIdentity(code)
        found[code] = figures
    return found

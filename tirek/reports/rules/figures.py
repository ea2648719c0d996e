"""What a passport and a list count: pure figures over plain facts.

"Families" are different households; a pupil whose household is not known is a family of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

# 2: a movement counts a child written in two classes at once where the lists do, in the later one.
RULE_VERSION = "2"


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


def by_category(children: Iterable[Child], codes: Iterable[str]) -> dict[str, Figures]:
    """The same for each category; a pupil in several is counted in each."""
    held: dict[str, list[Child]] = {code: [] for code in codes}
    for child in children:
        for code in child.codes:
            if code in held:
                held[code].append(child)
    return {code: counts(found) for code, found in held.items()}


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


def years_between(earlier: date, later: date) -> int:
    """By how many school years two days differ: a class has changed its grade so many times."""
    return _begun(later) - _begun(earlier)


def _begun(day: date) -> int:
    return day.year if day.month >= 9 else day.year - 1


def name_then(class_name: str, earlier: date, later: date) -> str:
    """What the class was called on an earlier day: 5А was 4А a school year before.

    The name of no class when the children did not yet learn.
    """
    letters = class_name.lstrip("0123456789")
    grade = int(class_name[: len(class_name) - len(letters)] or -1)
    grade -= years_between(earlier, later)
    return f"{grade}{letters}" if grade >= 0 else "-"

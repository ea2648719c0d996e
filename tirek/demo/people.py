"""Children and families of the invented school, before they become a school file."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

SOCIAL = (
    *("ORPHAN", "HALF_ORPHAN", "NO_PARENTAL_CARE", "WARD", "MULTI_CHILD", "LOW_INCOME"),
    *("TARGETED_ASSISTANCE", "RETURNEE", "EMERGENCY"),
    *("AID_1", "AID_2", "AID_3", "AID_4", "AID_5"),
)
WARDS = ("ORPHAN", "NO_PARENTAL_CARE", "WARD")
MEALS = (*WARDS, "LOW_INCOME", "TARGETED_ASSISTANCE")
DIFFICULT = ("DEVIANT", "REGISTER", "POLICE_REGISTER")


@dataclass
class Adult:
    """A grown-up or a child who is no pupil here."""

    key: str
    surname: str
    given: str
    patronymic: str
    born_on: date
    kinship: str
    phone: str = ""
    work: str = ""


@dataclass(eq=False)
class Family:
    """People who live together; `marks` are what will become statuses of its children."""

    key: str
    language: str
    address: str
    phone: str
    adults: list[Adult] = field(default_factory=list)
    children: list[Child] = field(default_factory=list)
    marks: tuple[str, ...] = ()


@dataclass
class Place:
    """A child in a class from - to."""

    year: int
    grade: int
    name: str
    since: date
    until: date | None
    reason: str = ""


@dataclass(eq=False)
class Child:
    """A pupil. `stream` is the year in which the child was (or would have been) in grade 0."""

    key: str
    family: Family
    surname: str
    given: str
    patronymic: str
    sex: str
    born_on: date
    stream: int
    letter: str
    joined: date
    came_from: str = ""
    left: date | None = None
    left_to: str = ""
    places: list[Place] = field(default_factory=list)
    statuses: list[dict[str, Any]] = field(default_factory=list)

    def in_year(self, year: int) -> list[Place]:
        """The child's places in that school year, in order of time."""
        return [place for place in self.places if place.year == year]

    def held(self, codes: tuple[str, ...], first: date, last: date) -> tuple[date, date] | None:
        """The days from `first` to `last` on which one of the categories holds, as a span."""
        spans = [
            (
                max(first, date.fromisoformat(status["since"])),
                min(last, date.fromisoformat(status["until"]) if "until" in status else last),
            )
            for status in self.statuses
            if status["category"] in codes and "annulled_at" not in status
        ]
        spans = [span for span in spans if span[0] <= span[1]]
        return (min(a for a, _ in spans), max(b for _, b in spans)) if spans else None

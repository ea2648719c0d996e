"""Whom a plan row is about: the parts that must all hold for a pupil or a class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tirek.plans.rules.shape import (
    ShapeError,
    a_full_list,
    a_whole_number,
    a_word,
    an_object,
    true,
)

THIS_YEAR = "THIS_YEAR"
# How many `any` may stand inside each other.
DEEPEST = 5


@dataclass(frozen=True)
class Cohort:
    """Everybody when empty; all parts given must hold, and one of `any` when there are some.

    `statuses`: any of these on the day; `social`: any status that counts as social; `grades`;
    `arrived`: the first enrolment in the school begins in the school year; `requested`: the
    class has a request of this topic in the year's journal.
    """

    statuses: tuple[str, ...] = ()
    social: bool = False
    grades: tuple[int, ...] = ()
    arrived: bool = False
    requested: str = ""
    any: tuple[Cohort, ...] = ()

    @property
    def by_class(self) -> bool:
        """Do only grades and requests narrow it, so that classes can be told without pupils?"""
        return not (self.statuses or self.social or self.arrived) and all(
            one.by_class for one in self.any
        )

    def topics(self) -> set[str]:
        """The topics of requests it asks about."""
        own = {self.requested} if self.requested else set()
        return own.union(*(one.topics() for one in self.any))

    def as_json(self) -> dict[str, Any]:
        """The cohort as the school file writes it."""
        found: dict[str, Any] = {}
        if self.statuses:
            found["statuses"] = list(self.statuses)
        if self.social:
            found["social"] = True
        if self.grades:
            found["grades"] = list(self.grades)
        if self.arrived:
            found["arrived"] = THIS_YEAR
        if self.requested:
            found["requested"] = self.requested
        if self.any:
            found["any"] = [one.as_json() for one in self.any]
        return found


EVERYBODY = Cohort()


def cohort_from_json(data: Any, path: str = "cohort", depth: int = 0) -> Cohort:
    """Read a cohort of the school file; ShapeError names the path of what is wrong.

    Only an absent part leaves everybody in: an empty list, and an empty cohort among the
    alternatives, are refused (EMPTY), and so is what is nested deeper than `DEEPEST` (TOO_DEEP).
    """
    if depth > DEEPEST:
        raise ShapeError(path, f"at most {DEEPEST} levels are read", "TOO_DEEP")
    keys = ("statuses", "social", "grades", "arrived", "requested", "any")
    found = an_object(data, path, keys)
    if depth and not found:
        raise ShapeError(path, "at least one part is expected", "EMPTY")
    lists = {
        name: list(enumerate(a_full_list(found[name], f"{path}.{name}")))
        for name in ("statuses", "grades", "any")
        if name in found
    }
    return Cohort(
        statuses=tuple(
            a_word(code, f"{path}.statuses[{index}]") for index, code in lists.get("statuses", ())
        ),
        social="social" in found and true(found["social"], f"{path}.social"),
        grades=tuple(
            a_whole_number(grade, f"{path}.grades[{index}]", 0, 12)
            for index, grade in lists.get("grades", ())
        ),
        arrived="arrived" in found
        and bool(a_word(found["arrived"], f"{path}.arrived", (THIS_YEAR,))),
        requested=a_word(found["requested"], f"{path}.requested") if "requested" in found else "",
        any=tuple(
            cohort_from_json(one, f"{path}.any[{index}]", depth + 1)
            for index, one in lists.get("any", ())
        ),
    )

"""When a plan row is due: months, so often in a period, ongoing, or on request (domain rule 3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from tirek.plans.rules.shape import (
    ShapeError,
    a_list,
    a_whole_number,
    a_word,
    an_object,
    true,
)
from tirek.schoolyear.rules.calendar import Calendar, Span, month_end

MONTH, QUARTER, HALF, YEAR = "MONTH", "QUARTER", "HALF", "YEAR"
EVERY = (MONTH, QUARTER, HALF, YEAR)

AUGUST = 8


@dataclass(frozen=True)
class Term:
    """One of four: `months` (1-12), `every` a period `times` times, `ongoing`, `on_request`."""

    months: tuple[int, ...] = ()
    every: str = ""
    times: int = 1
    ongoing: bool = False
    on_request: bool = False

    @property
    def dated(self) -> bool:
        """Does the term have periods, and so something due and overdue?"""
        return bool(self.months or self.every)

    def as_json(self) -> dict[str, Any]:
        """The term as the school file writes it."""
        if self.months:
            return {"months": list(self.months)}
        if self.every:
            return {"every": self.every, "times": self.times}
        return {"on_request": True} if self.on_request else {"ongoing": True}


ONGOING = Term(ongoing=True)
ON_REQUEST = Term(on_request=True)


def term_from_json(data: Any, path: str = "term") -> Term:
    """Read a term of the school file; ShapeError names the path of what is wrong."""
    found = an_object(data, path, ("months", "every", "times", "ongoing", "on_request"))
    ways = [key for key in ("months", "every", "ongoing", "on_request") if key in found]
    if len(ways) != 1:
        raise ShapeError(path, "one of months, every, ongoing, on_request is expected")
    if "times" in found and "every" not in found:
        raise ShapeError(f"{path}.times", "only together with every")
    way = ways[0]
    if way == "months":
        months = tuple(
            a_whole_number(month, f"{path}.months[{index}]", 1, 12)
            for index, month in enumerate(a_list(found["months"], f"{path}.months"))
        )
        if not months or len(set(months)) != len(months):
            raise ShapeError(f"{path}.months", "different months are expected, at least one")
        return Term(months=months)
    if way == "every":
        return Term(
            every=a_word(found["every"], f"{path}.every", EVERY),
            times=a_whole_number(found.get("times", 1), f"{path}.times", 1, 99),
        )
    true(found[way], f"{path}.{way}")
    return ONGOING if way == "ongoing" else ON_REQUEST


def periods(term: Term, calendar: Calendar) -> tuple[Span, ...]:
    """The periods of a term in a school year, in order, first and last day included.

    Months are one period from the first day of the first to the last day of the last; "every
    month" means the calendar months the year touches. Ongoing and on request have none.
    """
    if term.months:
        spans = [_month(month, index == 0, calendar) for index, month in enumerate(term.months)]
        return ((min(first for first, _ in spans), max(last for _, last in spans)),)
    if term.every == MONTH:
        return calendar.months()
    if term.every == QUARTER:
        return calendar.quarter_periods()
    if term.every == HALF:
        return calendar.halves()
    if term.every == YEAR:
        return ((calendar.starts_on, calendar.ends_on),)
    return ()


def _month(month: int, first: bool, calendar: Calendar) -> Span:
    """A month of the school year: August named first is the one before it, else the one after."""
    before = month > AUGUST or (month == AUGUST and first)
    start = date(calendar.year if before else calendar.year + 1, month, 1)
    return start, month_end(start)

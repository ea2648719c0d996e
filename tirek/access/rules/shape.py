"""Shapes of JSON: what a file may hold, said as data; problems are named by their path.

A shape is a function `(value, path, problems)`; it adds `Problem`s and returns nothing. Dates and
moments are checked here and read by `as_day` and `as_moment`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class Problem:
    """What is wrong and where: `path` like "pupils[3].statuses[0].category".

    Codes: UNKNOWN_KEY, MISSING, EXPECTED (detail: what), NOT_A_DATE, NOT_A_MOMENT, UNKNOWN_CODE,
    UNKNOWN_REFERENCE, TWICE, TOO_LONG (detail: the most characters), WRONG_FORMAT; of cohorts
    also EMPTY and TOO_DEEP.
    """

    path: str
    code: str
    detail: str = ""


# What no database keeps in a text: NUL, and halves of characters (lone surrogates).
UNKEPT = re.compile("[\x00\ud800-\udfff]")

Check = Callable[[Any, str, list[Problem]], None]


@dataclass(frozen=True)
class Shape:
    """A check and whether the key must be there; None is the same as absent."""

    check: Check
    required: bool = False
    keys: dict[str, Shape] | None = None
    item: Shape | None = None


def _kind(kind: type | tuple[type, ...], name: str, required: bool) -> Shape:
    def check(value: Any, path: str, problems: list[Problem]) -> None:
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            problems.append(Problem(path, "EXPECTED", name))

    return Shape(check, required)


def text(most: int | None = None, *, required: bool = False) -> Shape:
    """A string of at most so many characters; an empty one does not satisfy `required`."""
    plain = _kind(str, "text", required)

    def check(value: Any, path: str, problems: list[Problem]) -> None:
        plain.check(value, path, problems)
        if not isinstance(value, str):
            return
        if UNKEPT.search(value):
            problems.append(Problem(path, "EXPECTED", "text"))
        if most is not None and len(value) > most:
            problems.append(Problem(path, "TOO_LONG", str(most)))
        if required and value == "":
            problems.append(Problem(path, "MISSING"))

    return Shape(check, required)


def number(least: int = 0, most: int = 32_767, *, required: bool = False) -> Shape:
    """A whole number between two others, both included."""
    plain = _kind(int, "whole number", required)

    def check(value: Any, path: str, problems: list[Problem]) -> None:
        before = len(problems)
        plain.check(value, path, problems)
        if len(problems) == before and not least <= value <= most:
            problems.append(Problem(path, "EXPECTED", f"{least}..{most}"))

    return Shape(check, required)


def year_number(required: bool = False) -> Shape:
    """A school year, named by the calendar year it begins in."""
    return number(1900, 2200, required=required)


def amount(required: bool = False) -> Shape:
    """A sum of money, with or without a fraction: less than a thousand billion tenge."""
    plain = _kind((int, float), "number", required)

    def check(value: Any, path: str, problems: list[Problem]) -> None:
        before = len(problems)
        plain.check(value, path, problems)
        if len(problems) == before and not abs(value) < 10**12:  # not a number is not less either
            problems.append(Problem(path, "EXPECTED", "number"))

    return Shape(check, required)


def flag(required: bool = False) -> Shape:
    """True or false."""
    return _kind(bool, "true or false", required)


def anything(required: bool = False) -> Shape:
    """Whatever the section's own reader checks."""
    return Shape(lambda value, path, problems: None, required)


def day(required: bool = False) -> Shape:
    """A date, YYYY-MM-DD."""

    def check(value: Any, path: str, problems: list[Problem]) -> None:
        if as_day(value) is None:
            problems.append(Problem(path, "NOT_A_DATE", str(value)[:40]))

    return Shape(check, required)


def moment(required: bool = False) -> Shape:
    """A moment in ISO 8601 with its offset."""

    def check(value: Any, path: str, problems: list[Problem]) -> None:
        if as_moment(value) is None:
            problems.append(Problem(path, "NOT_A_MOMENT", str(value)[:40]))

    return Shape(check, required)


def one_of(codes: Iterable[str], required: bool = False) -> Shape:
    """One of some codes."""
    known = frozenset(codes)

    def check(value: Any, path: str, problems: list[Problem]) -> None:
        if not isinstance(value, str) or value not in known:
            problems.append(Problem(path, "UNKNOWN_CODE", str(value)[:40]))

    return Shape(check, required)


def list_of(item: Shape, required: bool = False) -> Shape:
    """A list, each element of a shape."""

    def check(value: Any, path: str, problems: list[Problem]) -> None:
        if not isinstance(value, list):
            problems.append(Problem(path, "EXPECTED", "list"))
            return
        for index, one in enumerate(value):
            item.check(one, f"{path}[{index}]", problems)

    return Shape(check, required, item=item)


def days(count: int, required: bool = False) -> Shape:
    """A list of exactly `count` dates (and, for three, a name last)."""
    name = text(100)

    def check(value: Any, path: str, problems: list[Problem]) -> None:
        if not isinstance(value, list) or len(value) != count:
            problems.append(Problem(path, "EXPECTED", f"list of {count}"))
            return
        for index, one in enumerate(value[:2]):
            if as_day(one) is None:
                problems.append(Problem(f"{path}[{index}]", "NOT_A_DATE", str(one)[:40]))
        for index, one in enumerate(value[2:], start=2):
            name.check(one, f"{path}[{index}]", problems)

    return Shape(check, required)


def obj(required: bool = False, /, **keys: Shape) -> Shape:
    """An object with these keys and no others; a key ending in `_` stands for a Python word."""
    known = {name.rstrip("_") if name != "_" else name: shape for name, shape in keys.items()}
    needed = [name for name, shape in known.items() if shape.required]

    def check(value: Any, path: str, problems: list[Problem]) -> None:
        if not isinstance(value, dict):
            problems.append(Problem(path, "EXPECTED", "object"))
            return
        prefix = f"{path}." if path else ""
        for name, inner in value.items():
            shape = known.get(name)
            if shape is None:
                problems.append(Problem(f"{prefix}{name}", "UNKNOWN_KEY"))
            elif inner is not None:
                shape.check(inner, f"{prefix}{name}", problems)
        problems.extend(
            Problem(f"{prefix}{name}", "MISSING") for name in needed if value.get(name) is None
        )

    return Shape(check, required, keys=known)


def either(*shapes: Shape, required: bool = False) -> Shape:
    """The first shape that finds nothing wrong; else the problems of the last one."""

    def check(value: Any, path: str, problems: list[Problem]) -> None:
        found: list[Problem] = []
        for shape in shapes:
            found = []
            shape.check(value, path, found)
            if not found:
                return
        problems.extend(found)

    return Shape(check, required)


def as_day(value: Any) -> date | None:
    """The date in YYYY-MM-DD, or None."""
    if not isinstance(value, str) or len(value) != 10:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def sure_day(value: Any) -> date:
    """The date of a value whose shape was found right."""
    return date.fromisoformat(value)


def as_moment(value: Any) -> datetime | None:
    """The aware moment in ISO 8601, or None."""
    if not isinstance(value, str):
        return None
    try:
        read = datetime.fromisoformat(value)
        # the first and the last day of the calendar have no moment in some time zone
        if read.tzinfo is None or not 1900 <= read.year <= 9998:
            return None
    except ValueError:
        return None
    return read

"""Checks of JSON shapes; a fault names the path of the value."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


class ShapeError(ValueError):
    """A value of the school file has the wrong shape: `path` says where, `reason` what.

    `code` is EXPECTED, EMPTY (a list that would narrow nothing) or TOO_DEEP.
    """

    def __init__(self, path: str, reason: str, code: str = "EXPECTED") -> None:
        super().__init__(f"{path}: {reason}" if path else reason)
        self.path = path
        self.reason = reason
        self.code = code


def an_object(data: Any, path: str, keys: Iterable[str]) -> dict[str, Any]:
    """The value as an object that holds no other keys than these."""
    if not isinstance(data, dict):
        raise ShapeError(path, "an object is expected")
    allowed = set(keys)
    for key in data:
        if key not in allowed:
            raise ShapeError(f"{path}.{key}" if path else str(key), "unknown key")
    return data


def a_list(data: Any, path: str) -> list[Any]:
    """The value as a list."""
    if not isinstance(data, list):
        raise ShapeError(path, "a list is expected")
    return data


def a_full_list(data: Any, path: str) -> list[Any]:
    """The value as a list with something in it: an empty one would narrow nothing."""
    if not a_list(data, path):
        raise ShapeError(path, "at least one is expected", "EMPTY")
    return list(data)


def a_whole_number(data: Any, path: str, low: int, high: int) -> int:
    """The value as a whole number from `low` to `high`."""
    if isinstance(data, bool) or not isinstance(data, int) or not low <= data <= high:
        raise ShapeError(path, f"a whole number from {low} to {high} is expected")
    return data


def a_word(data: Any, path: str, allowed: Iterable[str] | None = None) -> str:
    """The value as a non-empty string, one of `allowed` when given."""
    if not isinstance(data, str) or not data:
        raise ShapeError(path, "a code is expected")
    if allowed is not None and data not in set(allowed):
        raise ShapeError(path, f"unknown code {data!r}")
    return data


def true(data: Any, path: str) -> bool:
    """The value `true`: a flag is present or absent, never false."""
    if data is not True:
        raise ShapeError(path, "true is expected")
    return True

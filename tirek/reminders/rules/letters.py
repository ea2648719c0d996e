"""When a letter goes out."""

from __future__ import annotations

from datetime import date

TRIES = 3


def week_of(day: date) -> date:
    """The Monday of the week."""
    return date.fromordinal(day.toordinal() - day.weekday())


def due(weekday: int, day: date, quiet: bool, holiday: bool) -> bool:
    """Is it the day of the letter, or a later one of its week (the server was off)?"""
    return day.weekday() >= weekday and not (quiet and holiday)


def may_try(state: str | None, tries: int) -> bool:
    """A letter not begun, or one that surely was not sent; never one that may have been."""
    return state is None or (state == "FAILED" and tries < TRIES)

"""The figures of a plan row over a year, as an analysis keeps them, and what they come to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

# Names as in `tirek coverage`; waived and moved besides.
NAMES = (
    "members",
    "due",
    "done",
    "done_left",
    "overdue",
    "open",
    "waived",
    "moved",
    "touched",
    "untouched",
)

Figures = Mapping[str, int]


def summed(several: Iterable[Figures]) -> dict[str, int]:
    """The figures of several rows together; members are not added up, the same people would count
    again."""
    found = dict.fromkeys(NAMES, 0)
    for one in several:
        for name in NAMES:
            found[name] += one.get(name, 0)
    found["members"] = 0
    return found


def not_done(one: Figures) -> int:
    """How much of what was due is not done, whether its term is past or not."""
    return max(0, one.get("due", 0) - one.get("done", 0))


def unfinished(one: Figures) -> bool:
    """Does the row ask why: something not done, nobody worked with, a request not answered?"""
    return bool(not_done(one) or one.get("untouched", 0) or one.get("open", 0))


def share(one: Figures) -> int | None:
    """Whole percent done of what was due, rounded down; None when nothing was due.

    100 stands only for everything.
    """
    due = one.get("due", 0)
    return 100 * one.get("done", 0) // due if due else None


def difference(one: Figures, before: Figures | None) -> int | None:
    """Percentage points more (or less) than the year before; None when one of them had nothing."""
    now, then = share(one), share(before) if before else None
    return None if now is None or then is None else now - then


def lines_of(text: str) -> list[str]:
    """The lines of a text that say something, without bullets and numbers before them."""
    found = (line.strip().lstrip("-–—•*").strip() for line in text.splitlines())
    return [line for line in found if line]

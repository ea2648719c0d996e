"""Quorum and votes of the prevention council."""

from __future__ import annotations


def needed(members: int, percent: int) -> int:
    """How many must be there: more than `percent` of the members; at least one.

    Counted in whole people: of five members and 50 per cent three, of four three.
    """
    return max(1, members * percent // 100 + 1) if percent < 100 else max(1, members)


def quorate(present: int, members: int, percent: int) -> bool:
    """May this many decide?"""
    return members > 0 and present >= needed(members, percent)


def vote_problem(yes: int, no: int, abstained: int, present: int) -> str:
    """Why these votes are none, as a code: NEGATIVE, MANY (more votes than people), NOBODY."""
    if min(yes, no, abstained) < 0:
        return "NEGATIVE"
    if yes + no + abstained > present:
        return "MANY"
    return "" if yes + no else "NOBODY"


def carried(yes: int, no: int) -> bool:
    """A simple majority of those who voted for or against; a tie carries nothing."""
    return yes > no

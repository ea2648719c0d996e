"""The two regimes, by date, and the grounds that each of them knows.

Law No. 245-VIII of 30.12.2025, in force since 02.03.2026: pedagogical accompaniment by decision of
the prevention council, on one of six grounds. Before it: the in-school register under Law No. 591
of 09.07.2004; its grounds stand in the school's own rules, so the school writes them down.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

REGISTER, ACCOMPANIMENT = "REGISTER", "ACCOMPANIMENT"
CHANGED_ON = date(2026, 3, 2)
GROUNDS = ("LEARNING", "ABSENCE", "ANTISOCIAL", "OFFENCE", "VIOLENCE", "HARDSHIP")
# What a school that has written nothing down starts with, before the law named grounds.
USUAL = ("ABSENCE", "ANTISOCIAL", "OFFENCE")


def regime_on(day: date) -> str:
    """The regime by which a child is placed on a day."""
    return ACCOMPANIMENT if day >= CHANGED_ON else REGISTER


def lines_of(text: str) -> list[str]:
    """The grounds that a school wrote down, one a line, without empty lines and doubles."""
    return list(dict.fromkeys(line.strip()[:200] for line in text.splitlines() if line.strip()))


def grounds_of(regime: str, own: Sequence[str]) -> list[str]:
    """Codes, and the school's own words, on which a child may be placed under a regime."""
    return [*GROUNDS, *own] if regime == ACCOMPANIMENT else [*USUAL, *own]

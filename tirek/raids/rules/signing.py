"""What keeps a raid from being signed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, time

from tirek.raids.rules.results import RESULTS

LEAST_TEAM = 2  # nobody visits families alone

AHEAD, TEAM, NO_STOPS, NO_RESULT, TIMES = "AHEAD", "TEAM", "NO_STOPS", "NO_RESULT", "TIMES"


def signing_problems(
    on: date,
    today: date,
    team: Iterable[str],
    results: Sequence[str],
    starts_at: time | None = None,
    ends_at: time | None = None,
) -> list[str]:
    """Codes of what is missing: `team` are names, `results` those of the stops in order."""
    names = {" ".join(name.casefold().split()) for name in team if name.strip()}
    found = []
    if on > today:
        found.append(AHEAD)
    if len(names) < LEAST_TEAM:
        found.append(TEAM)
    if not results:
        found.append(NO_STOPS)
    if any(result not in RESULTS for result in results):
        found.append(NO_RESULT)
    if not in_order(starts_at, ends_at):
        found.append(TIMES)
    return found


def in_order(starts_at: time | None, ends_at: time | None) -> bool:
    """Does it end after it begins, as far as both are known?"""
    return starts_at is None or ends_at is None or starts_at < ends_at

"""Which statuses of one child contradict each other or the rest of what is known.

Nothing is forbidden by this: it is shown, and a person decides which paper is right.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tirek.cards.rules.fates import Days, touch

# Two that cannot be true of one child on one day, by what the words say: an orphan has lost both
# parents, a half-orphan one of them, a single-parent family has one.
PAIRS: frozenset[frozenset[str]] = frozenset(
    {frozenset({"ORPHAN", "HALF_ORPHAN"}), frozenset({"ORPHAN", "INCOMPLETE_FAMILY"})}
)
RETURNEE = "RETURNEE"


@dataclass(frozen=True)
class Held:
    """A status that somebody holds from - to; `ref` is the caller's own, `citizen_on` a returnee's
    day of citizenship.
    """

    ref: int
    code: str
    since: date | None
    until: date | None
    citizen_on: date | None = None

    @property
    def days(self) -> Days:
        """From - to."""
        return (self.since, self.until)


@dataclass(frozen=True)
class Conflict:
    """What is wrong (`PAIR`, `TWICE`, `CITIZEN`, `GONE`) and the statuses it is about."""

    kind: str
    first: Held
    second: Held | None = None


def conflicts(statuses: Sequence[Held], at_school: Iterable[Days], today: date) -> list[Conflict]:
    """The contradictions among the statuses of one child that stand on `today` or later.

    `at_school`: the days of enrolment; a status of a child who has left for good is `GONE`. What
    was over before today is history and is not asked about.
    """
    now = [one for one in statuses if one.until is None or one.until >= today]
    found = []
    for place, one in enumerate(now):
        for other in now[place + 1 :]:
            if not touch(one.days, other.days):
                continue
            if one.code == other.code:
                found.append(Conflict("TWICE", one, other))
            elif frozenset({one.code, other.code}) in PAIRS:
                found.append(Conflict("PAIR", one, other))
    granted = [s.citizen_on for s in statuses if s.code == RETURNEE and s.citizen_on]
    if granted:
        since_then = (min(granted), None)
        found += [
            Conflict("CITIZEN", one)
            for one in now
            if one.code == RETURNEE and touch(one.days, since_then)
        ]
    stays = list(at_school)
    if stays and all(until is not None and until < today for _since, until in stays):
        found += [Conflict("GONE", one) for one in now]
    return found

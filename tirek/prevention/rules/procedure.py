"""What may happen in a case, and when: a state machine over dated steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

PROPOSED, PLACED, DECLINED, WITHDRAWN = "PROPOSED", "PLACED", "DECLINED", "WITHDRAWN"
TOLD, REVIEWED, CONTACT, KEPT = "TOLD", "REVIEWED", "CONTACT", "KEPT"
REMOVED, LEFT = "REMOVED", "LEFT"

NOTHING, WAITING, ON, OVER = "NOTHING", "WAITING", "ON", "OVER"

# From a state by a step to a state; what does not stand here is forbidden.
MOVES: dict[tuple[str, str], str] = {
    (NOTHING, PROPOSED): WAITING,
    (WAITING, PLACED): ON,
    (WAITING, DECLINED): OVER,
    (WAITING, WITHDRAWN): OVER,
    (WAITING, TOLD): WAITING,
    (WAITING, LEFT): OVER,
    (ON, TOLD): ON,
    (ON, CONTACT): ON,
    (ON, REVIEWED): ON,
    (ON, KEPT): ON,
    (ON, REMOVED): OVER,
    (ON, LEFT): OVER,
}
# Only the council decides these: a step of such a kind stands on a matter of a meeting.
DECISIONS = frozenset({PLACED, DECLINED, KEPT, REMOVED})
KINDS = tuple(dict.fromkeys(kind for _state, kind in MOVES))


@dataclass(frozen=True, order=True)
class Fact:
    """A step believed now: its day and its kind."""

    on: date
    kind: str


def state_of(facts: Sequence[Fact]) -> str:
    """The state after these steps, in the order in which they are given."""
    state = NOTHING
    for one in facts:
        state = MOVES.get((state, one.kind), state)
    return state


def open_steps(facts: Sequence[Fact]) -> list[str]:
    """The kinds of steps that may come next."""
    state = state_of(facts)
    return [kind for kind in KINDS if (state, kind) in MOVES]


def problem(kind: str, on: date, facts: Sequence[Fact], today: date) -> str:
    """Why a step may not be recorded as the next one, as a code; empty when it may.

    FUTURE: after today. NOT_ON: the child is not on the register. OVER: the case is over. TWICE:
    already placed or proposed. EARLIER: before the step that it follows.
    """
    if on > today:
        return "FUTURE"
    state = state_of(facts)
    if (state, kind) not in MOVES:
        if state == OVER:
            return "OVER"
        return "TWICE" if kind in (PROPOSED, PLACED) else "NOT_ON"
    turns = [one.on for one in facts if kind != TOLD or one.kind == PROPOSED]
    return "EARLIER" if turns and on < max(turns) else ""


def fits(facts: Sequence[Fact]) -> bool:
    """Is every one of these steps allowed after those before it? For steps brought in."""
    return all((state_of(facts[:index]), one.kind) in MOVES for index, one in enumerate(facts))

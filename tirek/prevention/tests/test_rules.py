"""The procedure as a state machine, quorum and votes, clocks, the two regimes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tirek.prevention.rules import council, procedure
from tirek.prevention.rules.clock import DECIDE, PLAN, REVIEW, TELL, Terms, clocks
from tirek.prevention.rules.procedure import KINDS, MOVES, NOTHING, ON, OVER, WAITING, Fact
from tirek.prevention.rules.regimes import GROUNDS, USUAL, grounds_of, lines_of, regime_on

START = date(2026, 9, 1)
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("day", "regime"),
    [
        (date(2026, 3, 1), "REGISTER"),
        (date(2026, 3, 2), "ACCOMPANIMENT"),
        (date(2004, 7, 9), "REGISTER"),
        (date(2030, 1, 1), "ACCOMPANIMENT"),
    ],
)
def test_the_regime_of_a_day(day, regime):
    assert regime_on(day) == regime


def test_each_regime_knows_its_grounds():
    assert grounds_of("ACCOMPANIMENT", []) == list(GROUNDS)
    assert len(GROUNDS) == 6
    assert grounds_of("REGISTER", ["Темекі"]) == [*USUAL, "Темекі"]
    assert lines_of(" Темекі \n\nТемекі\nБасқа") == ["Темекі", "Басқа"]


@pytest.mark.parametrize(
    ("kinds", "state"),
    [
        ([], NOTHING),
        (["PROPOSED"], WAITING),
        (["PROPOSED", "DECLINED"], OVER),
        (["PROPOSED", "WITHDRAWN"], OVER),
        (["PROPOSED", "PLACED"], ON),
        (["PROPOSED", "PLACED", "TOLD", "CONTACT", "REVIEWED", "KEPT"], ON),
        (["PROPOSED", "PLACED", "REMOVED"], OVER),
        (["PROPOSED", "PLACED", "LEFT"], OVER),
    ],
)
def test_the_state_after_steps(kinds, state):
    facts = [Fact(START + timedelta(n), kind) for n, kind in enumerate(kinds)]
    assert procedure.state_of(facts) == state
    assert procedure.fits(facts)


# What the procedure forbids, said a second time: by what must have happened before each kind.
AFTER = {
    "PROPOSED": lambda seen: not seen,
    "PLACED": lambda seen: "PROPOSED" in seen and "PLACED" not in seen,
    "DECLINED": lambda seen: "PROPOSED" in seen and "PLACED" not in seen,
    "WITHDRAWN": lambda seen: "PROPOSED" in seen and "PLACED" not in seen,
    "TOLD": lambda seen: "PROPOSED" in seen,
    "LEFT": lambda seen: "PROPOSED" in seen,
    **dict.fromkeys(("CONTACT", "REVIEWED", "KEPT", "REMOVED"), lambda seen: "PLACED" in seen),
}
ENDS = {"DECLINED", "WITHDRAWN", "REMOVED", "LEFT"}


@given(st.lists(st.tuples(st.sampled_from(KINDS), st.integers(-3, 30)), max_size=14))
def test_no_path_reaches_what_the_procedure_forbids(tries):
    facts: list[Fact] = []
    for kind, days in tries:
        on = START + timedelta(days)
        if not procedure.problem(kind, on, facts, TODAY):
            seen = {one.kind for one in facts}
            assert AFTER[kind](seen), (kind, seen)
            assert not seen & ENDS
            assert on <= TODAY
            facts.append(Fact(on, kind))
        elif AFTER[kind]({one.kind for one in facts}) and not {f.kind for f in facts} & ENDS:
            assert on > TODAY or any(one.on > on for one in facts), "refused for no reason"
    assert procedure.fits(facts)


def test_every_state_but_the_end_can_be_left_and_reaches_it():
    after = {
        state: {to for (at, _kind), to in MOVES.items() if at == state}
        for state in (NOTHING, WAITING, ON)
    }
    assert after[NOTHING] == {WAITING}
    for state in (WAITING, ON):
        assert OVER in after[state]
    assert not [kind for (at, kind) in MOVES if at == OVER]


@pytest.mark.parametrize(
    ("kind", "day", "code"),
    [
        ("REMOVED", 5, "NOT_ON"),
        ("PROPOSED", 5, "TWICE"),
        ("PLACED", -1, "EARLIER"),
        ("PLACED", 200, "FUTURE"),
        ("PLACED", 5, ""),
    ],
)
def test_why_a_step_is_refused(kind, day, code):
    facts = [Fact(START, "PROPOSED")]
    assert procedure.problem(kind, START + timedelta(day), facts, TODAY) == code


@pytest.mark.parametrize(
    ("members", "percent", "least"),
    [(5, 50, 3), (4, 50, 3), (3, 50, 2), (1, 50, 1), (9, 66, 6), (5, 100, 5), (5, 0, 1)],
)
def test_quorum(members, percent, least):
    assert council.needed(members, percent) == least
    assert council.quorate(least, members, percent)
    assert not council.quorate(least - 1, members, percent)


def test_nobody_is_no_council():
    assert not council.quorate(0, 0, 50)


@pytest.mark.parametrize(
    ("yes", "no", "kept", "there", "code"),
    [
        (2, 1, 0, 3, ""),
        (2, 1, 1, 3, "MANY"),
        (0, 0, 3, 3, "NOBODY"),
        (-1, 0, 0, 3, "NEGATIVE"),
    ],
)
def test_votes(yes, no, kept, there, code):
    assert council.vote_problem(yes, no, kept, there) == code


def test_a_tie_carries_nothing():
    assert council.carried(2, 1)
    assert not council.carried(2, 2)


def test_what_is_due_and_when():
    terms, day = Terms(30, 3, 10, 90), date(2026, 9, 10)
    waiting = [Fact(START, "PROPOSED")]
    assert [(one.what, one.due_on) for one in clocks(waiting, terms, day, planned=False)] == [
        (DECIDE, date(2026, 10, 1))
    ]
    on = [*waiting, Fact(day, "PLACED")]
    due = clocks(on, terms, date(2026, 9, 14), planned=False)
    assert [(one.what, one.due_on, one.late) for one in due] == [
        (TELL, date(2026, 9, 13), True),
        (PLAN, date(2026, 9, 20), False),
        (REVIEW, date(2026, 12, 9), False),
    ]
    told = [*on, Fact(date(2026, 9, 12), "TOLD"), Fact(date(2026, 11, 1), "REVIEWED")]
    assert [(one.what, one.due_on) for one in clocks(told, terms, TODAY, planned=True)] == [
        (REVIEW, date(2027, 1, 30))
    ]
    assert not clocks([*told, Fact(TODAY, "REMOVED")], terms, TODAY, planned=True)

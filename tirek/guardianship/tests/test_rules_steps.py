"""Which steps a case has, may have, and cannot have."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tirek.guardianship.rules.steps import ORDER, Fact, open_steps, problem, state_of

DAY = date(2026, 11, 16)
TODAY = date(2026, 11, 23)


def facts(*kinds: str) -> list[Fact]:
    return [Fact(kind, DAY + timedelta(days=n)) for n, kind in enumerate(kinds)]


@pytest.mark.parametrize(
    ("kinds", "state", "steps"),
    [
        ((), "ANNULLED", ()),
        (("NOTIFIED",), "ANNULLED", ()),
        (("IDENTIFIED",), "IDENTIFIED", ("NOTIFIED", "PLACED", "REVIEWED", "CLOSED")),
        (("IDENTIFIED", "NOTIFIED"), "NOTIFIED", ("PLACED", "REVIEWED", "CLOSED")),
        # placed at once: the body must still be told
        (("IDENTIFIED", "PLACED"), "PLACED", ("NOTIFIED", "REVIEWED", "PLACED", "CLOSED")),
        (("IDENTIFIED", "NOTIFIED", "PLACED"), "PLACED", ("REVIEWED", "PLACED", "CLOSED")),
        (
            ("IDENTIFIED", "NOTIFIED", "PLACED", "REVIEWED"),
            "PLACED",
            ("REVIEWED", "PLACED", "CLOSED"),
        ),
        (("IDENTIFIED", "CLOSED"), "CLOSED", ()),
    ],
)
def test_state_and_what_may_follow(kinds, state, steps):
    assert state_of(facts(*kinds)) == state
    assert open_steps(facts(*kinds)) == steps


@pytest.mark.parametrize(
    ("kind", "on", "others", "code"),
    [
        ("NOTIFIED", TODAY, ("IDENTIFIED",), None),
        ("NOTIFIED", DAY, ("IDENTIFIED",), None),
        ("NOTIFIED", TODAY + timedelta(days=1), ("IDENTIFIED",), "FUTURE"),
        ("NOTIFIED", DAY - timedelta(days=1), ("IDENTIFIED",), "BEFORE_FOUND"),
        ("NOTIFIED", TODAY, ("IDENTIFIED", "NOTIFIED"), "TWICE"),
        ("PLACED", TODAY, ("IDENTIFIED", "PLACED"), None),
        ("PLACED", TODAY, ("IDENTIFIED", "CLOSED"), "OVER"),
        ("REVIEWED", DAY, ("IDENTIFIED", "CLOSED"), None),
        ("CLOSED", DAY, ("IDENTIFIED", "NOTIFIED"), "BEFORE_STEPS"),
        ("CLOSED", TODAY, ("IDENTIFIED", "NOTIFIED"), None),
        ("IDENTIFIED", DAY + timedelta(days=2), ("IDENTIFIED",), "TWICE"),
    ],
)
def test_what_cannot_be(kind, on, others, code):
    assert problem(kind, on, facts(*others), TODAY) == code


def test_a_discovery_corrected_to_a_day_after_a_step():
    told = [Fact("NOTIFIED", DAY)]
    assert problem("IDENTIFIED", DAY + timedelta(days=1), told, TODAY) == "AFTER_STEPS"
    assert problem("IDENTIFIED", DAY, told, TODAY) is None


@given(st.lists(st.tuples(st.sampled_from(ORDER), st.integers(0, 20)), max_size=12))
def test_whatever_is_recorded_the_days_of_a_case_stay_in_order(wanted):
    """Steps taken one by one by the rules: found first, closed last, once what is once."""
    kept: list[Fact] = [Fact("IDENTIFIED", DAY)]
    today = DAY + timedelta(days=15)
    for kind, after in wanted:
        on = DAY + timedelta(days=after)
        if kind in open_steps(kept) and problem(kind, on, kept, today) is None:
            kept.append(Fact(kind, on))
    assert all(DAY <= fact.on <= today for fact in kept)
    closed = [fact.on for fact in kept if fact.kind == "CLOSED"]
    assert len(closed) <= 1
    assert not closed or closed[0] == max(fact.on for fact in kept)
    assert sum(fact.kind == "NOTIFIED" for fact in kept) <= 1

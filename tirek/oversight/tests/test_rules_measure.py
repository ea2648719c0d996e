from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tirek.oversight.rules.measure import CARDS, EXPORTS, Asked, Measure, to_ask

NOON = datetime(2026, 11, 23, 12)
THREE = Measure(cards=3, minutes=10, exports=2)


def ago(minutes, child="a"):
    return NOON - timedelta(minutes=minutes), child


@pytest.mark.parametrize(
    ("opened", "child", "answered", "asked"),
    [
        ([], "a", None, None),
        ([ago(1, "a"), ago(2, "b")], "c", None, None),
        ([ago(1, "a"), ago(2, "b"), ago(3, "c")], "d", None, Asked(CARDS, 3, 0)),
        # a card opened before is no new one
        ([ago(1, "a"), ago(2, "b"), ago(3, "c")], "a", None, None),
        ([ago(1, "a"), ago(2, "a"), ago(3, "a"), ago(4, "a")], "b", None, None),
        # what lies before the window is forgotten, its end too
        ([ago(1, "a"), ago(2, "b"), ago(10, "c")], "d", None, None),
        ([ago(1, "a"), ago(2, "b"), ago(9.99, "c")], "d", None, Asked(CARDS, 3, 0)),
        # after an answer all counts anew
        ([ago(1, "a"), ago(2, "b"), ago(3, "c")], "d", 1.5, None),
        ([ago(1, "a"), ago(2, "b"), ago(3, "c")], "d", 5, Asked(CARDS, 3, 0)),
        # an answer older than the window changes nothing
        ([ago(1, "a"), ago(2, "b"), ago(12, "c")], "d", 60, None),
    ],
)
def test_so_many_cards_in_so_many_minutes(opened, child, answered, asked):
    answered_at = NOON - timedelta(minutes=answered) if answered else None
    assert to_ask(opened, [], child, NOON, THREE, answered_at) == asked


@pytest.mark.parametrize(
    ("exported", "child", "answered", "asked"),
    [
        ([], "", None, None),
        ([300], "", None, None),
        ([300, 200], "", None, Asked(EXPORTS, 0, 2)),
        # a card is asked about only when there have been too many files already
        ([300, 200], "a", None, None),
        ([300, 200, 100], "a", None, Asked(EXPORTS, 0, 3)),
        ([300, 200], "", 250, None),
        ([300, 200, 100], "", 250, Asked(EXPORTS, 0, 2)),
    ],
)
def test_so_many_files_a_day(exported, child, answered, asked):
    moments = [NOON - timedelta(minutes=one) for one in exported]
    answered_at = NOON - timedelta(minutes=answered) if answered else None
    assert to_ask([], moments, child, NOON, THREE, answered_at) == asked


@given(
    st.lists(st.tuples(st.integers(0, 30), st.sampled_from("abcdefgh")), max_size=20),
    st.sampled_from("abcdefgh"),
    st.integers(1, 9),
)
def test_nobody_sees_more_than_the_measure_unasked(read, child, cards):
    """Whoever is never asked has, with this card, at most `cards` children in any window."""
    opened = [ago(minutes, one) for minutes, one in read]
    asked = to_ask(opened, [], child, NOON, Measure(cards, 10, 99))
    seen = {one for minutes, one in read if minutes < 10} | {child}
    assert (asked is not None) is (len(seen) > cards)


@given(st.lists(st.tuples(st.integers(0, 30), st.sampled_from("abcdefgh")), max_size=20))
def test_an_answer_just_now_lets_one_read_on(read):
    opened = [ago(minutes, one) for minutes, one in read]
    assert to_ask(opened, [NOON] * 9, "z", NOON, Measure(1, 10, 1), NOON) is None

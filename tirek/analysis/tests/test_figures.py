"""What figures come to: sums, what is not done, shares."""

from __future__ import annotations

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from tirek.analysis.rules.figures import (
    NAMES,
    difference,
    lines_of,
    not_done,
    share,
    summed,
    unfinished,
)
from tirek.analysis.wording import figures_words

ROW = {"due": 27, "done": 26, "overdue": 1}
FIGURES = st.fixed_dictionaries({name: st.integers(0, 500) for name in NAMES})


@pytest.mark.parametrize(
    ("figures", "left", "part", "asks"),
    [
        (ROW, 1, 96, True),
        ({"due": 3, "done": 3}, 0, 100, False),
        ({"due": 300, "done": 299}, 1, 99, True),
        ({}, 0, None, False),
        ({"touched": 4, "untouched": 1}, 0, None, True),
        ({"open": 2}, 0, None, True),
    ],
)
def test_what_a_row_comes_to(figures, left, part, asks):
    assert (not_done(figures), share(figures), unfinished(figures)) == (left, part, asks)


@pytest.mark.parametrize(
    ("figures", "term", "words"),
    [
        (ROW, {}, "done 26 of 27, not done: 1"),
        ({"due": 2, "done": 2, "waived": 1, "done_left": 3}, {}, "about those who left: 3"),
        ({"touched": 4, "untouched": 1}, {"ongoing": True}, "worked with: 4 of 5"),
        # a plan of ongoing rows only, as a whole
        ({"touched": 4, "untouched": 1}, {}, "worked with: 4 of 5"),
        ({"open": 2}, {"on_request": True}, "requests waiting: 2"),
        ({}, {"months": [5]}, "nothing was due"),
    ],
)
def test_figures_in_words(figures, term, words):
    with override("en"):
        assert words in figures_words(figures, term)


def test_the_year_before_is_compared_in_percentage_points():
    assert difference(ROW, {"due": 4, "done": 3}) == 21
    assert difference(ROW, None) is None
    assert difference({}, ROW) is None


@given(st.lists(FIGURES, max_size=6))
def test_sums_lose_nothing_and_count_nobody_twice(several):
    total = summed(several)
    assert total["members"] == 0
    for name in NAMES[1:]:
        assert total[name] == sum(one[name] for one in several)


def test_lines_of_a_text_without_bullets():
    assert lines_of(" – Бір \n\n* Екі\n•\nҮш-төрт ") == ["Бір", "Екі", "Үш-төрт"]

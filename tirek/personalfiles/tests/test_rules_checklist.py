"""Which papers a file needs and lacks."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tirek.personalfiles.rules.checklist import (
    Kept,
    Wanted,
    by_paper,
    checklist,
    lacking,
    sum_of,
)

TODAY = date(2026, 11, 23)
LIST = [Wanted("BIRTH"), Wanted("DECISION", "WARD"), Wanted("ACT", "WARD"), Wanted("INCOME", "LOW")]


@pytest.mark.parametrize(
    ("held", "kept", "expected"),
    [
        ([], {}, ["BIRTH"]),
        (["WARD"], {}, ["BIRTH", "DECISION", "ACT"]),
        (["WARD", "LOW"], {"BIRTH": Kept("THERE")}, ["DECISION", "ACT", "INCOME"]),
        (["WARD"], {"BIRTH": Kept("THERE"), "ACT": Kept("NOT_NEEDED")}, ["DECISION"]),
        ([], {"BIRTH": Kept("MISSING")}, ["BIRTH"]),
        ([], {"BIRTH": Kept("THERE", TODAY)}, []),
        ([], {"BIRTH": Kept("THERE", TODAY - timedelta(days=1))}, ["BIRTH"]),
        ([], {"BIRTH": Kept("NOT_NEEDED", date(2020, 1, 1))}, []),
        ([], {"BIRTH": Kept("THERE"), "DECISION": Kept("MISSING")}, []),
    ],
)
def test_what_is_lacking(held, kept, expected):
    assert lacking(checklist(LIST, held, kept, TODAY)) == expected


@pytest.mark.parametrize(
    ("days", "soon", "over"),
    [(-1, False, True), (0, True, False), (30, True, False), (31, False, False)],
)
def test_a_term_that_ends(days, soon, over):
    (item,) = checklist(LIST, [], {"BIRTH": Kept("THERE", TODAY + timedelta(days=days))}, TODAY)
    assert (item.soon, item.over) == (soon, over)


states = st.builds(
    Kept,
    st.sampled_from(["THERE", "MISSING", "NOT_NEEDED"]),
    st.none() | st.dates(date(2026, 1, 1), date(2027, 1, 1)),
)
files = st.tuples(
    st.sets(st.sampled_from(["WARD", "LOW"])),
    st.dictionaries(st.sampled_from([one.code for one in LIST]), states),
)


@given(st.lists(files, max_size=6))
def test_sums_agree(given_files):
    lists = [checklist(LIST, held, kept, TODAY) for held, kept in given_files]
    total = sum_of(lists)
    assert total.pupils == len(lists)
    assert total.lacking == sum(by_paper(lists).values())
    assert total.whole == sum(not lacking(one) for one in lists)

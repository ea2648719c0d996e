from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tirek.cards.rules.conflicts import PAIRS, Held, conflicts
from tirek.cards.rules.fates import fate_of_ending, fate_of_opening, touch
from tirek.cards.rules.papers import Said
from tirek.cards.rules.terms import Term, term_of

TODAY = date(2026, 11, 23)
SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)
SUMMER = date(2026, 8, 1)
NEXT_YEAR = date(2027, 1, 1)
CODES = ["ORPHAN", "HALF_ORPHAN", "WARD", "GIFTED"]
HERE = [(SEPTEMBER, None)]


def held(code, since=SEPTEMBER, until=None, citizen_on=None, ref=0):
    return Held(ref, code, since, until, citizen_on)


def kinds(*statuses, stays=HERE):
    return [one.kind for one in conflicts(statuses, stays, TODAY)]


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        ([held("ORPHAN"), held("HALF_ORPHAN")], ["PAIR"]),
        ([held("INCOMPLETE_FAMILY"), held("ORPHAN")], ["PAIR"]),
        ([held("ORPHAN"), held("WARD")], []),
        ([held("ORPHAN"), held("MULTI_CHILD")], []),
        ([held("HALF_ORPHAN"), held("NO_PARENTAL_CARE")], []),
        ([held("GIFTED"), held("LOW_ACHIEVING")], []),
        ([held("HALF_ORPHAN", until=OCTOBER), held("ORPHAN")], []),
        ([held("ORPHAN", since=NEXT_YEAR), held("HALF_ORPHAN", until=date(2026, 12, 31))], []),
        ([held("ORPHAN", since=None), held("HALF_ORPHAN", until=TODAY)], ["PAIR"]),
        ([held("WARD"), held("WARD", since=OCTOBER)], ["TWICE"]),
        ([held("WARD", until=OCTOBER), held("WARD", since=OCTOBER)], []),
        ([held("RETURNEE", citizen_on=OCTOBER)], ["CITIZEN"]),
        ([held("RETURNEE", until=OCTOBER, citizen_on=date(2026, 10, 2))], []),
        (
            [held("RETURNEE", until=OCTOBER, citizen_on=OCTOBER), held("RETURNEE", TODAY)],
            ["CITIZEN"],
        ),
    ],
)  # fmt: skip
def test_what_contradicts_what(statuses, expected):
    assert kinds(*statuses) == expected


@pytest.mark.parametrize(
    ("stays", "gone"),
    [
        ([(SEPTEMBER, None)], False),
        ([(SEPTEMBER, TODAY)], False),
        ([(SEPTEMBER, date(2026, 11, 22))], True),
        ([(SEPTEMBER, OCTOBER), (date(2027, 1, 11), None)], False),
        ([], False),
    ],
)
def test_a_status_of_a_child_who_left_for_good_still_holds(stays, gone):
    assert kinds(held("WARD"), stays=stays) == (["GONE"] if gone else [])
    assert kinds(held("WARD", until=OCTOBER), stays=stays) == []


near = st.integers(-20, 20).map(lambda n: TODAY + timedelta(days=n))
ends = st.none() | near
statuses = st.lists(
    st.builds(
        Held, st.integers(), st.sampled_from(CODES), ends, ends
    ),
    max_size=5,
)  # fmt: skip
DAYS = [TODAY + timedelta(days=n) for n in range(-45, 46)]


def holds(one, day):
    return (one.since is None or one.since <= day) and (one.until is None or day <= one.until)


@given(statuses)
def test_conflicts_are_those_of_a_day_by_day_reading(found):
    sane = [s for s in found if not (s.since and s.until) or s.since <= s.until]
    slow = []
    for place, one in enumerate(sane):
        for other in sane[place + 1 :]:
            both = any(holds(one, d) and holds(other, d) for d in DAYS if d >= TODAY)
            if both and (one.code == other.code or {one.code, other.code} in PAIRS):
                slow.append({id(one), id(other)})
    quick = [{id(c.first), id(c.second)} for c in conflicts(sane, HERE, TODAY)]
    assert quick == slow


@given(ends, ends, ends, ends)
def test_periods_touch_when_a_day_lies_in_both(since, until, since2, until2):
    one, other = Held(0, "", since, until), Held(0, "", since2, until2)
    if any(s and u and u < s for s, u in ((since, until), (since2, until2))):
        return
    both = any(holds(one, day) and holds(other, day) for day in DAYS)
    assert touch(one.days, other.days) == both


@pytest.mark.parametrize(
    ("before", "said", "expected"),
    [
        ([], Said(SEPTEMBER), ("APPLIED", "")),
        ([(OCTOBER, None)], Said(SEPTEMBER), ("DUPLICATE", "HAS")),
        ([(OCTOBER, None)], Said(SEPTEMBER, date(2026, 9, 30)), ("APPLIED", "")),
        ([], Said(date(2015, 1, 1)), ("REFUSED", "BEFORE_BIRTH")),
        ([], Said(None), ("REFUSED", "NO_SINCE")),
    ],
)
def test_fates_of_opening(before, said, expected):
    born = date(2015, 3, 14)
    assert fate_of_opening(before, said, TODAY, born_on=born, demanded=False) == expected


def test_what_is_demanded_is_demanded_of_many_too():
    fate = fate_of_opening([], Said(SEPTEMBER), TODAY, born_on=None, demanded=True)
    assert fate == ("REFUSED", "NO_DOCUMENT")


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ([], (None, "REFUSED", "NOT_HELD")),
        ([Said(SEPTEMBER)], (0, "APPLIED", "")),
        ([Said(SUMMER, date(2026, 8, 31)), Said(SEPTEMBER)], (1, "APPLIED", "")),
        ([Said(SEPTEMBER, OCTOBER)], (None, "DUPLICATE", "OVER")),
        ([Said(SUMMER, date(2026, 8, 31))], (None, "DUPLICATE", "OVER")),
        ([Said(TODAY)], (None, "REFUSED", "LATER")),
        ([Said(SEPTEMBER, on=TODAY)], (None, "REFUSED", "PAPER_AFTER_END")),
        ([Said(SEPTEMBER, TODAY)], (0, "APPLIED", "")),
    ],
)
def test_fates_of_ending(before, expected):
    assert fate_of_ending(before, OCTOBER, None, TODAY) == expected


def days(number):
    return TODAY + timedelta(days=number)


@pytest.mark.parametrize(
    ("until", "valid", "recorded", "others", "expected"),
    [
        (None, None, SEPTEMBER, [], None),
        (days(30), None, SEPTEMBER, [], Term(days(30), False)),
        (days(31), None, SEPTEMBER, [], None),
        (TODAY, None, SEPTEMBER, [], Term(TODAY, False)),
        (days(-30), None, SEPTEMBER, [], Term(days(-30), False)),
        (days(-31), None, SEPTEMBER, [], None),
        # ended by hand, not by its term
        (days(-3), None, days(-3), [], None),
        (days(-3), None, days(-4), [], Term(days(-3), False)),
        # goes on already
        (days(5), None, SEPTEMBER, [(days(6), None)], None),
        (days(5), None, SEPTEMBER, [(SUMMER, days(-60))], Term(days(5), False)),
        # the paper's own term
        (None, days(30), SEPTEMBER, [], Term(days(30), True)),
        (None, days(31), SEPTEMBER, [], None),
        (None, days(-400), SUMMER, [], Term(days(-400), True)),
        (days(200), days(10), SEPTEMBER, [], Term(days(10), True)),
        (days(10), days(200), SEPTEMBER, [], Term(days(10), False)),
        (days(-40), days(-50), SUMMER, [], None),
    ],
)
def test_terms_that_ask_for_a_hand(until, valid, recorded, others, expected):
    assert term_of(until, valid, recorded, TODAY, 30, others) == expected

"""What falls due in the coming weeks, against a table and a slow reference."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tirek.plans.rules.ahead import LATE, Week, spread, waiting_items, week_of, weeks_from
from tirek.plans.rules.coverage import PeriodCoverage, RowCoverage
from tirek.plans.rules.facts import Row
from tirek.plans.rules.figures import DONE, OPEN, OVERDUE, Item, items_of
from tirek.plans.rules.terms import term_from_json
from tirek.schoolyear.rules.calendar import default_calendar

CALENDAR = default_calendar(2026)
ROW = Row("C6", term_from_json({"every": "QUARTER", "times": 1}))
DAY = date(2026, 11, 25)  # a Wednesday
WEEKS = weeks_from(DAY, CALENDAR)


def item(state, until, since=date(2026, 9, 1)):
    return Item(0, state, 1, 0, since, until)


def test_weeks_begin_on_monday_and_say_where_there_are_no_lessons():
    assert [one.since for one in WEEKS[:2]] == [date(2026, 11, 23), date(2026, 11, 30)]
    assert len(WEEKS) == 8
    assert all(one.until - one.since == timedelta(days=6) for one in WEEKS)
    assert all(one.lessons for one in WEEKS)


def test_a_week_without_one_day_of_lessons_is_marked():
    first, second, third, fourth = CALENDAR.quarters
    long = replace(
        CALENDAR,
        quarters=(
            first,
            (second[0], date(2026, 12, 19)),  # a Saturday
            (date(2027, 1, 4), third[1]),
            fourth,
        ),
    )
    found = {one.since: one.lessons for one in weeks_from(DAY, long)}
    assert found[date(2026, 12, 14)] is True
    assert found[date(2026, 12, 21)] is False
    assert found[date(2026, 12, 28)] is False
    assert found[date(2027, 1, 4)] is True


@pytest.mark.parametrize(
    ("state", "until", "week"),
    [
        (OVERDUE, date(2026, 10, 31), LATE),
        (OVERDUE, date(2026, 12, 31), LATE),
        (OPEN, date(2026, 11, 20), 0),  # days of grace
        (OPEN, date(2026, 11, 23), 0),
        (OPEN, date(2026, 11, 29), 0),
        (OPEN, date(2026, 11, 30), 1),
        (OPEN, date(2027, 1, 17), 7),
        (OPEN, date(2027, 1, 18), None),
    ],
)
def test_week_of(state, until, week):
    assert week_of(item(state, until), WEEKS) == week


def covered(*periods):
    return RowCoverage(ROW, frozenset({1, 2, 3}), periods)


def test_periods_not_begun_are_waited_for():
    begun = PeriodCoverage(
        date(2026, 11, 1),
        date(2026, 11, 30),
        True,
        frozenset({1, 2, 3}),
        done=frozenset({1}),
        open=frozenset({2, 3}),
        moved={3: date(2026, 12, 14)},
    )
    later = PeriodCoverage(date(2026, 12, 1), date(2026, 12, 31), False, frozenset({1, 2}))
    found = [covered(begun, later)]
    waiting = waiting_items(found, items_of(found))
    assert [(one.member, one.period, one.until) for one in waiting] == [
        (2, 0, date(2026, 11, 30)),
        (3, 0, date(2026, 12, 14)),
        (1, 1, date(2026, 12, 31)),
        (2, 1, date(2026, 12, 31)),
    ]
    assert all(one.state == OPEN for one in waiting)
    by_week = spread(waiting, WEEKS, lambda one: ("all",))["all"]
    assert {week: len(some) for week, some in by_week.items()} == {1: 1, 3: 1, 5: 2}


def slow_week(one, weeks):
    """Day by day."""
    if one.state == OVERDUE:
        return LATE
    day = one.until if one.until >= weeks[0].since else weeks[0].since
    for number, week in enumerate(weeks):
        current = week.since
        while current <= week.until:
            if current == day:
                return number
            current += timedelta(days=1)
    return None


DAYS = st.dates(date(2026, 8, 1), date(2027, 8, 31))


@given(
    DAYS,
    st.lists(st.tuples(st.sampled_from([OPEN, OVERDUE]), DAYS, st.integers(0, 3)), max_size=30),
)
def test_against_the_slow_reference(day, some):
    weeks = weeks_from(day, CALENDAR)
    assert weeks[0].since <= day <= weeks[0].until
    assert weeks[0].since.weekday() == 0
    items = [Item(row, state, 1, 0, None, until) for state, until, row in some]
    found = spread(items, weeks, lambda one: (one.row,))
    told = [
        (key, week, one) for key, weeks_ in found.items() for week in weeks_ for one in weeks_[week]
    ]
    expected = [
        (one.row, slow_week(one, weeks), one) for one in items if slow_week(one, weeks) is not None
    ]
    assert sorted(told, key=str) == sorted(expected, key=str)


def test_done_and_undated_items_are_no_work_ahead():
    found = [covered()]
    items = [item(DONE, DAY), Item(0, OPEN), item(OPEN, DAY)]
    assert waiting_items(found, items) == [item(OPEN, DAY)]
    assert isinstance(WEEKS[0], Week)

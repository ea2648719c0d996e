from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tirek.schoolyear.rules.calendar import Problem, default_calendar, month_end

YEAR = default_calendar(2026)


def test_a_quarter_lasts_to_the_day_before_the_next_and_the_last_to_the_year_end():
    assert YEAR.quarter_periods() == (
        (date(2026, 9, 1), date(2026, 11, 1)),
        (date(2026, 11, 2), date(2027, 1, 7)),
        (date(2027, 1, 8), date(2027, 3, 28)),
        (date(2027, 3, 29), date(2027, 5, 25)),
    )


def test_halves_are_quarters_one_two_and_three_four():
    assert YEAR.halves() == (
        (date(2026, 9, 1), date(2027, 1, 7)),
        (date(2027, 1, 8), date(2027, 5, 25)),
    )


def test_months_are_whole_calendar_months_from_september_to_may():
    months = YEAR.months()
    assert [first.month for first, _ in months] == [9, 10, 11, 12, 1, 2, 3, 4, 5]
    assert months[0] == (date(2026, 9, 1), date(2026, 9, 30))
    assert months[-1] == (date(2027, 5, 1), date(2027, 5, 31))


@pytest.mark.parametrize(
    ("day", "last"), [(date(2024, 2, 3), 29), (date(2023, 2, 28), 28), (date(2026, 12, 31), 31)]
)
def test_month_end_knows_leap_years(day, last):
    assert month_end(day) == day.replace(day=last)


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (date(2026, 8, 31), None),
        (date(2026, 9, 1), 1),
        (date(2026, 11, 1), 1),
        (date(2026, 11, 2), 2),
        (date(2027, 5, 25), 4),
        (date(2027, 5, 26), None),
    ],
)
def test_quarter_of_a_day(day, number):
    assert YEAR.quarter_of(day) == number


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (date(2026, 11, 1), None),
        (date(2026, 11, 2), date(2026, 9, 1)),
        (date(2027, 5, 25), date(2027, 1, 8)),
        (date(2027, 5, 26), date(2027, 3, 29)),
    ],
)
def test_a_quarter_is_full_once_its_last_day_has_passed(day, first):
    full = YEAR.last_full_quarter(day)
    assert (full[0] if full else None) == first


def test_the_default_year_has_no_problems():
    assert default_calendar(2026).problems() == []


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"ends_on": date(2026, 8, 1)}, Problem("ends_on", "ends_before_start")),
        ({"year": 2025}, Problem("starts_on", "other_year")),
        ({"quarters": YEAR.quarters[:3]}, Problem("quarters", "four_quarters")),
        (
            {"quarters": (*YEAR.quarters[:3], (date(2027, 3, 1), date(2027, 5, 1)))},
            Problem("quarters[3]", "overlaps_before"),
        ),
        (
            {"quarters": (*YEAR.quarters[:3], (date(2027, 4, 1), date(2027, 5, 26)))},
            Problem("quarters[3]", "outside_year"),
        ),
        (
            {"holidays": ((date(2027, 1, 5), date(2027, 1, 1)),)},
            Problem("holidays[0]", "ends_before_start"),
        ),
    ],
)
def test_problems_are_named_by_path(changed, problem):
    assert problem in replace(YEAR, **changed).problems()


@given(st.integers(1990, 2090), st.integers(0, 266))
def test_every_day_of_a_year_lies_in_exactly_one_quarter_and_one_half(year, after):
    calendar = default_calendar(year)
    day = min(calendar.starts_on + timedelta(days=after), calendar.ends_on)
    assert sum(a <= day <= b for a, b in calendar.quarter_periods()) == 1
    assert sum(a <= day <= b for a, b in calendar.halves()) == 1
    assert sum(a <= day <= b for a, b in calendar.months()) == 1

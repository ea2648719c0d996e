"""Working days by the calendar of November 2026 (the 23rd is a Monday)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tirek.schoolyear.rules.working import working_day_after


@pytest.mark.parametrize(
    ("day", "count", "found"),
    [
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
        (date(2026, 11, 23), 1, date(2026, 11, 24)),
        (date(2026, 11, 27), 1, date(2026, 11, 30)),
        (date(2026, 11, 28), 1, date(2026, 11, 30)),
        (date(2026, 11, 23), 15, date(2026, 12, 14)),
    ],
)
def test_saturday_and_sunday_do_not_count(day: date, count: int, found: date):
    assert working_day_after(day, count) == found


def test_a_day_off_puts_the_end_off():
    assert working_day_after(date(2026, 12, 14), 2, {date(2026, 12, 16)}) == date(2026, 12, 17)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 60))
def test_exactly_so_many_working_days_lie_between(day: date, count: int):
    last = working_day_after(day, count)
    between = [day + timedelta(days=n) for n in range(1, (last - day).days + 1)]
    assert sum(one.weekday() < 5 for one in between) == count
    assert last.weekday() < 5

"""The clock of the notification and the day of the next check."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tirek.guardianship.rules.clock import TIMES_A_YEAR, months_after, next_check, notification

DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("found", "days", "told", "today", "due", "late", "kept", "days_late"),
    [
        # found on a Monday
        (date(2026, 11, 16), 1, None, date(2026, 11, 16), date(2026, 11, 17), False, False, 0),
        (date(2026, 11, 16), 1, None, date(2026, 11, 17), date(2026, 11, 17), False, False, 0),
        (date(2026, 11, 16), 1, None, date(2026, 11, 18), date(2026, 11, 17), True, False, 1),
        # found on a Friday: Monday is the first working day
        (date(2026, 11, 20), 1, None, date(2026, 11, 22), date(2026, 11, 23), False, False, 0),
        (date(2026, 11, 20), 1, None, date(2026, 11, 24), date(2026, 11, 23), True, False, 1),
        # told in time, told late: late no more, but it shows
        (
            *(date(2026, 11, 16), 1, date(2026, 11, 17), date(2026, 12, 1)),
            *(date(2026, 11, 17), False, True, 0),
        ),
        (
            *(date(2026, 11, 16), 1, date(2026, 11, 20), date(2026, 12, 1)),
            *(date(2026, 11, 17), False, False, 3),
        ),
        (date(2026, 11, 16), 3, None, date(2026, 11, 19), date(2026, 11, 19), False, False, 0),
    ],
)
def test_notification(found, days, told, today, due, late, kept, days_late):
    clock = notification(found, days, told, today)
    assert (clock.due_on, clock.late, clock.kept, clock.days_late) == (due, late, kept, days_late)


@given(DAYS, st.integers(1, 30), DAYS)
def test_the_term_never_ends_on_a_weekend_nor_before_so_many_days(found, days, today):
    clock = notification(found, days, None, today)
    assert clock.due_on.weekday() < 5
    assert clock.due_on >= found + timedelta(days=days)
    assert clock.late == (today > clock.due_on) == (clock.days_late > 0)
    assert notification(found, days + 1, None, today).due_on > clock.due_on


@pytest.mark.parametrize(
    ("since", "last", "named", "times", "due"),
    [
        (date(2026, 2, 12), None, None, 1, date(2027, 2, 12)),
        (date(2026, 2, 12), None, None, 2, date(2026, 8, 12)),
        (date(2024, 2, 29), None, None, 1, date(2025, 2, 28)),
        (date(2026, 8, 31), None, None, 4, date(2026, 11, 30)),
        (date(2020, 1, 1), date(2026, 10, 5), None, 1, date(2027, 10, 5)),
        (date(2020, 1, 1), date(2026, 10, 5), date(2026, 12, 1), 1, date(2026, 12, 1)),
        # a named day never makes the school's term longer
        (date(2020, 1, 1), date(2026, 10, 5), date(2028, 12, 1), 1, date(2027, 10, 5)),
        (date(2026, 12, 15), None, None, 12, date(2027, 1, 15)),
    ],
)
def test_next_check(since, last, named, times, due):
    assert next_check(since, last, named, times) == due


def test_a_year_that_does_not_part():
    with pytest.raises(ValueError, match="5 is not one of"):
        next_check(date(2026, 1, 1), None, None, 5)


@given(DAYS, st.sampled_from(TIMES_A_YEAR))
def test_so_many_checks_fill_a_year(since, times):
    """Done on its day each time, the last check of a year falls on (nearly) the same day."""
    day = since
    for _ in range(times):
        before, day = day, next_check(since, day, None, times)
        assert before < day
    assert timedelta(0) <= months_after(since, 12) - day <= timedelta(days=3)


@given(DAYS, st.integers(1, 60))
def test_months_are_counted_not_days(day, months):
    later = months_after(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1

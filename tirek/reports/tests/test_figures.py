"""The figures of lists, passports and movement equal the slow reading, on random schools."""

from datetime import date

import pytest

from tests.reference import School as Slow
from tests.worlds import world
from tirek.access.models import School
from tirek.reports import queries
from tirek.reports.rules.figures import name_then, year_before
from tirek.reports.rules.moving import Moving, Span, movement
from tirek.school.models import SchoolClass
from tirek.schoolfile.load import load

DAYS = [date(2026, 9, 1), date(2026, 9, 2), date(2026, 11, 23), date(2027, 5, 25)]


def span(since, until=None):
    return Span(date.fromisoformat(since), date.fromisoformat(until) if until else None)


@pytest.mark.parametrize(
    ("spans", "month", "expected"),
    [
        ([("2026-09-01", None)], 9, (1, 0, 0, 1)),
        ([("2026-09-02", None)], 9, (0, 1, 0, 1)),
        ([("2026-09-01", "2026-09-10")], 9, (1, 0, 1, 0)),
        ([("2026-09-01", "2026-09-30")], 9, (1, 0, 0, 1)),
        ([("2026-09-01", "2026-09-30")], 10, (1, 0, 1, 0)),
        ([("2026-10-05", "2026-10-20")], 10, (0, 1, 1, 0)),
        ([("2026-09-01", "2026-10-05"), ("2026-10-06", None)], 10, (1, 0, 0, 1)),
        ([("2026-09-01", "2026-10-05"), ("2026-10-08", None)], 10, (1, 1, 1, 1)),
    ],
)
def test_movement_of_one_pupil(spans, month, expected):
    first = date(2026, month, 1)
    last = date(2026, month, 30 if month == 9 else 31)
    pupils = [Moving(tuple((1, span(*one)) for one in spans))]
    found = movement(pupils, {1}, (first, last), [], date(2026, 9, 1))[""]
    assert tuple(found[name] for name in ("start", "arrived", "left", "end")) == expected


def test_the_day_a_year_before():
    assert year_before(date(2028, 2, 29)) == date(2027, 2, 28)
    assert year_before(date(2026, 11, 23)) == date(2025, 11, 23)


@pytest.mark.parametrize(
    ("name", "earlier", "expected"),
    [
        ("5А", date(2025, 11, 23), "4А"),
        ("5А", date(2026, 9, 1), "5А"),
        ("5А", date(2026, 8, 31), "4А"),
        ("10Ә", date(2023, 11, 23), "7Ә"),
        ("1А", date(2025, 11, 23), "0А"),
        ("0А", date(2025, 11, 23), "-"),
    ],
)
def test_what_a_class_was_called_before(name, earlier, expected):
    assert name_then(name, earlier, date(2026, 11, 23)) == expected


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(8))
def test_figures_equal_the_slow_reading(seed):
    data = world(seed)
    load(data)
    school, slow = School.objects.get(), Slow(data, "1")
    for day in DAYS:
        found = queries.list_figures(school, ["LOW_INCOME", "WARD"], day)
        expected = slow.listed(["LOW_INCOME", "WARD"], day)
        assert {row["pupil"] for row in found["rows"]} == expected.pop("pupils_of")
        assert {name: found[name] for name in expected} == expected
        for name in ("1А", "6А"):
            passport, wanted = queries.class_passport(school, name, day), slow.passport(day, name)
            assert passport["pupils"] == wanted["pupils"]
            assert passport["families"] == wanted["families"]
            for code, figures in wanted["categories"].items():
                assert passport["categories"][code] == figures
        whole = queries.school_passport(school, day)
        assert sum(grade["pupils"] for grade in whole["grades"].values()) == whole["pupils"]
    for school_class in SchoolClass.objects.filter(school_year__year=2026):
        for year, month in ((2026, 9), (2026, 12), (2027, 3)):
            found = queries.movement(school_class, year, month)
            wanted = slow.movement(school_class.name, date(year, month, 1))
            for name in ("start", "arrived", "left", "end"):
                assert found[name] == wanted[name]
            for code, figures in wanted["categories"].items():
                assert found["categories"][code] == figures


@pytest.mark.django_db
def test_the_number_of_queries_does_not_grow(django_assert_num_queries):
    load(world(3))
    school = School.objects.get()
    with django_assert_num_queries(4):
        queries.class_passport(school, "6А", DAYS[2])
    with django_assert_num_queries(7):
        queries.school_passport(school, DAYS[2])

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tirek.plans.rules.shape import ShapeError
from tirek.plans.rules.terms import Term, periods, term_from_json
from tirek.plans.rules.words import parse_term, split_terms
from tirek.plans.tests.slow import days as each_day
from tirek.plans.tests.slow import slow_periods
from tirek.schoolyear.rules.calendar import Calendar, default_calendar

HALF_YEARLY = {"every": "HALF", "times": 1}


def every(what, times=1):
    return {"every": what, "times": times}


def months(*numbers):
    return {"months": list(numbers)}


@pytest.mark.parametrize(
    ("words", "term"),
    [
        ("Қыркүйек", months(9)),
        ("тамыз-қыркүйек", months(8, 9)),
        ("  ТАМЫЗ –  ҚЫРКҮЙЕК. ", months(8, 9)),
        ("Маусым, шілде, тамыз", months(6, 7, 8)),
        ("қараша және желтоқсан", months(11, 12)),
        ("желтоқсан - ақпан", months(12, 1, 2)),
        ("кыркуйек", months(9)),
        ("Жыл бойы", {"ongoing": True}),
        ("үнемі", {"ongoing": True}),
        ("Жүйелі түрде", {"ongoing": True}),
        ("оқу жылы бойы", {"ongoing": True}),
        ("Ай сайын", every("MONTH")),
        ("Әр айда 1 рет", every("MONTH")),
        ("Айына 2 рет", every("MONTH", 2)),
        ("Тоқсанына 1 рет", every("QUARTER")),
        ("тоқсанына үш рет", every("QUARTER", 3)),
        ("Жылына 1 рет", every("YEAR")),
        ("Жылына 2рет", HALF_YEARLY),
        ("жылына 3 рет", every("YEAR", 3)),
        ("в течение учебного года", {"ongoing": True}),
        ("ежемесячно", every("MONTH")),
        ("1 раз в четверть", every("QUARTER")),
        ("2 раза в год", HALF_YEARLY),
        ("раз в полугодие", HALF_YEARLY),
        ("с сентября по ноябрь", months(9, 10, 11)),
        ("по запросу", {"on_request": True}),
    ],
)
def test_words_of_time(words, term):
    assert parse_term(words).as_json() == term


@pytest.mark.parametrize(
    "words", ["", "-", "апта сайын", "1 рет", "жылына 0 рет", "қазан қараша", "мамырдың 9"]
)
def test_unknown_words_are_no_term(words):
    assert parse_term(words) is None


@pytest.mark.parametrize(
    ("cell", "terms"),
    [
        ("\n  Қазан\n\n\nҮнемі\n", [months(10), {"ongoing": True}]),
        ("Қазан -\nҚараша", [months(10, 11)]),
        ("Жыл\nбойы", [{"ongoing": True}]),
        ("Маусым,\nшілде,\nтамыз", [months(6, 7, 8)]),
        ("Үнемі; қаңтар", [{"ongoing": True}, months(1)]),
    ],
)
def test_a_cell_may_hold_several_terms(cell, terms):
    assert [one.term.as_json() for one in split_terms(cell)] == terms


def test_what_is_not_understood_keeps_its_words():
    assert [(one.text, one.term) for one in split_terms("апта сайын")] == [("апта сайын", None)]


YEAR = default_calendar(2027)  # 2028 is a leap year


@pytest.mark.parametrize(
    ("term", "spans"),
    [
        (months(8, 9), [(date(2027, 8, 1), date(2027, 9, 30))]),
        (months(6, 7, 8), [(date(2028, 6, 1), date(2028, 8, 31))]),
        (months(2), [(date(2028, 2, 1), date(2028, 2, 29))]),
        (months(12, 1), [(date(2027, 12, 1), date(2028, 1, 31))]),
        (months(8), [(date(2027, 8, 1), date(2027, 8, 31))]),
        (every("YEAR"), [(YEAR.starts_on, YEAR.ends_on)]),
        (HALF_YEARLY, list(YEAR.halves())),
        (every("QUARTER"), list(YEAR.quarter_periods())),
        (every("MONTH"), list(YEAR.months())),
        ({"ongoing": True}, []),
        ({"on_request": True}, []),
    ],
)
def test_periods(term, spans):
    assert list(periods(term_from_json(term), YEAR)) == spans


@pytest.mark.parametrize(
    ("data", "path"),
    [
        ([], "term"),
        ({}, "term"),
        ({"months": []}, "term.months"),
        ({"months": [9, 13]}, "term.months[1]"),
        ({"months": [9, 9]}, "term.months"),
        ({"every": "WEEK"}, "term.every"),
        ({"every": "MONTH", "times": 0}, "term.times"),
        ({"ongoing": False}, "term.ongoing"),
        ({"ongoing": True, "months": [9]}, "term"),
        ({"months": [9], "times": 2}, "term.times"),
        ({"sometimes": True}, "term.sometimes"),
    ],
)
def test_a_wrong_term_names_its_path(data, path):
    with pytest.raises(ShapeError) as error:
        term_from_json(data)
    assert error.value.path == path


TERMS = st.one_of(
    st.lists(st.integers(1, 12), min_size=1, unique=True).map(lambda m: Term(months=tuple(m))),
    st.builds(
        Term, every=st.sampled_from(["MONTH", "QUARTER", "HALF", "YEAR"]), times=st.integers(1, 9)
    ),
    st.just(Term(ongoing=True)),
    st.just(Term(on_request=True)),
)


@given(TERMS)
def test_a_term_survives_json(term):
    assert term_from_json(term.as_json()) == term


@given(st.text(max_size=60))
def test_any_text_is_read_without_an_error(text):
    split_terms(text)


@st.composite
def calendars(draw):
    """Any school year: leap years, early and late starts, long and short holidays."""
    year = draw(st.integers(2000, 2099))
    first = date(year, draw(st.sampled_from([8, 9])), draw(st.integers(1, 28)))
    quarters = []
    for _ in range(4):
        last = first + timedelta(days=draw(st.integers(20, 75)))
        quarters.append((first, last))
        first = last + timedelta(days=draw(st.integers(1, 25)))
    ends = quarters[-1][1] + timedelta(days=draw(st.integers(0, 10)))
    return Calendar(year, quarters[0][0], ends, tuple(quarters))


@given(TERMS, calendars())
def test_periods_of_any_year_against_the_slow_reading(term, calendar):
    found = periods(term, calendar)
    assert list(found) == slow_periods(term, calendar)
    assert all(since <= until for since, until in found if not term.months)
    if term.every in ("QUARTER", "YEAR"):  # no day of the year is lost, none counts twice
        days = [day for since, until in found for day in each_day(since, until)]
        assert days == list(each_day(calendar.starts_on, calendar.ends_on))
    if term.every == "HALF":
        quarters = periods(Term(every="QUARTER"), calendar)
        assert [span[0] for span in found] == [quarters[0][0], quarters[2][0]]
        assert [span[1] for span in found] == [quarters[1][1], quarters[3][1]]


@pytest.mark.parametrize(("year", "last"), [(2023, 29), (2026, 28), (2027, 29), (1999, 29)])
def test_february_of_leap_years(year, last):
    ((since, until),) = periods(Term(months=(2,)), default_calendar(year))
    assert (since, until) == (date(year + 1, 2, 1), date(year + 1, 2, last))


@pytest.mark.parametrize("every_", ["QUARTER", "HALF", "YEAR"])
def test_days_after_the_last_lessons_belong_to_the_last_period(every_):
    longer = replace(YEAR, ends_on=date(2028, 5, 31))
    assert periods(Term(every=every_), longer)[-1][1] == date(2028, 5, 31)

"""Dates in words, as the three languages write them."""

from datetime import date

import pytest

from tirek.web.rules import dates

FIRST, MONDAY = date(2026, 9, 1), date(2026, 11, 23)


@pytest.mark.parametrize(
    ("language", "long", "short", "weekday", "brief"),
    [
        ("kk", "2026 жылғы 23 қараша", "23 қараша", "дүйсенбі", "дс"),
        ("ru", "23 ноября 2026 г.", "23 ноября", "понедельник", "пн"),
        ("en", "23 November 2026", "23 November", "Monday", "Mon"),
    ],
)
def test_a_monday(language: str, long: str, short: str, weekday: str, brief: str):
    assert dates.long_day(MONDAY, language) == long
    assert dates.day_month(MONDAY, language) == short
    assert dates.weekday(MONDAY, language) == weekday
    assert dates.short_weekday(MONDAY, language) == brief


@pytest.mark.parametrize(
    ("language", "long"),
    [("kk", "2026 жылғы 1 қыркүйек"), ("ru", "1 сентября 2026 г."), ("en", "1 September 2026")],
)
def test_the_first_of_september(language: str, long: str):
    assert dates.long_day(FIRST, language) == long


def test_every_month_and_weekday_is_there_once():
    for language in ("kk", "ru", "en"):
        assert len(set(dates.MONTHS[language])) == 12
        assert len(set(dates.WEEKDAYS[language])) == len(set(dates.SHORT_WEEKDAYS[language])) == 7


@pytest.mark.parametrize(
    ("born", "day", "years"),
    [
        (date(2015, 3, 14), date(2026, 3, 13), 10),
        (date(2015, 3, 14), date(2026, 3, 14), 11),
        (date(2016, 2, 29), date(2026, 2, 28), 9),
        (date(2016, 2, 29), date(2026, 3, 1), 10),
    ],
)
def test_age(born: date, day: date, years: int):
    assert dates.years_between(born, day) == years


def test_short_day_has_leading_zeros():
    assert dates.short_day(FIRST) == "01.09.2026"


@pytest.mark.parametrize(
    ("language", "month", "expected"),
    [
        ("kk", 10, "2026 жылғы қазан"),
        ("en", 10, "October 2026"),
        ("ru", 10, "октябрь 2026 г."),
        ("ru", 3, "март 2026 г."),
        ("ru", 5, "май 2026 г."),
        ("ru", 8, "август 2026 г."),
        ("ru", 6, "июнь 2026 г."),
    ],
)
def test_a_month_as_a_whole(language: str, month: int, expected: str):
    assert dates.month_year(date(2026, month, 1), language) == expected

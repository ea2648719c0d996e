"""Headings, days and rows of class lists."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tirek.school.rules.days import BadDay, read_day
from tirek.school.rules.headings import Column, column_of, known_headings, letter
from tirek.school.rules.roster import NoHeadings, Table, parsed_rows, unread_headings

TODAY = date(2026, 11, 23)
HEAD = ["№", "Аты-жөні", "Сыныбы", "Туған күні", "Жынысы", "ЖСН", "Мекенжайы", "Телефоны"]


def rows(*cells, head=HEAD, title=(), name="1-парақ"):
    return parsed_rows(Table(name, [*title, head, *cells]), TODAY)


def row(*cells, head=HEAD):
    (one,) = rows([1, *cells], head=head)
    return one


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Аты-жөні", Column.FULL_NAME),
        ("Оқушының аты-жөні", Column.FULL_NAME),
        ("ТАӘ", Column.FULL_NAME),
        ("Ф.И.О.", Column.FULL_NAME),
        ("ФИО ученика", Column.FULL_NAME),
        ("Тегі", Column.SURNAME),
        ("Аты", Column.GIVEN),
        ("Әкесінің аты", Column.PATRONYMIC),
        ("Әкесінің аты-жөні", Column.FATHER_NAME),
        ("Анасының телефоны", Column.MOTHER_PHONE),
        ("Ата-анасының телефоны", Column.PARENT_PHONE),
        ("Ата-анасының аты-жөні", Column.PARENT_NAME),
        ("Туған күні, айы, жылы", Column.BORN_ON),
        ("Туған жері", Column.IGNORED),
        ("Дата рождения", Column.BORN_ON),
        ("Date of birth", Column.BORN_ON),
        ("Сынып жетекшісі", Column.IGNORED),
        ("Класс", Column.CLASS),
        ("ИИН", Column.IIN),
        ("ИИН матери", Column.IGNORED),
        ("Мекен-жайы", Column.ADDRESS),
        ("Электрондық мекенжайы", Column.IGNORED),
        ("Оқу тілі", Column.LANGUAGE),
        ("Surname", Column.SURNAME),
        ("Полка", None),
        ("Классика", None),
        ("№", None),
        ("", None),
    ],
)
def test_headings(heading, column):
    assert column_of(heading) is column


def test_the_table_of_headings_has_no_heading_twice():
    table = known_headings()
    assert len({words for words, _column in table}) == len(table) > 80
    assert all(words for words, _column in table)


@pytest.mark.parametrize(("place", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ")])
def test_letters(place, name):
    assert letter(place) == name


@pytest.mark.parametrize(
    "cell",
    [
        date(2015, 3, 14),
        datetime(2015, 3, 14, 0, 0),
        42077,
        42077.0,
        "42077",
        20150314,
        "14.03.2015",
        " 14.03.2015 ж.",
        "14.3.2015 г.",
        "14/03/2015",
        "14-03-2015",
        "14,03,2015",
        "14.03.2015 00:00:00",
        "2015-03-14",
        "2015-03-14T00:00:00",
        "2015.03.14",
        "2015 жылғы 14 наурыз",
        "14 наурыз 2015 ж.",
        "14 марта 2015 года",
        "March 14, 2015",
    ],
)
def test_days(cell):
    assert read_day(cell) == date(2015, 3, 14)


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        ("31.02.2016", "NO_SUCH_DAY"),
        ("29.02.2015", "NO_SUCH_DAY"),
        ("03/14/2015", "NO_SUCH_DAY"),
        ("14.03.15", "TWO_DIGIT_YEAR"),
        ("15-03-14", "TWO_DIGIT_YEAR"),
        ("2015", "YEAR_ONLY"),
        (2015, "YEAR_ONLY"),
        (2015.0, "YEAR_ONLY"),
        ("14.03.9999", "OUT_OF_RANGE"),
        ("белгісіз", "NOT_A_DAY"),
        ("14 наурыз", "NOT_A_DAY"),
        (-1, "NOT_A_DAY"),
        (float("nan"), "NOT_A_DAY"),
        (True, "NOT_A_DAY"),
        ("14.03.2015-15.03.2015", "NOT_A_DAY"),
    ],
)
def test_no_days(cell, fault):
    with pytest.raises(BadDay) as bad:
        read_day(cell)
    assert bad.value.fault == fault


@given(st.dates(date(1900, 3, 1), date(2100, 12, 31)))
def test_a_day_written_is_read(day):
    assert read_day(f"{day:%d.%m.%Y}") == read_day(day.isoformat()) == day


@given(st.one_of(st.text(), st.floats(), st.integers()))
def test_any_cell_is_a_day_or_says_why_not(cell):
    try:
        day = read_day(cell)
    except BadDay:
        return
    assert 1900 <= day.year <= 2100


def test_a_whole_row():
    one = row("СЕЙТ ӘСЕЛ Болатқызы", "5A", 42077.0, "қыз", None, "Бұлақ к-сі, 7-үй", 87010000000.0)
    assert one.flaw is None
    assert one.values == {
        "surname": "Сейт",
        "given": "Әсел",
        "patronymic": "Болатқызы",
        "class": "5А",
        "born_on": date(2015, 3, 14),
        "sex": "F",
        "address": "Бұлақ к-сі, 7-үй",
        "phone": "87010000000",
    }
    assert one.notes == ("CLASS_LATIN",)
    assert one.row == 2


@pytest.mark.parametrize(
    ("cells", "code", "column"),
    [
        ((None, "5А"), "NO_NAME", "B"),
        (("Әсел", "5А"), "ONE_WORD_NAME", "B"),
        (("Сейт 7", "5А"), "NOT_A_NAME", "B"),
        (("Н?рлан ?сел", "5А"), "LOST_LETTERS", "B"),
        (("Сейт Әсел", "бесінші"), "NOT_A_CLASS", "C"),
        (("Сейт Әсел", date(2026, 5, 1)), "NOT_A_CLASS", "C"),
        (("Сейт Әсел", "5А", "31.02.2016"), "NO_SUCH_DAY", "D"),
        (("Сейт Әсел", "5А", "24.11.2026"), "BORN_IN_FUTURE", "D"),
        (("Сейт Әсел", "5А", None, "иә"), "NOT_A_SEX", "E"),
        (("Сейт Әсел", "5А", None, None, "990101500015"), "IIN_CHECK_DIGIT", "F"),
        (("Сейт Әсел", "5А", None, None, "12345"), "IIN_LENGTH", "F"),
        (("Сейт Әсел", "5А", "14.03.2015", None, 101300019), "IIN_OTHER_BIRTH_DATE", "F"),
        (("Сейт Әсел", "5А", None, "қыз", 101300019), "IIN_OTHER_SEX", "F"),
        (("Сейт Әсел", "5А", None, None, None, "x" * 301), "TOO_LONG", "G"),
        (("С" * 101 + " Әсел", "5А"), "TOO_LONG", "B"),
    ],
)
def test_refused_cells(cells, code, column):
    one = row(*cells)
    assert (one.flaw.code, one.flaw.column) == (code, column)
    assert one.cell == f"{column}2"


def test_zeros_that_excel_ate_come_back():
    one = row("Сейт Дамир", "5А", None, None, 101300019.0)
    assert one.values["iin"] == "000101300019"
    assert one.values["born_on"] == date(1900, 1, 1)
    assert one.values["sex"] == "M"
    assert one.notes == ("IIN_RESTORED",)


def test_titles_are_passed_and_rows_keep_their_numbers():
    title = [["№ 12 мектеп оқушыларының тізімі"], [], ["2026-2027"]]
    made = rows([1, "Сейт Әсел", "5А"], [], [2, "Омар Дамир", "5А"], title=title)
    assert [one.row for one in made] == [5, 7]


def test_repeated_headings_and_numbered_columns_are_no_rows():
    made = rows([1, 2, 3, 4, 5, 6, 7, 8], [1, "Сейт Әсел", "5А"], HEAD, [2, "Омар Дамир", "5А"])
    assert [one.row for one in made] == [3, 5]


@pytest.mark.parametrize(
    ("name", "title", "found"),
    [
        ("5Ә", [], "5Ә"),
        ("Лист1", [["7 «Б» сынып оқушыларының тізімі"]], "7Б"),
        ("Лист1", [["Список 10-В класса"]], "10В"),
        ("Лист1", [["Тізім"]], None),
    ],
)
def test_the_class_of_the_sheet(name, title, found):
    head = ["№", "Аты-жөні", "Туған күні"]
    (one,) = rows([1, "Сейт Әсел", "14.03.2015"], head=head, title=title, name=name)
    assert one.values.get("class") == found


def test_three_columns_of_a_name():
    head = ["Тегі", "Аты", "Әкесінің аты", "Класс"]
    (one,) = rows(["Сейт", "Әсел", "", "5 а"], head=head)
    assert one.values == {"surname": "Сейт", "given": "Әсел", "class": "5А"}
    (bad,) = rows(["Сейт", "", "", "5а"], head=head)
    assert (bad.flaw.code, bad.flaw.column) == ("NO_NAME", "B")


def test_parents():
    head = ["ФИО", "Класс", "Әкесінің аты-жөні", "Әкесінің телефоны", "Анасының аты-жөні"]
    (one,) = rows(["Сейт Әсел", "5А", "Сейт Болат", 87010000000, "Сейт Гүл Омарқызы"], head=head)
    assert [(p.kinship, p.name.given, p.phone) for p in one.parents] == [
        ("FATHER", "Болат", "87010000000"),
        ("MOTHER", "Гүл", ""),
    ]


def test_no_headings():
    with pytest.raises(NoHeadings):
        parsed_rows(Table("x", [["5А сынып оқушыларының аты-жөні тізімі"], ["Сейт Әсел"]]), TODAY)


def test_unread_columns_are_named():
    table = Table("x", [["№", "р/с", "Аты-жөні", "Сыныбы", "Ұлты"], [1, 1, "Сейт Әсел", "5А", "x"]])
    assert unread_headings(table) == ["Ұлты"]


@given(
    st.lists(
        st.lists(st.one_of(st.none(), st.text(), st.floats(), st.integers()), max_size=9),
        max_size=8,
    )
)
def test_any_cells_give_rows_or_flaws(cells):
    for one in rows(*cells):
        assert one.flaw or one.values["surname"]

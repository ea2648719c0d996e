"""Lists as schools keep them, read row by row."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tirek.cards.ready import rows
from tirek.cards.rules.listed import line_from_json, lines_of, unread
from tirek.cards.rules.listing import Answers, Category, Fate, School, counts, decide
from tirek.cards.rules.listing import unknown_words as asked
from tirek.cards.rules.whom import Child, Sure, Whom
from tirek.cards.rules.words import code_in, codes_in, known_words, parts_of
from tirek.cards.tests.lists import excel, word
from tirek.school.reading import Unreadable, read_tables
from tirek.school.rules.roster import Table

TODAY = date(2026, 11, 23)
BUILT_IN = [
    SimpleNamespace(
        code=r["code"], name_kk=r["kk"], name_ru=r["ru"], name_en=r["en"], also=r["also"]
    )
    for r in rows("categories")
]
KNOWN = known_words(BUILT_IN)


def read(*table_rows, name="", file_name=""):
    return lines_of([Table(name, list(table_rows))], KNOWN, file_name)


def brief(lines):
    return [(one.row, one.name, one.class_name, code_in(one.category, KNOWN)) for one in lines]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("оралман", "RETURNEE"),
        ("Қандастар", "RETURNEE"),
        ("КӨП БАЛАЛЫ", "MULTI_CHILD"),
        ("Көпбалалы отбасы оқушыларының тізімі", "MULTI_CHILD"),
        ("многодетная", "MULTI_CHILD"),
        ("Малообеспеченная семья", "LOW_INCOME"),
        ("жетім", "HALF_ORPHAN"),
        ("тұл жетім", "ORPHAN"),
        ("Жартылай жетім", "HALF_ORPHAN"),
        ("сирота", "ORPHAN"),
        ("опека", "WARD"),
        ("Толық емес отбасы", "INCOMPLETE_FAMILY"),
        ("неполная семья", "INCOMPLETE_FAMILY"),
        ("АСП", "TARGETED_ASSISTANCE"),
        ("ВШУ", "REGISTER"),
        ("шахмат үйірмесі", ""),
        ("Көп балалы және аз қамтылған отбасылар", ""),
        ("", ""),
    ],
)
def test_words_mean_a_category(text, code):
    assert code_in(text, KNOWN) == code


def test_a_cell_may_name_several_categories():
    assert parts_of("көп балалы, АӘК", KNOWN) == ["көп балалы", "АӘК"]
    assert parts_of("Шахмат, дойбы", KNOWN) == ["Шахмат, дойбы"]
    assert codes_in("жартылай жетім", KNOWN) == ["HALF_ORPHAN"]


def test_a_title_names_the_category_and_the_headings_stand_below():
    lines = read(
        ["№ 12 мектеп-лицейі"],
        ["Көп балалы отбасылардан шыққан оқушылар тізімі, 2026-2027 оқу жылы"],
        [],
        ["№", "р/с", "Оқушының аты-жөні", "Сыныбы", "Негіздеме"],
        [1, 2, 3, 4, 5],
        [1, 101, "АХМЕТОВ Бауыржан", "5 «A»", "Анықтама № 12-3, 05.09.2025 ж."],
        [2, 102, "Қасенова Аружан", "7ә", "анықтама"],
        ["", "", "Барлығы: 2"],
    )
    assert brief(lines) == [
        (6, "АХМЕТОВ Бауыржан", "5А", "MULTI_CHILD"),
        (7, "Қасенова Аружан", "7Ә", "MULTI_CHILD"),
    ]
    said = lines[0].said
    assert (said.document, said.number, said.on) == ("Анықтама", "12-3", date(2025, 9, 5))


def test_headings_between_the_rows_name_the_category_and_the_class():
    lines = read(
        ["№", "ФИО", "Класс"],
        ["Толық емес отбасы"],
        [1, "Ахметов Бауыржан", "5А"],
        ["Многодетные", "", ""],
        [1, "Қасенова Аружан", "7Ә"],
        ["Шахмат үйірмесі"],
        [1, "Оспан Дамир", "3Б"],
        ["6Б сынып"],
        [2, "Оспан Мирас", ""],
    )
    assert brief(lines) == [
        (3, "Ахметов Бауыржан", "5А", "INCOMPLETE_FAMILY"),
        (5, "Қасенова Аружан", "7Ә", "MULTI_CHILD"),
        (7, "Оспан Дамир", "3Б", ""),
        (9, "Оспан Мирас", "6Б", ""),
    ]
    assert lines[2].category == "Шахмат үйірмесі"


def test_ticked_columns_and_two_categories_in_one_cell():
    ticked = read(
        ["Аты-жөні", "Сынып", "Көп балалы", "Аз қамтылған", "Шахмат"],
        ["Ахметов Бауыржан", "5А", "+", "+", "+"],
        ["Қасенова Аружан", "5А", "жоқ", "иә", ""],
        ["Оспан Дамир", "5А", "", "-", "+"],
    )
    assert brief(ticked) == [
        (2, "Ахметов Бауыржан", "5А", "MULTI_CHILD"),
        (2, "Ахметов Бауыржан", "5А", "LOW_INCOME"),
        (3, "Қасенова Аружан", "5А", "LOW_INCOME"),
    ]
    both = read(["Аты-жөні", "Санаты"], ["Ахметов Бауыржан", "көп балалы; оралман"])
    assert [code for *_, code in brief(both)] == ["MULTI_CHILD", "RETURNEE"]


def test_the_sheet_or_the_file_names_the_category_and_the_class():
    row = (["Тегі", "Аты", "Әкесінің аты"], ["1. Ахметов", "Бауыржан", "Тимурұлы"])
    lines = read(*row, name="Сироты 5Б класс", file_name="жетімдер.xlsx")
    assert brief(lines) == [(2, "Ахметов Бауыржан Тимурұлы", "5Б", "ORPHAN")]
    assert brief(read(*row, file_name="Қандастар 2026.xlsx"))[0][3] == "RETURNEE"
    tail = read(["ФИО"], ["Ахметов Бауыржан (5 А кл.)"])
    assert brief(tail) == [(2, "Ахметов Бауыржан", "5А", "")]


@pytest.mark.parametrize(
    ("row", "code", "cell"),
    [
        (["", "5А", "10.09.2026"], "NO_NAME", "A2"),
        (["Ахметов 777", "5А", ""], "NOT_A_NAME", "A2"),
        (["Қа?енов Дамир", "5А", ""], "LOST_LETTERS", "A2"),
        (["Ахметов Бауыржан", "бесінші", ""], "NOT_A_CLASS", "B2"),
        (["Ахметов Бауыржан", "5А", "31.02.2026"], "NO_SUCH_DAY", "C2"),
        (["Ахметов Бауыржан", "5А", "кеше"], "NOT_A_DAY", "C2"),
    ],
)
def test_a_wrong_cell_is_named(row, code, cell):
    (line,) = read(["Аты-жөні", "Сынып", "Қай күннен бастап"], row)
    assert (line.flaw.code, line.cell) == (code, cell)


def test_excel_with_merged_cells_and_several_sheets():
    content = excel(
        ("Толық емес отбасы", [
            ["Тізім"], ["Аты-жөні", "Сынып"], ["Ахметов Бауыржан", "5А"], ["Оспан Дамир", None],
        ]),
        ("Бос", [["Ескерту: тізім толық емес"]]),
        merged={"Толық емес отбасы": ["B3:B4", "A1:B1"]},
    )  # fmt: skip
    tables = read_tables(content)
    assert brief(lines_of(tables, KNOWN)) == [
        (3, "Ахметов Бауыржан", "5А", "INCOMPLETE_FAMILY"),
        (4, "Оспан Дамир", "5А", "INCOMPLETE_FAMILY"),
    ]
    assert unread(tables, KNOWN) == ["Бос"]


def test_word_tables_are_named_by_what_stands_above_them():
    content = word(
        "Көп балалы отбасылар",
        [["№", "Аты-жөні", "Сынып"], ["1", "Ахметов Бауыржан", "5А"]],
        "Оралмандар",
        [["№", "Аты-жөні", "Сынып"], ["6Б сынып", "", ""], ["1", "Оспан Дамир", ""]],
        across=(7,),
    )
    assert brief(lines_of(read_tables(content), KNOWN)) == [
        (2, "Ахметов Бауыржан", "5А", "MULTI_CHILD"),
        (3, "Оспан Дамир", "6Б", "RETURNEE"),
    ]


def test_a_word_row_merged_across_is_a_heading():
    content = word(
        [["№", "Аты-жөні", "Сынып"], ["Сироты", "", ""], ["1", "Оспан Дамир", "5А"]], across=(1,)
    )
    assert brief(lines_of(read_tables(content), KNOWN)) == [(3, "Оспан Дамир", "5А", "ORPHAN")]


def test_macros_and_files_without_tables_are_refused():
    from io import BytesIO
    from zipfile import ZipFile

    file = BytesIO(word("Тізім", [["Аты-жөні"], ["Оспан Дамир"]]))
    with ZipFile(file, "a") as box:
        box.writestr("word/vbaProject.bin", b"macro")
    for content, code in ((file.getvalue(), "MACROS"), (word("Тізім"), "NO_TABLES")):
        with pytest.raises(Unreadable) as caught:
            read_tables(content)
        assert caught.value.code == code


def test_a_line_survives_being_kept():
    lines = read(
        ["Аты-жөні", "Сынып", "Қай күннен бастап", "Негіз"],
        ["Ахметов Бауыржан", "5А", "10.09.2026", "Шешім №5"],
        ["Ахметов 9", "5А", "", ""],
    )
    assert [line_from_json(one.in_json()) for one in lines] == lines


CHILDREN = (
    Child(1, "Ахметов", "Бауыржан", "Тимурұлы", "5А"),
    Child(2, "Қасенова", "Аружан", "", "7Ә"),
    Child(3, "Оспан", "Дамир", "Ерланұлы", "3Б"),
    Child(4, "Оспан", "Дамир", "Асқарұлы", "6Б"),
    Child(5, "Калиев", "Арман", "", "2А"),
    Child(6, "Қалиев", "Арман", "", "2А"),
    Child(7, "Нұрлан", "Нұр-Сұлтан", "", "5А", "990101500016"),
)


@pytest.mark.parametrize(
    ("name", "of_class", "sure", "ids"),
    [
        ("Ахметов Бауыржан", "5А", Sure.EXACT, {1}),
        ("Бауыржан АХМЕТОВ", "", Sure.EXACT, {1}),
        ("Ахметов Бауыржан Тимурұлы", "", Sure.EXACT, {1}),
        ("Бауыржан Тимурулы Ахметов", "5А", Sure.EXACT, {1}),
        ("Касенова Аружан Болаткызы", "7Ә", Sure.EXACT, {2}),
        ("Kасенoва Аружан", "", Sure.EXACT, {2}),
        ("Нурлан Нурсултан", "5А", Sure.EXACT, {7}),
        ("Оспан Дамир", "6Б", Sure.EXACT, {4}),
        ("Оспан Дамир", "", Sure.SEVERAL, {3, 4}),
        ("Қалиев Арман", "2А", Sure.EXACT, {6}),
        ("Ахметов Бауыржан", "6Б", Sure.OTHER_CLASS, {1}),
        ("Ахметов Бауыржан Серікұлы", "5А", Sure.PATRONYMIC, {1}),
        ("Ахметов Б.", "5А", Sure.INITIALS, {1}),
        ("Б. Т. Ахметов", "", Sure.INITIALS, {1}),
        ("Оспан Д.", "", Sure.INITIALS, {3, 4}),
        ("Ахметоф Бауржан", "5А", Sure.TYPO, {1}),
        ("Ахмтеов Бауыржан", "", Sure.TYPO, {1}),
        ("Ахметов Серік", "5А", Sure.NOBODY, set()),
        ("Ахметов", "5А", Sure.NOBODY, set()),
        ("Ж. Ахметов", "5А", Sure.NOBODY, set()),
    ],
)
def test_whom_a_name_means(name, of_class, sure, ids):
    found = Whom(CHILDREN).find(name, of_class)
    assert (found.sure, set(found.ids)) == (sure, ids)


def test_an_iin_settles_it_only_with_a_name_that_fits():
    whom = Whom(CHILDREN)
    assert whom.find("Нурлан Н.", "", "990101500016").sure is Sure.EXACT
    assert whom.find("Оспан Дамир", "3Б", "990101500016").sure is Sure.TYPO


def school(**more):
    codes = {one.code: Category(one.code, demanded=one.code == "ORPHAN") for one in BUILT_IN}
    return School(categories=codes, known=KNOWN, children=CHILDREN, **more)


HEADS = ["Аты-жөні", "Сынып", "Санаты", "Қай күннен", "Негіздеме"]


def decided(*list_rows, answers=None, **more):
    return decide(read(HEADS, *list_rows), school(**more), answers or Answers(), TODAY)


def test_the_fate_of_each_row():
    row = ["Ахметов Бауыржан", "5А", "көп балалы", "01.09.2026", ""]
    made = decided(
        row,
        row,
        ["Ахметов Б.", *row[1:]],
        ["Қасенова Аружан", "7Ә", "оралман", "01.09.2026", ""],
        ["Қасенова Аружан", "7Ә", "сирота", "01.09.2026", ""],
        ["Қасенова Аружан", "7Ә", "шахматшы", "01.09.2026", ""],
        ["Жоқ Бала", "7Ә", "оралман", "01.09.2026", ""],
        ["Қасенова Аружан", "7Ә", "", "01.09.2026", ""],
        ["Қасенова Аружан", "7Ә", "АСП", "01.12.2026", ""],
        ["Қасенова Аружан", "7Ә", "АСП", "", ""],
        held={(2, "RETURNEE"): [(date(2026, 1, 1), None)]},
    )
    assert [(one.fate, one.flaw.code if one.flaw else "") for one in made] == [
        (Fate.OPEN, ""),
        (Fate.TWICE, ""),
        (Fate.DOUBTFUL, ""),
        (Fate.HAS, ""),
        (Fate.REFUSED, "NO_DOCUMENT"),
        (Fate.REFUSED, "NO_SUCH_CATEGORY"),
        (Fate.REFUSED, "NOBODY"),
        (Fate.REFUSED, "NO_CATEGORY"),
        (Fate.REFUSED, "AHEAD"),
        (Fate.REFUSED, "NO_SINCE"),
    ]
    assert asked(made) == {"шахматшы": "шахматшы"}


def test_answers_of_a_person_settle_what_is_doubtful_and_unknown():
    answers = Answers(
        category="GIFTED", words={"шахматшы": "GIFTED", "спорт": "-"}, rows={"0": 1, "3": "-"}
    )
    made = decided(
        ["Ахметов Б.", "", "оралман", "01.09.2026", ""],
        ["Қасенова Аружан", "", "Шахматшы", "01.09.2026", ""],
        ["Оспан Дамир", "6Б", "спорт", "01.09.2026", ""],
        ["Калиев Арман", "2А", "оралман", "01.09.2026", ""],
        ["Калиев Арман", "2А", "", "01.09.2026", ""],
        answers=answers,
    )
    assert [(one.fate, one.code, one.pupil) for one in made] == [
        (Fate.OPEN, "RETURNEE", 1),
        (Fate.OPEN, "GIFTED", 2),
        (Fate.OUT, "", None),
        (Fate.OUT, "", None),
        (Fate.OPEN, "GIFTED", 5),
    ]


NAMES = ["Ахметов Бауыржан", "Ахметов Б.", "Оспан Дамир", "Калиев Арман", "Жоқ Бала", "7", ""]
cells = st.tuples(
    st.sampled_from(NAMES),
    st.sampled_from(["5А", "6Б", "", "x"]),
    st.sampled_from(["көп балалы", "сирота", "оралман, АСП", "шахмат", ""]),
    st.sampled_from(["01.09.2026", "", "кеше", "01.09.2027"]),
    st.sampled_from(["", "Шешім № 1, 01.09.2026"]),
)


@given(st.lists(cells, max_size=12), st.dictionaries(st.sampled_from("0123"), st.sampled_from(
    [1, 3, 99, "-"])), st.sampled_from(["", "GIFTED", "-"]))  # fmt: skip
def test_counts_always_agree(list_rows, rows_answered, category):
    answers = Answers(category=category, words={"шахмат": category}, rows=rows_answered)
    made = decided(*map(list, list_rows), answers=answers)
    found = counts(made)
    assert found.pop("read") == sum(found.values()) == len(made)
    opened = [(one.pupil, one.code) for one in made if one.fate is Fate.OPEN]
    assert len(opened) == len(set(opened))
    for one in made:
        sure = one.found.sure is Sure.EXACT or one.key in rows_answered
        assert one.fate is not Fate.OPEN or sure
        assert (one.fate is Fate.REFUSED) == (one.flaw is not None)

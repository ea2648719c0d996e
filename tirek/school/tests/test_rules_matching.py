"""The fate of rows: nothing guessed, the sums agree."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tirek.school.rules.matching import Fate, Known, decisions, sums
from tirek.school.rules.roster import Flaw, ParsedRow

BORN = date(2015, 3, 14)
LATER = date(2015, 3, 15)
COLUMNS = {"full_name": "B", "class": "C", "born_on": "D", "iin": "F"}


def row(number=2, surname="Сейт", given="Әсел", school_class="5А", flaw=None, **values):
    kept = {"surname": surname, "given": given, "class": school_class, **values}
    kept = {name: value for name, value in kept.items() if value}
    return ParsedRow("", number, kept, COLUMNS, {}, flaw=flaw)


def known(id=1, surname="Сейт", given="Әсел", class_name="5А", **fields):
    return Known(id, surname, given, class_name=class_name, **fields)


def decide(rows, pupils=(), classes=("5А", "5Ә"), **options):
    return decisions(rows, pupils, classes, **options)


def fate(one_row, *pupils, **options):
    (made,) = decide([one_row], pupils, **options)
    return made


@pytest.mark.parametrize(
    ("one_row", "pupils", "expected"),
    [
        (row(), [], "NEW"),
        (row(), [known()], "SAME"),
        (row(born_on=BORN), [known(born_on=BORN)], "SAME"),
        (row(born_on=BORN), [known()], "CHANGED"),  # the date is filled in
        (row(born_on=BORN), [known(born_on=LATER)], "CHANGED"),  # the date is corrected
        (row(born_on=BORN), [known(born_on=LATER, class_name="5Ә")], "NEW"),  # a namesake
        (row(born_on=BORN), [known(born_on=BORN, class_name="5Ә")], "CHANGED"),  # a move
        (row(born_on=BORN), [known(born_on=BORN, class_name="")], "CHANGED"),  # came back
        (row(), [known(class_name="5Ә")], "NAMESAKE"),
        (row(), [known(), known(2)], "AMBIGUOUS"),
        (row(born_on=BORN), [known(born_on=BORN), known(2, born_on=BORN)], "AMBIGUOUS"),
        (
            row(born_on=BORN, patronymic="Болатқызы"),
            [
                known(born_on=BORN, patronymic="Болатқызы"),
                known(2, born_on=BORN, patronymic="Омарқызы"),
            ],
            "SAME",
        ),
        (row(iin="1", given="Асель"), [known(iin="1", given="Әсел")], "IIN_OF_ANOTHER"),
        (
            row(iin="1", given="Асель", born_on=BORN),
            [known(iin="1", born_on=BORN)],
            "CHANGED",
        ),
        (row(iin="1", born_on=BORN), [known(iin="2", born_on=BORN)], "OTHER_IIN"),
        (row(iin="1"), [known(iin="2")], "NEW"),
        (row(iin="1"), [known()], "CHANGED"),
        (row(surname="Сеит", born_on=BORN), [known(surname="Сейт", born_on=BORN)], "NEW"),
        (row(surname="Торебек", born_on=BORN), [known(surname="Төребек", born_on=BORN)], "CHANGED"),
        (row(school_class=""), [], "NO_CLASS"),
        (row(school_class=""), [known()], "SAME"),
        (row(school_class="12Д"), [], "NO_SUCH_CLASS"),
        (row(flaw=Flaw("NOT_A_DAY", "D")), [known()], "NOT_A_DAY"),
        (row(), [known(class_name="", ever_enrolled=False, born_on=BORN)], "NAMESAKE"),
        (row(born_on=BORN), [known(class_name="", ever_enrolled=False, born_on=BORN)], "NEW"),
        (row(phone="8 (701) 000-00-00"), [known(phone="+77010000000")], "SAME"),
        (row(), [known(address="Бұлақ", phone="1", iin="2", born_on=BORN)], "SAME"),
    ],
)
def test_one_row(one_row, pupils, expected):
    made = fate(one_row, *pupils)
    assert (made.flaw.code if made.flaw else made.fate) == expected


def test_changes_say_from_what_to_what():
    made = fate(
        row(address="Жаңа", born_on=BORN), known(address="Ескі", class_name="5Ә", born_on=BORN)
    )
    assert [(c.field, c.old, c.new) for c in made.changes] == [
        ("address", "Ескі", "Жаңа"),
        ("class", "5Ә", "5А"),
    ]


def test_classes_are_opened_when_asked():
    assert fate(row(school_class="12Д"), open_classes=True).fate is Fate.NEW


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (row(2, born_on=BORN), row(3, born_on=BORN), "DUPLICATE"),
        (row(2, iin="1"), row(3, iin="1"), "DUPLICATE"),
        (row(2, iin="1"), row(3, given="Ару", iin="1"), "IIN_TWICE"),
        (row(2), row(3), "NAME_TWICE"),
        (row(2, born_on=BORN), row(3), "NAME_TWICE"),
        (row(2, born_on=BORN), row(3, born_on=LATER), "NEW"),
        (row(2), row(3, school_class="5Ә"), "NEW"),
        (row(2, born_on=BORN), row(3, born_on=BORN, school_class="5Ә"), "TWO_CLASSES"),
        (
            row(2, born_on=BORN, patronymic="Болатқызы"),
            row(3, born_on=BORN, patronymic="Омарқызы"),
            "NEW",
        ),
        (row(2, flaw=Flaw("NOT_A_DAY")), row(3), "NEW"),
    ],
)
def test_two_rows(first, second, expected):
    _one, made = decide([first, second])
    assert (made.flaw.code if made.flaw else made.fate) == expected
    if expected not in ("NEW",):
        assert made.twin == 2


def test_two_rows_of_one_pupil_known_by_different_signs():
    made = decide(
        [row(2, iin="1", given="Асел", born_on=BORN), row(3, given="Ару", surname="Ким")],
        [known(iin="1", born_on=BORN), known(2, surname="Ким", given="Ару")],
    )
    assert [one.pupil for one in made] == [1, 2]


def test_a_sure_row_keeps_its_pupil_from_a_namesake():
    made = decide([row(2, born_on=LATER), row(3, born_on=BORN)], [known(born_on=BORN)])
    assert [(one.fate, one.pupil) for one in made] == [(Fate.NEW, None), (Fate.SAME, 1)]


some_rows = st.lists(
    st.builds(
        row,
        st.integers(2, 99),
        surname=st.sampled_from(["Сейт", "Ким", "Омар"]),
        given=st.sampled_from(["Әсел", "Ару"]),
        school_class=st.sampled_from(["5А", "5Ә", "12Д", ""]),
        born_on=st.sampled_from([None, BORN, LATER]),
        iin=st.sampled_from(["", "1", "2"]),
        flaw=st.sampled_from([None, None, None, Flaw("NOT_A_DAY")]),
    ),
    max_size=12,
)
some_pupils = st.lists(
    st.builds(
        known,
        id=st.integers(1, 999),
        surname=st.sampled_from(["Сейт", "Ким"]),
        given=st.sampled_from(["Әсел", "Ару"]),
        class_name=st.sampled_from(["5А", "5Ә", ""]),
        born_on=st.sampled_from([None, BORN]),
        iin=st.sampled_from(["", "1", "3"]),
    ),
    max_size=6,
    unique_by=lambda one: one.id,
)


@given(some_rows, some_pupils, st.booleans())
def test_the_sums_agree_and_no_pupil_is_written_twice(rows, pupils, opening):
    made = decide(rows, pupils, open_classes=opening)
    assert [one.row for one in made] == rows
    assert sum(sums(made).values()) == len(rows)
    assert all((one.flaw is not None) == (one.fate is Fate.REFUSED) for one in made)
    written = [one.pupil for one in made if one.pupil and one.fate is not Fate.DUPLICATE]
    assert len(written) == len(set(written))


@given(some_rows)
def test_the_same_list_again_changes_nothing_surely_known(rows):
    first = decide(rows, open_classes=True)
    new = [one for one in first if one.fate is Fate.NEW and one.row.values.get("born_on")]
    pupils = [
        Known(
            number,
            one.row.values["surname"],
            one.row.values["given"],
            born_on=one.row.values["born_on"],
            iin=one.row.values.get("iin", ""),
            class_name=one.row.values["class"],
        )
        for number, one in enumerate(new, 1)
    ]
    again = decide([one.row for one in new], pupils, open_classes=True)
    assert {one.fate for one in again} <= {Fate.SAME}

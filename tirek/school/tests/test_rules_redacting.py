"""A person is taken out of texts and rows; others stay."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tirek.school.rules.redacting import HIDDEN, Person, about, redacted, without

ARUZHAN = Person("Қуанышева", "Аружан", "Ерланқызы", date(2015, 3, 14), ("150314650123",))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Қуанышева Аружан келді", "… келді"),
        ("Аружан Қуанышевамен сөйлестік", "… сөйлестік"),
        ("Аружанның анасы", "… анасы"),
        ("аружан Ерланқызы", "… …"),
        ("Қуанышева келді", "… келді"),
        ("ЖСН 150314650123.", "ЖСН …."),
        ("Бекова Інжу келді", "Бекова Інжу келді"),
        ("Нұраружан келді", "Нұраружан келді"),
        ("Аружан, 14.03.2015, 6Ә", "…, …, 6Ә"),
        ("14.03.2015 күнгі жиналыс", "14.03.2015 күнгі жиналыс"),
        ("", ""),
    ],
)
def test_names_go_with_their_endings(text: str, left: str):
    assert redacted(text, [ARUZHAN]) == left


def test_a_surname_of_somebody_else_stays():
    text = "Қуанышева Аружан мен Қуанышев Данияр"
    assert redacted(text, [ARUZHAN], keep=["Қуанышев"]) == "… мен Қуанышев Данияр"


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        (["Қуанышева Аружан", "6Ә"], True),
        (["Қуанышева Аружан Ерланқызы"], True),
        (["Сейітова Аружан", "14.03.2015"], True),
        (["Сейітова Аружан", "2015-03-14"], True),
        (["Сейітова Аружан", "15.03.2015"], False),
        (["Қуанышев Данияр", "14.03.2015"], False),
        (["150314650123"], True),
        ([], False),
    ],
)
def test_whose_row_it_is(cells: list[str], found: bool):
    assert about(cells, ARUZHAN) is found


def test_rows_keep_their_place_and_their_figures():
    table = {"rows": [[1, "Қуанышева Аружан", "14.03.2015", None], [2, "Бекова Інжу", "", 3]]}
    assert without(table, [ARUZHAN]) == {
        "rows": [[1, HIDDEN, HIDDEN, None], [2, "Бекова Інжу", "", 3]]
    }
    family = [{"name": "Қуанышева Аружан", "born_on": "2015-03-14"}, {"name": "Бекова"}]
    assert without(family, [ARUZHAN]) == [{"name": HIDDEN, "born_on": HIDDEN}, {"name": "Бекова"}]


@given(st.text())
def test_a_nobody_changes_nothing(text: str):
    assert redacted(text, [Person()]) == text

"""The Kazakh order and the folded form."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tirek.school.rules.kazakh import ALPHABET, folded, sort_key


def test_the_alphabet_is_in_its_order():
    assert len(ALPHABET) == 42
    shuffled = sorted(ALPHABET)
    assert shuffled != list(ALPHABET)
    assert sorted(shuffled, key=sort_key) == list(ALPHABET)


@pytest.mark.parametrize(
    "names",
    [
        ["Абай", "Әбіл", "Бек"],
        ["Кім", "Қанат", "Лаура"],
        ["Нұр", "Ңа", "Осман", "Өмір", "Пак"],
        ["Ускен", "Ұлан", "Үміт", "Фарид"],
        ["Ханов", "Һасен", "Цой"],
        ["Шынар", "Ыбырай", "Ілияс", "Эльза"],
        ["Али Берік", "Алиев Азат", "Алиева Сая"],
        ["Ахмет", "Ахмет Али", "Ахмет-Али", "Ахметов"],
        ["Ержан", "Ёлка", "Жанар"],
        ["2", "Абай", "Smith"],
    ],
)
def test_names_in_order(names):
    mixed = names[::-1]
    assert sorted(mixed, key=sort_key) == names


def test_case_and_composition_make_no_difference():
    assert sort_key("ӘЛИЙ ё") == sort_key(unicodedata.normalize("NFD", "әлий Ё"))


@given(st.text(), st.text())
def test_keys_are_ascii_pairs(one, two):
    key = sort_key(one)
    assert key.isascii()
    assert len(key) % 2 == 0
    assert set(key) <= set("0123456789abcdefghijklmnopqrstuvwxyz")
    assert sort_key(f"Аб {two}") >= sort_key("Аб")


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("Қанат", "канат"),
        ("Әсел", "АСЕЛ"),
        ("Ілияс", "илияс"),
        ("Ілияс", "iлияс"),
        ("Ңғұүө", "нгууо"),
        ("Һасен", "хасен"),
        ("Һасен", "hасен"),
        ("Алёна", "алена"),
        ("Ахмет-Али", "ахмет  али"),
        ("Самат", "Cамат"),  # the first letter typed in Latin
        ("Анель", "Ане\u200bль"),
        ("Сайран", unicodedata.normalize("NFD", "сайран")),
    ],
)
def test_what_is_typed_finds_what_is_stored(stored, typed):
    assert folded(stored) == folded(typed)


def test_й_stays_another_letter_than_и():
    assert folded("Сай") != folded("Саи")


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_folding_twice_is_folding_once(text):
    assert folded(folded(text)) == folded(text)

"""Names of classes and people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tirek.school.rules.names import (
    PersonName,
    initialled,
    is_name,
    parse_class_name,
    short_name,
    split_full_name,
    tidy_name,
)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("5А", "5А"),
        ("5A", "5А"),  # Latin
        ("5 «А»", "5А"),
        ("5-А", "5А"),
        ("5 “ә” сыныбы", "5Ә"),
        ("05a", "5А"),
        ("5.0", "5"),
        ("10 Б класс", "10Б"),
        ("11-сынып", "11"),
        ("12Д", "12Д"),
        ("0 А", "0А"),
        ("МАД", "0"),
        ("МАД/0", "0"),
        ("Мектепалды даярлық", "0"),
        ("5I", "5І"),
        (" 7\u00a0В ", "7В"),
    ],
)
def test_class_names(text, name):
    assert parse_class_name(text).name == name


@pytest.mark.parametrize("text", ["", "13А", "А5", "5АБВ", "сынып", "5А 6Б", "5%", "2026"])
def test_no_class(text):
    with pytest.raises(ValueError, match=r".*"):
        parse_class_name(text)


def test_classes_in_order():
    names = ["0", "2А", "5А", "5Ә", "5Б", "10А", "11Ә"]
    mixed = names[::-1]
    assert sorted(mixed, key=lambda name: parse_class_name(name).order) == names


@given(st.integers(0, 12), st.sampled_from("АӘБВГҒД"))
def test_a_name_reads_as_itself(grade, letter):
    assert parse_class_name(f"{grade}{letter}").name == f"{grade}{letter}"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Сағындық Дамир", PersonName("Сағындық", "Дамир")),
        ("Серік  Дана Болатқызы", PersonName("Серік", "Дана", "Болатқызы")),
        ("СЕРІК ДАНА БОЛАТ ҚЫЗЫ", PersonName("Серік", "Дана", "Болат қызы")),
        ("Серік, Дана", PersonName("Серік", "Дана")),
        ("Cерік Дана", PersonName("Серік", "Дана")),  # Latin C
    ],
)
def test_full_names(text, name):
    assert split_full_name(text) == name


@pytest.mark.parametrize("text", ["", "Дамир", " . ,"])
def test_too_few_words(text):
    with pytest.raises(ValueError, match=r".*"):
        split_full_name(text.strip(" .,"))


def test_tidy_and_short():
    assert tidy_name("АХМЕТ-АЛИ") == "Ахмет-Али"
    assert tidy_name("Smith") == "Smith"
    assert short_name("Сағындық", "Дамир") == "Сағындық Дамир"
    assert initialled("Омарова", "Гүлнар") == "Г. Омарова"


@pytest.mark.parametrize(("text", "fits"), [("Ахмет-Али", True), ("О'Нил", True), ("7", False)])
def test_is_name(text, fits):
    assert is_name(text) is fits

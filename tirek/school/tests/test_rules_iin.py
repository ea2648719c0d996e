"""The IIN: only numbers that are nobody's."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tirek.school.rules.iin import Fault, check, check_digit, restored

VALID = ["000101300019", "990101500016", "991231600012", "990101500708", "991231600301"]


def faults(*args):
    return [problem.fault for problem in check(*args)]


@pytest.mark.parametrize("number", VALID)
def test_valid_numbers(number):
    assert check(number) == []


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        ("990101500015", Fault.CHECK_DIGIT),
        ("99010150001", Fault.LENGTH),
        ("9901015000160", Fault.LENGTH),
        ("99010150001x", Fault.CHARACTERS),
        ("٩٩٠١٠١٥٠٠٠١٦", Fault.CHARACTERS),
        ("990231500016", Fault.DATE),
        ("990101900016", Fault.CENTURY),
    ],
)
def test_faults(number, fault):
    assert fault in faults(number)


def test_empty_is_allowed():
    assert check("") == []


def test_birth_date_and_sex_are_compared():
    assert faults("000101300019", date(1900, 1, 1), "M") == []
    assert faults("000101300019", date(2000, 1, 1), "M") == [Fault.OTHER_BIRTH_DATE]
    assert faults("000101300019", date(1900, 1, 1), "F") == [Fault.OTHER_SEX]
    assert faults("991231600012", None, "") == []


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (101300019, "000101300019"),
        (101300019.0, "000101300019"),
        ("101300019", "000101300019"),
        ("101300019.0", "000101300019"),
        ("000101 300019", "000101300019"),
        ("'990101500016", "990101500016"),
        ("99010150001600", "99010150001600"),
        (None, ""),
        ("", ""),
        ("123", "123"),
        ("9.90102E+11", "9.90102E+11"),
        (1.5, "1.5"),
    ],
)
def test_what_a_spreadsheet_left(cell, number):
    assert restored(cell) == number


@given(st.sampled_from(VALID), st.integers(1, 9))
def test_only_one_check_digit_fits(number, shift):
    other = (int(number[11]) + shift) % 10
    assert faults(f"{number[:11]}{other}") == [Fault.CHECK_DIGIT]


@given(st.from_regex(r"[0-9]{11}", fullmatch=True))
def test_a_check_digit_is_a_digit_or_the_number_is_never_issued(digits):
    found = check_digit(digits)
    assert found is None or 0 <= found <= 9


@given(st.one_of(st.text(), st.floats(), st.integers(), st.none()))
def test_any_cell_gives_text_and_an_answer(cell):
    text = restored(cell)
    assert isinstance(text, str)
    check(text)

"""The individual identification number (ЖСН): shape, check digit, birth date and sex in it."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

LENGTH: Final = 12
# The shortest number Excel can leave of a valid one: year 00 and a month before October.
SHORTEST: Final = 9
FIRST_WEIGHTS: Final = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
SECOND_WEIGHTS: Final = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
CENTURIES: Final = {"3": (1900, "M"), "4": (1900, "F"), "5": (2000, "M"), "6": (2000, "F")}


class Fault(StrEnum):
    """What may be wrong with a number."""

    CHARACTERS = "CHARACTERS"
    LENGTH = "LENGTH"
    DATE = "DATE"
    CENTURY = "CENTURY"
    NEVER_ISSUED = "NEVER_ISSUED"
    CHECK_DIGIT = "CHECK_DIGIT"
    OTHER_BIRTH_DATE = "OTHER_BIRTH_DATE"
    OTHER_SEX = "OTHER_SEX"


@dataclass(frozen=True)
class Problem:
    """One fault; `value` is what the number itself says (its date, its sex) or the number."""

    fault: Fault
    value: str


def check_digit(first_eleven: str) -> int | None:
    """The twelfth digit for eleven ASCII digits; None when such a number is never issued."""
    digits = [int(digit) for digit in first_eleven]
    for weights in (FIRST_WEIGHTS, SECOND_WEIGHTS):
        remainder = sum(digit * weight for digit, weight in zip(digits, weights, strict=True)) % 11
        if remainder < 10:
            return remainder
    return None


def birth_date(iin: str) -> date | None:
    """The day in the number, None when there is no such day or century."""
    century = CENTURIES.get(iin[6:7])
    if century is None:
        return None
    try:
        return date(century[0] + int(iin[:2]), int(iin[2:4]), int(iin[4:6]))
    except ValueError:
        return None


def sex_of(iin: str) -> str | None:
    """`M` or `F` as the seventh digit says, None when it says neither."""
    century = CENTURIES.get(iin[6:7])
    return century[1] if century else None


def check(iin: str, born_on: date | None = None, sex: str | None = None) -> list[Problem]:
    """What is wrong with a number of 12 characters; an empty one is allowed and has no problems.

    `born_on` and `sex` (`M`, `F`) are compared when known: the check digit alone hardly
    protects the eleventh digit.
    """
    if not iin:
        return []
    if not re.fullmatch(r"[0-9]+", iin):
        return [Problem(Fault.CHARACTERS, iin)]
    if len(iin) != LENGTH:
        return [Problem(Fault.LENGTH, iin)]
    problems = []
    day = birth_date(iin)
    if iin[6] not in CENTURIES:
        problems.append(Problem(Fault.CENTURY, iin))
    elif day is None:
        problems.append(Problem(Fault.DATE, iin))
    expected = check_digit(iin[:11])
    if expected is None:
        problems.append(Problem(Fault.NEVER_ISSUED, iin))
    elif expected != int(iin[11]):
        problems.append(Problem(Fault.CHECK_DIGIT, iin))
    if not problems and day is not None:
        if born_on is not None and day != born_on:
            problems.append(Problem(Fault.OTHER_BIRTH_DATE, day.isoformat()))
        own_sex = sex_of(iin)
        if sex and own_sex and sex != own_sex:
            problems.append(Problem(Fault.OTHER_SEX, own_sex))
    return problems


def restored(value: object) -> str:
    """The number as text of 12 characters, with the leading zeros that a spreadsheet ate.

    Takes text, int and float; what cannot be a number comes back as its trimmed text, for
    `check` to name the fault.
    """
    if value is None:
        return ""
    if isinstance(value, float):
        text = str(int(value)) if value.is_integer() else str(value)
    else:
        text = re.sub(r"[\s\u00a0\u200b\ufeff'\u2019-]", "", str(value))
        text = re.sub(r"[.,]0+$", "", text)
    if re.fullmatch(r"[0-9]+", text) and SHORTEST <= len(text) < LENGTH:
        return text.zfill(LENGTH)
    return text

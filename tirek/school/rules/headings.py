"""What the columns of a class list hold, by the words of their headings."""

import csv
import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final, TypeVar

from tirek.school.rules.kazakh import folded

TABLE: Final = Path(__file__).parent.parent / "headings.tsv"


class Column(StrEnum):
    """What a column may hold; IGNORED ones look like another but are about somebody else."""

    FULL_NAME = "FULL_NAME"
    SURNAME = "SURNAME"
    GIVEN = "GIVEN"
    PATRONYMIC = "PATRONYMIC"
    CLASS = "CLASS"
    BORN_ON = "BORN_ON"
    SEX = "SEX"
    IIN = "IIN"
    ADDRESS = "ADDRESS"
    PHONE = "PHONE"
    LANGUAGE = "LANGUAGE"
    ARRIVED_ON = "ARRIVED_ON"
    FATHER_NAME = "FATHER_NAME"
    FATHER_PHONE = "FATHER_PHONE"
    MOTHER_NAME = "MOTHER_NAME"
    MOTHER_PHONE = "MOTHER_PHONE"
    PARENT_NAME = "PARENT_NAME"
    PARENT_PHONE = "PARENT_PHONE"
    IGNORED = "IGNORED"


Words = tuple[str, ...]
T = TypeVar("T")


def words_of(text: str) -> Words:
    """The words of a heading as they are compared: folded, without signs and brackets."""
    return tuple(re.findall(r"[^\W_]+", folded(text)))


def found_in(text: str, known: Iterable[tuple[Words, T]]) -> T | None:
    """What the longest known words mean that stand in a text whole and in order.

    `known` has the longest first.
    """
    words = words_of(text)
    for these, meaning in known:
        size = len(these)
        if size and any(words[at : at + size] == these for at in range(len(words) - size + 1)):
            return meaning
    return None


@cache
def known_headings() -> tuple[tuple[Words, Column], ...]:
    """The editable table `headings.tsv`, the longest headings first."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    table = {words_of(row["heading"]): Column(row["column"]) for row in rows}
    return tuple(sorted(table.items(), key=lambda item: -len(item[0])))


def column_of(heading: str) -> Column | None:
    """What a column holds: the longest known heading whose whole words stand in it, in order."""
    return found_in(heading, known_headings())


def columns_of(cells: Sequence[object]) -> dict[Column, int]:
    """The columns of a heading row by their places, the first one where a heading repeats."""
    found: dict[Column, int] = {}
    for place, cell in enumerate(cells):
        if isinstance(cell, str) and len(cell) <= 100:
            column = column_of(cell)
            if column is not None and column is not Column.IGNORED:
                found.setdefault(column, place)
    return found


def names_pupils(columns: dict[Column, int]) -> bool:
    """Whether these columns say who the pupils are."""
    return Column.FULL_NAME in columns or {Column.SURNAME, Column.GIVEN} <= columns.keys()


def letter(place: int) -> str:
    """The letter of a column counted from zero: 0 is A, 26 is AA."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name

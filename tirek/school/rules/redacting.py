"""Takes a person out of texts: names in any order and with any ending, numbers, dates."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

HIDDEN = "…"
# Shorter words are too common to be taken for a name.
SHORTEST = 3


@dataclass(frozen=True)
class Person:
    """Whom to take out; `numbers` are an IIN, phones and the like, found as they are written."""

    surname: str = ""
    given: str = ""
    patronymic: str = ""
    born_on: date | None = None
    numbers: tuple[str, ...] = ()
    # A part of the name alone is enough; False: only the given name and the surname together.
    parts: bool = True

    @property
    def names(self) -> frozenset[str]:
        """The names a row of a paper may hold, in the orders in which they are written."""
        if not self.surname or not self.given:
            return frozenset()
        short, turned = f"{self.surname} {self.given}", f"{self.given} {self.surname}"
        return frozenset({short, turned, f"{short} {self.patronymic}".strip()})


def redacted(text: str, people: Iterable[Person], *, keep: Iterable[str] = ()) -> str:
    """The text without these people: each name, with its ending, becomes one sign.

    `keep` are surnames that others who are meant here bear: alone they stay.
    """
    kept = [word.lower() for word in keep if word]
    for person in people:
        for number in person.numbers:
            if len(number) >= SHORTEST:
                text = text.replace(number, HIDDEN)
        before, given, surname = text, _word(person.given), _word(person.surname)
        if given and surname:
            text = re.sub(rf"{surname}\s+{given}|{given}\s+{surname}", HIDDEN, text, flags=re.I)
        alone = person.surname if not _shared(person.surname, kept) else ""
        for part in (person.given, person.patronymic, alone) if person.parts else ():
            if pattern := _word(part):
                text = re.sub(pattern, HIDDEN, text, flags=re.I)
        if text != before and person.born_on:  # whoever is named here is dated here too
            for written in (f"{person.born_on:%d.%m.%Y}", person.born_on.isoformat()):
                text = text.replace(written, HIDDEN)
    return text


def without(value: Any, people: Iterable[Person], *, keep: Iterable[str] = ()) -> Any:
    """Kept JSON without these people: rows about one of them are emptied, texts redacted."""
    found, kept = tuple(people), tuple(keep)
    if isinstance(value, str):
        return redacted(value, found, keep=kept)
    if isinstance(value, list):
        return [_row(one, found, kept) for one in value]
    if isinstance(value, dict):
        return {name: without(inner, found, keep=kept) for name, inner in value.items()}
    return value


def _row(row: Any, people: tuple[Person, ...], keep: tuple[str, ...]) -> Any:
    cells = row.values() if isinstance(row, dict) else row if isinstance(row, list) else ()
    words = [cell for cell in cells if isinstance(cell, str)]
    if not any(about(words, person) for person in people):
        return without(row, people, keep=keep)
    if isinstance(row, dict):
        return {name: _emptied(cell) for name, cell in row.items()}
    return [_emptied(cell) for cell in row]


def _emptied(cell: Any) -> Any:
    """Texts go; a number is the row's place or a count and stays."""
    if isinstance(cell, str):
        return HIDDEN if cell else ""
    return cell if isinstance(cell, int | float | bool) or cell is None else type(cell)()


def about(cells: Iterable[str], person: Person) -> bool:
    """Is a row of a paper about this person: by name, by number, or by given name and birth date?

    The last finds a child under a surname borne before. A namesake is emptied too: rather a row too
    many than a name too many.
    """
    found = list(cells)
    if person.names.intersection(found) or set(person.numbers).intersection(found):
        return True
    day, given = person.born_on, _word(person.given)
    if day is None or not given or not {f"{day:%d.%m.%Y}", day.isoformat()}.intersection(found):
        return False
    return any(re.search(given, cell, re.I) for cell in found)


def _word(name: str) -> str:
    """A pattern for the name as a word of a text, with whatever ending it has there."""
    return rf"\b{re.escape(name)}\w*" if len(name) >= SHORTEST else ""


def _shared(surname: str, others: list[str]) -> bool:
    """Қуанышев and Қуанышева are one family: either may stand for somebody else."""
    low = surname.lower()
    return any(low.startswith(one) or one.startswith(low) for one in others)

"""Who may be one family: pupils of different families, or of none, who share what families share.

A program only proposes: each proposal says why, and a person decides. Every pupil falls into a few
buckets (a telephone, a grown-up's name, a surname at an address); pairs are made inside small
buckets only, so the work grows with the number of pupils, not with its square.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tirek.school.rules.kazakh import folded
from tirek.school.rules.phones import numbers


class Sign(StrEnum):
    """What two families have in common."""

    PHONE = "PHONE"
    PARENT = "PARENT"
    NAMESAKE = "NAMESAKE"
    ADDRESS = "ADDRESS"


class Strength(StrEnum):
    """How much a proposal rests on."""

    STRONG = "STRONG"
    LIKELY = "LIKELY"
    WEAK = "WEAK"


# A surname and a first name where a patronymic is missing (NAMESAKE) say little by themselves.
WEIGHT: Final = {Sign.PHONE: 3, Sign.PARENT: 3, Sign.ADDRESS: 2, Sign.NAMESAKE: 1}
STRONG_FROM, LIKELY_FROM = 4, 2
# What more families than these share is the school's telephone or a hostel: it says nothing.
WIDEST: Final = 6

ENDINGS: Final = ("кызы", "улы", "ова", "ева", "ина", "ская", "ов", "ев", "ин", "ский", "ая", "ий")
# Kinds of streets and houses in Kazakh and Russian, as they stand after folding.
PLACES: Final = frozenset(
    {
        *("кошеси", "коше", "к", "си", "даңгылы", "дангылы", "ауылы", "ауыл", "кала", "каласы"),
        *("ул", "улица", "пр", "просп", "проспект", "пер", "переулок", "тупик", "село", "с", "г"),
        *("уй", "уйи", "д", "дом", "кв", "квартира", "патер", "п", "корпус", "корп", "город"),
        *("мкр", "мкрн", "микрорайон", "ыкшам", "ыкшамаудан", "ыкшамауданы", "аудан", "ауданы"),
    }
)


@dataclass(frozen=True)
class Grown:
    """A grown-up of the family: full name and telephones as they are written."""

    surname: str = ""
    given: str = ""
    patronymic: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Child:
    """A pupil with the family lived in (None: none is known) and what is known of its grown-ups."""

    id: int
    surname: str
    address: str = ""
    phone: str = ""
    home: int | None = None
    grown: tuple[Grown, ...] = ()


@dataclass(frozen=True)
class Reason:
    """One thing in common: its sign, and the value as it was written first."""

    sign: Sign
    shown: str


@dataclass(frozen=True)
class Proposal:
    """Two groups of pupils who may be one family, and why; the pupils of a family stay together."""

    first: tuple[int, ...]
    second: tuple[int, ...]
    first_home: int | None
    second_home: int | None
    reasons: tuple[Reason, ...]

    @property
    def weight(self) -> int:
        """The sum of the different signs' weights."""
        return sum(WEIGHT[sign] for sign in {reason.sign for reason in self.reasons})

    @property
    def strength(self) -> Strength:
        """In three steps, for people."""
        if self.weight >= STRONG_FROM:
            return Strength.STRONG
        return Strength.LIKELY if self.weight >= LIKELY_FROM else Strength.WEAK


def stem(surname: str) -> str:
    """A surname without the ending that a son's and a daughter's differ in, folded."""
    plain = folded(surname)
    for ending in ENDINGS:
        if plain.endswith(ending) and len(plain) - len(ending) >= 3:
            return plain.removesuffix(ending)
    return plain


def place(address: str) -> tuple[str, ...]:
    """An address made comparable: its names and numbers in order, without the kinds of places.

    Empty when there is no number in it: a village alone is not where a family lives.
    """
    parts = re.findall(r"\d+|[^\W\d_]+", folded(address))
    kept = tuple(part for part in parts if part not in PLACES)
    return kept if any(part.isdigit() for part in kept) and len(kept) > 1 else ()


def proposals(children: Iterable[Child], apart: Collection[frozenset[int]] = ()) -> list[Proposal]:
    """Pairs of families that may be one, the best founded first.

    `apart` holds pairs of pupils of whom somebody has said that they are no family.
    """
    groups: dict[tuple[str, int], list[Child]] = defaultdict(list)
    for child in children:
        groups[("child", child.id) if child.home is None else ("home", child.home)].append(child)
    units = list(groups.values())
    shared: dict[tuple[Sign, object], dict[int, dict[str, bool]]] = defaultdict(dict)
    for number, unit in enumerate(units):
        for child in unit:
            for sign, key, shown, whole in _marks(child):
                shared[(sign, key)].setdefault(number, {})[shown] = whole
    pairs: dict[tuple[int, int], dict[Reason, None]] = defaultdict(dict)
    for (sign, _key), found in shared.items():
        if not 1 < len(found) <= WIDEST:
            continue
        numbered = sorted(found)
        for at, first in enumerate(numbered):
            for second in numbered[at + 1 :]:
                # Of two namesakes one must lack a patronymic: two that differ are two people.
                whole = all(found[first].values()) and all(found[second].values())
                if sign != Sign.NAMESAKE or not whole:
                    pairs[(first, second)][Reason(sign, next(iter(found[first])))] = None
    made = [
        _proposal(units[first], units[second], tuple(reasons))
        for (first, second), reasons in pairs.items()
        if not _said_apart(units[first], units[second], apart)
    ]
    return sorted(made, key=lambda one: (-one.weight, one.first, one.second))


def _marks(child: Child) -> Iterable[tuple[Sign, object, str, bool]]:
    """What may be shared: the sign, its key, how it is shown, whether it says all there is."""
    for text in (child.phone, *(one.phone for one in child.grown)):
        for number in numbers(text):
            yield Sign.PHONE, number, text, True
    for one in child.grown:
        name = folded(f"{one.surname} {one.given}")
        if not (one.surname and one.given):
            continue
        shown = " ".join(part for part in (one.surname, one.given, one.patronymic) if part)
        yield Sign.NAMESAKE, name, shown, bool(one.patronymic)
        if one.patronymic:
            yield Sign.PARENT, f"{name} {folded(one.patronymic)}", shown, True
    if where := place(child.address):
        yield Sign.ADDRESS, (stem(child.surname), where), f"{child.surname}, {child.address}", True


def _proposal(first: list[Child], second: list[Child], reasons: tuple[Reason, ...]) -> Proposal:
    # A full name in common says the short one too, and once is enough.
    full = {reason.shown for reason in reasons if reason.sign == Sign.PARENT}
    kept = [r for r in reasons if r.sign != Sign.NAMESAKE or r.shown not in full]
    return Proposal(
        tuple(child.id for child in first),
        tuple(child.id for child in second),
        first[0].home,
        second[0].home,
        tuple(sorted(kept, key=lambda r: (-WEIGHT[r.sign], r.shown))),
    )


def _said_apart(first: list[Child], second: list[Child], apart: Collection[frozenset[int]]) -> bool:
    return bool(apart) and any(
        frozenset((one.id, other.id)) in apart for one in first for other in second
    )

"""Which cards may be of one child; a person compares them and decides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tirek.school.rules.kazakh import folded


class Ground(StrEnum):
    """Why two cards may be of one child."""

    IIN = "IIN"
    NAME_AND_BIRTH = "NAME_AND_BIRTH"
    NAME = "NAME"


@dataclass(frozen=True)
class Card:
    """A pupil's card as far as it says who this is."""

    id: int
    surname: str
    given: str
    patronymic: str = ""
    born_on: date | None = None
    iin: str = ""


@dataclass(frozen=True)
class Double:
    """Two cards that may be of one child, the older first, and on what ground."""

    first: int
    second: int
    ground: Ground


def doubles(cards: Iterable[Card], apart: Collection[frozenset[int]] = ()) -> list[Double]:
    """Pairs with the same IIN, or the same name where no birth date or IIN speaks against it.

    A patronymic may be missing on one of the two. `apart` holds pairs that are two children, as
    somebody has said. The surest ground first.
    """
    by_iin: dict[str, list[Card]] = defaultdict(list)
    by_name: dict[str, list[Card]] = defaultdict(list)
    for card in cards:
        if card.iin:
            by_iin[card.iin].append(card)
        by_name[folded(f"{card.surname} {card.given}")].append(card)
    found: dict[frozenset[int], Double] = {}
    for bucket in by_iin.values():
        for one, other in _pairs(bucket):
            _keep(found, one, other, Ground.IIN)
    for bucket in by_name.values():
        for one, other in _pairs(bucket):
            if ground := _ground(one, other):
                _keep(found, one, other, ground)
    order = list(Ground)
    chosen = [double for pair, double in found.items() if pair not in apart]
    return sorted(chosen, key=lambda d: (order.index(d.ground), d.first, d.second))


def _pairs(cards: list[Card]) -> Iterable[tuple[Card, Card]]:
    for at, one in enumerate(cards):
        for other in cards[at + 1 :]:
            yield one, other


def _ground(one: Card, other: Card) -> Ground | None:
    """On what ground two cards of one name may be of one child; None: they are not."""
    if one.iin and other.iin and one.iin != other.iin:
        return None
    names = {folded(card.patronymic) for card in (one, other)} - {""}
    if len(names) > 1:
        return None
    if one.born_on and other.born_on:
        return Ground.NAME_AND_BIRTH if one.born_on == other.born_on else None
    return Ground.NAME


def _keep(found: dict[frozenset[int], Double], one: Card, other: Card, ground: Ground) -> None:
    first, second = sorted((one.id, other.id))
    found.setdefault(frozenset((first, second)), Double(first, second, ground))

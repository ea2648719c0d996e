"""The order in which addresses are visited: by street, then by house, as people sort them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tirek.school.rules.kazakh import sort_key

# What says only that a street, a house or a flat follows: "ул. Абая, д. 5" is "Абая 5".
FILLERS = frozenset(
    {
        *("көшесі", "көше", "к", "сі", "кші", "ул", "улица", "street", "st"),
        *("үй", "үйі", "дом", "д", "house", "пәтер", "п", "квартира", "кв", "flat"),
    }
)
PIECES = re.compile(r"[0-9]+|[^\W\d_]+")

Token = tuple[int, int, str]
Key = tuple[bool, tuple[Token, ...], str]


def address_key(address: str) -> Key:
    """Sorts addresses: words in the Kazakh order, numbers as numbers; an empty one comes last.

    12 < 12/1 < 12а < 13; "Абай көшесі, 5" and "ул. Абай 5" stand side by side.
    """
    text = address.casefold()
    pieces = list(PIECES.finditer(text))
    kept = [one[0] for one in pieces if one[0] not in FILLERS or _glued(text, one.start())]
    return (not pieces, tuple(_token(piece) for piece in kept), sort_key(address))


def route_order(addresses: Sequence[str]) -> list[int]:
    """Places of the addresses in the order of the route; equal ones keep the order they had."""
    return sorted(range(len(addresses)), key=lambda place: address_key(addresses[place]))


def moved(places: Sequence[int], place: int, up: bool) -> list[int]:
    """The places with one of them moved a step; the first goes no higher, the last no lower."""
    found = list(places)
    here = found.index(place)
    there = here - 1 if up else here + 1
    if 0 <= there < len(found):
        found[here], found[there] = found[there], found[here]
    return found


def _glued(text: str, start: int) -> bool:
    """Is it the letter of a house: 12д?"""
    return start > 0 and text[start - 1] in "0123456789"


def _token(piece: str) -> Token:
    return (0, int(piece), "") if piece[0] in "0123456789" else (1, 0, sort_key(piece))

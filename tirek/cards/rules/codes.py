"""A code made from a name."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from typing import Final

KAZAKH: Final = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
SOUNDS: Final = (
    "a a b v g g d e e j z i i k q l m n n o o p r s t u u u f h h ts ch sh sh - y i - e yu ya"
)
LATIN: Final = dict(zip(KAZAKH, SOUNDS.split(), strict=True))


def code_of(name: str, taken: Collection[str], most: int = 40) -> str:
    """`SHAHMAT_UIIRMESI` from «Шахмат үйірмесі»: Latin capitals, digits, `_`; never one taken."""
    plain = unicodedata.normalize("NFC", name.casefold())
    signs = [LATIN.get(sign, sign if sign.isascii() and sign.isalnum() else "_") for sign in plain]
    words = "".join(signs).replace("-", "").upper().split("_")
    made = "_".join(word for word in words if word)[: most - 4].strip("_") or "OWN"
    code, number = made, 1
    while code in taken:
        number += 1
        code = f"{made}_{number}"
    return code

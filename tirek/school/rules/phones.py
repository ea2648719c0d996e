"""Telephone numbers in a free text, made comparable."""

from __future__ import annotations

import re
from typing import Final

# A number as it is written: digits with spaces, dashes, brackets and dots between them.
WRITTEN: Final = re.compile(r"\+?\d(?:[\s().\-\u2010-\u2015]{0,2}\d)*")
SHORTEST: Final = 6  # digits: a number of a town's own exchange


def numbers(text: str) -> tuple[str, ...]:
    """The numbers in a text, digits only: a national one without +7 or 8, so that both are equal.

    What is too short, or one digit over and over, is no number. Several may stand in one field.
    """
    found = []
    for written in WRITTEN.findall(text):
        digits = "".join(sign for sign in written if sign.isdigit())
        if len(digits) == 11 and digits[0] in "78":
            digits = digits[1:]
        if len(digits) >= SHORTEST and len(set(digits)) > 1 and digits not in found:
            found.append(digits)
    return tuple(found)

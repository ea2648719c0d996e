"""What people type, read: dates, numbers and names as they are written in a form."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from tirek.visits.rules.asked import Type, pgettext


class Unreadable(ValueError):
    """What was typed is not of the kind asked for; the text is a message of the catalogue."""


def read_typed(kind: Type, typed: str) -> str | int | None:
    """What was typed, as `details` keeps it; nothing typed is "" for a text, None for the rest.

    64,5 and 64.5 are one number, 120 000 one hundred and twenty thousand.
    """
    text = clean(typed, lines=kind is Type.TEXT)
    if kind in (Type.LINE, Type.TEXT):
        return text
    if not text:
        return None
    if kind in (Type.DATE, Type.TERM):
        day = read_day(text)
        if day is None:
            raise Unreadable(pgettext("act", "Enter a date like 23.11.2026."))
        return day.isoformat()
    digits = text.replace(" ", "").replace("\u2212", "-")
    if kind in (Type.WHOLE, Type.YEAR):
        if not re.fullmatch(r"-?[0-9]{1,12}", digits):
            raise Unreadable(pgettext("act", "Enter a whole number in figures."))
        return int(digits)
    number = _decimal(digits.replace(",", "."))
    if number is None:
        raise Unreadable(pgettext("act", "Enter a number in figures, like 120000 or 64,5."))
    return f"{number.normalize():f}"


def read_day(text: str) -> date | None:
    """A day typed as 23.11.2026, 23/11/2026, 23-11-2026 or 2026-11-23; None when it is none."""
    for shape in ("%d.%m.%Y", "%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"):
        try:
            return datetime.strptime(text.strip(), shape).date()
        except ValueError:
            continue
    return None


def clean(typed: str, *, lines: bool = False) -> str:
    """Typed text without control characters and needless spaces; line ends kept when asked."""
    text = typed.replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(one for one in text if one.isprintable() or one.isspace())
    if lines:
        return "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()
    return " ".join(text.split())


def _decimal(digits: str) -> Decimal | None:
    if not re.fullmatch(r"-?[0-9]{1,12}(\.[0-9]{0,6})?", digits):
        return None
    try:
        return Decimal(digits)
    except InvalidOperation:
        return None

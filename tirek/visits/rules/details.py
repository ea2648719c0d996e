"""What may stand in an act's `details`: its shape for the school file, its checks for the form."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from tirek.visits.rules.asked import MAIN, Field, Form, Step, Type, pgettext
from tirek.visits.rules.shared import CHAIR, LEAST_COMMISSION, SIGNATURES

Details = Mapping[str, object]

LONGEST_LINE = 300  # characters of a LINE
LONGEST_TEXT = 5_000  # characters of a TEXT
MOST_ROWS = 40  # people in one table
GREATEST = Decimal("1000000000")  # of any number: more is a slip of the hand
GREATEST_NUMBER = 999_999  # of an act
OLDEST_YEAR = 1900


@dataclass(frozen=True)
class Problem:
    """One thing wrong: where (`family[1].income`), what (a message for the catalogue, context
    "act") and the values the message names."""

    path: str
    message: str
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def field(self) -> str:
        """Code of the field the problem stands at, or "on" for the date."""
        return self.path.split("[", 1)[0]


def shape_problems(form: Form, details: object) -> list[Problem]:
    """What keeps `details` from being an act's: unknown keys and codes, values of a wrong type.

    Nothing need be there. Whether the values make sense is not asked here: an import takes them.
    """
    if not isinstance(details, Mapping):
        return [Problem("", pgettext("act", "An object is expected."))]
    found: list[Problem] = []
    for code, value in details.items():
        if code == "number":
            if type(value) is not int or not 1 <= value <= GREATEST_NUMBER:
                found.append(Problem(code, pgettext("act", "A number of 1 or more is expected.")))
        elif code not in form.fields:
            found.append(_unknown(str(code)))
        else:
            found.extend(_shape(form.fields[code], value, code))
    return found


def draft_problems(form: Form, on: date | None, details: Details, *, today: date) -> list[Problem]:
    """What is wrong already in a draft: a future date, a negative sum, a text too long.

    `on` is the day of the visit, `today` the day of asking. Empty answers are no problem here.
    """
    found: list[Problem] = []
    if on is not None and on > today:
        found.append(Problem("on", pgettext("act", "Enter today's date or an earlier one.")))
    for code, asked in form.fields.items():
        if code in details:
            found.extend(_sense(asked, details[code], code, today))
    read_on = _day(details.get("read_on"))
    if read_on is not None and on is not None and read_on < on:
        found.append(
            Problem("read_on", pgettext("act", "This is before the day of the inspection."))
        )
    if read_on is not None and not said(details.get("read_by")):
        found.append(Problem("read_by", pgettext("act", "Name who was acquainted with the act.")))
    chairs = [row for row in rows_of(details, "commission") if row.get("role") == CHAIR]
    if len(chairs) > 1:
        found.append(Problem("commission", pgettext("act", "Only one chair leads a commission.")))
    return found


def signing_problems(
    form: Form, on: date | None, details: Details, *, today: date
) -> list[Problem]:
    """What keeps the act from being signed: all that is wrong in a draft, and what must be there.

    The date, the form's own questions, and at least two members of the commission.
    """
    found = draft_problems(form, on, details, today=today)
    wrong = {problem.field for problem in found}
    if on is None:
        found.append(Problem("on", pgettext("act", "Enter the date of the inspection.")))
    named = [row for row in rows_of(details, "commission") if said(row.get("name"))]
    if len(named) < LEAST_COMMISSION and "commission" not in wrong:
        found.append(
            Problem(
                "commission",
                pgettext("act", "Name at least %(least)s members of the commission."),
                {"least": LEAST_COMMISSION},
            )
        )
    for code, asked in form.fields.items():
        if asked.to_sign and code not in wrong | {"commission"} and not said(details.get(code)):
            found.append(Problem(code, pgettext("act", "This must be filled in before signing.")))
    order = ["on", *form.fields]
    return sorted(found, key=lambda problem: order.index(problem.field))


def fingerprint(step: Step, on: date | None, details: Details) -> str:
    """A mark of what a step holds: two forms opened on the same answers carry the same mark.

    The first step also holds the date and the children.
    """
    codes = [asked.code for asked in step.fields]
    held: dict[str, object] = {code: details[code] for code in codes if said(details.get(code))}
    if step.code == MAIN:
        held["on"] = on.isoformat() if on else ""
        held["children"] = details.get("children")
    text = json.dumps(held, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def whole_mark(form: Form, on: date | None, details: Details) -> str:
    """A mark of all that is signed: a signature given under other words no longer fits it.

    Who was acquainted and when is written down after it was read, so it is not part of it.
    """
    marks = [fingerprint(step, on, details) for step in form.steps if step is not SIGNATURES]
    return hashlib.sha256(" ".join(marks).encode()).hexdigest()[:16]


def said(value: object) -> bool:
    """Whether an answer was given: "none of these" (an empty list of ticks) is one, "" is not."""
    return value is not None and value is not False and value != ""


def answered(step: Step, details: Details) -> bool:
    """Whether a step has been gone through: any of its questions has an answer."""
    return any(said(details.get(asked.code)) for asked in step.fields)


def rows_of(details: Details, code: str) -> list[Mapping[str, object]]:
    """The rows of a table field, empty when there are none."""
    rows = details.get(code)
    if not isinstance(rows, Sequence) or isinstance(rows, str):
        return []
    return [row for row in rows if isinstance(row, Mapping)]


def number_of(value: object) -> Decimal | None:
    """A stored number as a Decimal, None when it is none (a flag, a text that is not a number)."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def school_year_of(on: date) -> int:
    """The school year in which acts of this day are numbered: it begins on 1 September."""
    return on.year if on.month >= 9 else on.year - 1


def _unknown(path: str) -> Problem:
    return Problem(path, pgettext("act", "An act has no such field."))


def _shape(asked: Field, value: object, path: str) -> Iterator[Problem]:
    if asked.type is Type.ROWS:
        yield from _row_shapes(asked, value, path)
    elif asked.type is Type.MANY:
        if not isinstance(value, list):
            yield Problem(path, pgettext("act", "A list is expected."))
        else:
            for at, code in enumerate(value):
                yield from _choice_shape(asked, code, f"{path}[{at}]")
    elif asked.type is Type.ONE:
        if value != "":
            yield from _choice_shape(asked, value, path)
    elif not _fits(asked.type, value):
        yield Problem(path, _EXPECTED[asked.type])


def _row_shapes(asked: Field, value: object, path: str) -> Iterator[Problem]:
    if not isinstance(value, list):
        yield Problem(path, pgettext("act", "A list is expected."))
        return
    columns = {column.code: column for column in asked.columns}
    for at, row in enumerate(value):
        here = f"{path}[{at}]"
        if not isinstance(row, Mapping):
            yield Problem(here, pgettext("act", "An object is expected."))
            continue
        for code, cell in row.items():
            if code not in columns:
                yield _unknown(f"{here}.{code}")
            else:
                yield from _shape(columns[code], cell, f"{here}.{code}")


def _choice_shape(asked: Field, code: object, path: str) -> Iterator[Problem]:
    if not isinstance(code, str) or asked.choice(code) is None:
        yield Problem(path, pgettext("act", "There is no such answer."))


def _fits(kind: Type, value: object) -> bool:
    if kind in (Type.LINE, Type.TEXT):
        return isinstance(value, str) and _storable(value)
    if kind is Type.FLAG:
        return isinstance(value, bool)
    if kind in (Type.DATE, Type.TERM):
        return value == "" or _day(value) is not None
    if kind is Type.DECIMAL:
        return value == "" or _plain(number_of(value))
    return type(value) is int  # WHOLE, YEAR; a flag is not a number


_LACKING = {"Full name": pgettext("act", "Enter the full name.")}
_LEFT_EMPTY = pgettext("act", "Fill this in, or clear the line.")

_EXPECTED = {
    Type.LINE: pgettext("act", "A text is expected."),
    Type.TEXT: pgettext("act", "A text is expected."),
    Type.FLAG: pgettext("act", "true or false is expected."),
    Type.DATE: pgettext("act", "A date like 2026-11-23 is expected."),
    Type.TERM: pgettext("act", "A date like 2026-11-23 is expected."),
    Type.DECIMAL: pgettext("act", "A number is expected."),
    Type.WHOLE: pgettext("act", "A whole number is expected."),
    Type.YEAR: pgettext("act", "A whole number is expected."),
}


def _sense(asked: Field, value: object, path: str, today: date) -> Iterator[Problem]:
    """What is senseless in a well-shaped answer."""
    if asked.type is Type.ROWS:
        rows = rows_of({path: value}, path)
        if len(rows) > MOST_ROWS:
            yield Problem(path, pgettext("act", "At most %(most)s rows."), {"most": MOST_ROWS})
        for at, row in enumerate(rows):
            for column in asked.columns:
                here = f"{path}[{at}].{column.code}"
                cell = row.get(column.code)
                if column.to_sign and not said(cell) and any(said(other) for other in row.values()):
                    yield Problem(here, _LACKING.get(column.label, _LEFT_EMPTY))
                yield from _sense(column, cell, here, today)
    elif asked.type in (Type.LINE, Type.TEXT):
        most = LONGEST_LINE if asked.type is Type.LINE else LONGEST_TEXT
        if isinstance(value, str) and len(value) > most:
            yield Problem(path, pgettext("act", "At most %(most)s characters."), {"most": most})
    elif asked.type is Type.DATE:
        day = _day(value)
        if day is not None and day > today:
            yield Problem(path, pgettext("act", "Enter today's date or an earlier one."))
    elif asked.type is Type.YEAR:
        if isinstance(value, int) and not OLDEST_YEAR <= value <= today.year:
            yield Problem(
                path,
                pgettext("act", "Enter a year from %(first)s to %(last)s."),
                {"first": OLDEST_YEAR, "last": today.year},
            )
    elif asked.type in (Type.WHOLE, Type.DECIMAL):
        number = number_of(value)
        if number is not None and number < 0:
            yield Problem(path, pgettext("act", "Enter zero or more."))
        if number is not None and number >= GREATEST:
            yield Problem(path, pgettext("act", "This number is too large."))


def _storable(text: str) -> bool:
    """Both databases keep every text but those with a NUL or half a character."""
    return "\x00" not in text and not any("\ud800" <= one <= "\udfff" for one in text)


def _plain(number: Decimal | None) -> bool:
    """A number one can write out: below a million million, at most six places."""
    if number is None:
        return False
    exponent = number.as_tuple().exponent
    return abs(number) < 10**12 and isinstance(exponent, int) and exponent >= -6


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None

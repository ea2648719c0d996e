"""What the pure rules found, in the words of the page's language."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from tirek.school.models import Pupil
from tirek.school.reading import Unreadable
from tirek.school.rules.iin import Fault, Problem
from tirek.school.rules.roster import Flaw


def day_text(day: date) -> str:
    """23.11.2026, as in rows."""
    return f"{day:%d.%m.%Y}"


def iin_message(problem: Problem) -> str:
    """Why an IIN is refused."""
    match problem.fault:
        case Fault.CHARACTERS:
            return _("The IIN may hold digits only.")
        case Fault.LENGTH:
            return _("The IIN must have 12 digits.")
        case Fault.DATE:
            return _("The first six digits of the IIN are no date.")
        case Fault.CENTURY:
            return _("The seventh digit of the IIN must be 3, 4, 5 or 6.")
        case Fault.NEVER_ISSUED:
            return _("Such an IIN is never issued.")
        case Fault.CHECK_DIGIT:
            return _("The check digit of the IIN does not fit.")
        case Fault.OTHER_BIRTH_DATE:
            return _("The IIN says another date of birth: %(date)s.") % {
                "date": day_text(date.fromisoformat(problem.value))
            }
        case Fault.OTHER_SEX:
            return _("The IIN says another sex.")


def flaw_message(flaw: Flaw) -> str:
    """Why a row is refused."""
    if flaw.code.startswith("IIN_") and flaw.code[4:] in Fault.__members__:
        return iin_message(Problem(Fault(flaw.code[4:]), flaw.detail))
    words = {"value": flaw.value, "detail": flaw.detail}
    return str(FLAWS[flaw.code][0] % words)


def flaw_advice(flaw: Flaw) -> str:
    """What to do about it."""
    if flaw.code.startswith("IIN_") and flaw.code[4:] in Fault.__members__:
        return str(IIN_ADVICE)
    return str(FLAWS[flaw.code][1])


def unreadable_message(error: Unreadable) -> str:
    """Why a file cannot be read, and what to do."""
    return str(UNREADABLE[error.code])


def note_text(code: str) -> str:
    """What was understood rather than read."""
    return str(NOTES[code])


def field_name(name: str) -> str:
    """The name of a field of a pupil, or of the class."""
    if name == "class":
        return _("Class")
    named: Any = Pupil._meta.get_field(name)
    return str(named.verbose_name)


BORN = _l("Correct the date by the birth certificate.")
TWO = _l("If they are two pupils, add the date of birth or the IIN of each.")
IIN_ADVICE = _l("Type the number again or leave the cell empty.")
FLAWS = {
    "NO_NAME": (_l("There is no name."), _l("Fill the cell or delete the row.")),
    "ONE_WORD_NAME": (
        _l("The name has one word: %(value)s."),
        _l("Write the surname and the first name."),
    ),
    "NOT_A_NAME": (_l("This is no name: %(value)s."), _l("Leave only letters in the name.")),
    "LOST_LETTERS": (
        _l("Kazakh letters have been lost: %(value)s."),
        _l("Save the list anew as an Excel file or as CSV UTF-8."),
    ),
    "TOO_LONG": (_l("Too long: more than %(detail)s characters."), _l("Shorten the text.")),
    "NOT_A_CLASS": (_l("This is no class: %(value)s."), _l("Write the class as 5А.")),
    "NO_SUCH_CLASS": (
        _l("The school has no class “%(value)s”."),
        _l("Correct the class or open it first."),
    ),
    "NO_CLASS": (_l("No class is given."), _l("Write the class of the pupil.")),
    "NO_SUCH_DAY": (_l("There is no such date: %(value)s."), BORN),
    "TWO_DIGIT_YEAR": (
        _l("The year has two digits: %(value)s."),
        _l("Write the year with four digits."),
    ),
    "YEAR_ONLY": (_l("Only a year is given: %(value)s."), _l("Write the day and the month too.")),
    "NOT_A_DAY": (_l("This is no date: %(value)s."), _l("Write the date as 14.03.2015.")),
    "OUT_OF_RANGE": (_l("The year cannot be right: %(value)s."), BORN),
    "BORN_IN_FUTURE": (_l("The date of birth lies in the future: %(value)s."), BORN),
    "NOT_A_SEX": (_l("The sex is not clear: %(value)s."), _l("Write boy or girl.")),
    "NOT_A_LANGUAGE": (
        _l("The language is not known: %(value)s."),
        _l("Write Kazakh or Russian, or leave the cell empty."),
    ),
    "IIN_TWICE": (_l("The same IIN stands in row %(detail)s."), IIN_ADVICE),
    "IIN_OF_ANOTHER": (_l("Another pupil of the school has this IIN."), IIN_ADVICE),
    "OTHER_IIN": (_l("This pupil has another IIN in the school."), IIN_ADVICE),
    "TWO_CLASSES": (
        _l("In row %(detail)s the same pupil is in another class."),
        _l("Leave one of the two rows."),
    ),
    "NAME_TWICE": (_l("The same as row %(detail)s of this file."), TWO),
    "AMBIGUOUS": (_l("Several pupils of the school have this name."), TWO),
    "NAMESAKE": (_l("A pupil of this name is in class %(detail)s."), TWO),
}
UNREADABLE = {
    "EMPTY": _l("The file is empty."),
    "TOO_LARGE": _l("The file is larger than 50 MB."),
    "TOO_LARGE_INSIDE": _l("The file is too large when unpacked."),
    "TOO_MANY_CELLS": _l("The file has too many rows or columns. Leave only the list in it."),
    "PASSWORD": _l("The file is closed with a password. Save it without one."),
    "WRONG_FORMAT": _l("This is no table. Choose an Excel, OpenDocument or CSV file."),
    "BROKEN": _l("The file is broken. Open it in Excel and save it anew."),
    "NO_HEADINGS": _l("No row of headings was found: name the columns, for example Full name."),
    "NO_ROWS": _l("There are no pupils under the headings."),
}
NOTES = {
    "CLASS_LATIN": _l("The class was written in Latin letters; they were put in Cyrillic."),
    "IIN_RESTORED": _l("The zeros at the beginning of the IIN were put back."),
}

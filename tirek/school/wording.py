"""What the pure rules found, in the words of the page's language."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from tirek.school.models import Pupil
from tirek.school.reading import Unreadable
from tirek.school.rules.iin import Fault, Problem
from tirek.school.rules.roster import Flaw


def day_text(day: date) -> str:
    """23.11.2026, as in rows."""
    return f"{day:%d.%m.%Y}"


def iin_message(problem: Problem) -> str:
    """Why an IIN is refused."""
    detail = problem.value
    if problem.fault is Fault.OTHER_BIRTH_DATE:
        detail = day_text(date.fromisoformat(detail))
    return str(IIN_FAULTS[problem.fault]) % {"date": detail}


def flaw_message(flaw: Flaw) -> str:
    """Why a row is refused."""
    if flaw.code.startswith("IIN_") and flaw.code[4:] in Fault.__members__:
        return iin_message(Problem(Fault(flaw.code[4:]), flaw.detail))
    words = {"value": flaw.value, "detail": flaw.detail}
    return str(FLAWS[flaw.code][0]) % words


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
        return str(_("Class"))
    named: Any = Pupil._meta.get_field(name)
    return str(named.verbose_name)


IIN_FAULTS = {
    Fault.CHARACTERS: _("The IIN may hold digits only."),
    Fault.LENGTH: _("The IIN must have 12 digits."),
    Fault.DATE: _("The first six digits of the IIN are no date."),
    Fault.CENTURY: _("The seventh digit of the IIN must be 3, 4, 5 or 6."),
    Fault.NEVER_ISSUED: _("Such an IIN is never issued."),
    Fault.CHECK_DIGIT: _("The check digit of the IIN does not fit."),
    Fault.OTHER_BIRTH_DATE: _("The IIN says another date of birth: %(date)s."),
    Fault.OTHER_SEX: _("The IIN says another sex."),
}
BORN = _("Correct the date by the birth certificate.")
TWO = _("If they are two pupils, add the date of birth or the IIN of each.")
IIN_ADVICE = _("Type the number again or leave the cell empty.")
FLAWS = {
    "NO_NAME": (_("There is no name."), _("Fill the cell or delete the row.")),
    "ONE_WORD_NAME": (
        _("The name has one word: %(value)s."),
        _("Write the surname and the first name."),
    ),
    "NOT_A_NAME": (_("This is no name: %(value)s."), _("Leave only letters in the name.")),
    "LOST_LETTERS": (
        _("Kazakh letters have been lost: %(value)s."),
        _("Save the list anew as an Excel file or as CSV UTF-8."),
    ),
    "TOO_LONG": (_("Too long: more than %(detail)s characters."), _("Shorten the text.")),
    "NOT_A_CLASS": (_("This is no class: %(value)s."), _("Write the class as 5А.")),
    "NO_SUCH_CLASS": (
        _("The school has no class “%(value)s”."),
        _("Correct the class or open it first."),
    ),
    "NO_CLASS": (_("No class is given."), _("Write the class of the pupil.")),
    "NO_SUCH_DAY": (_("There is no such date: %(value)s."), BORN),
    "TWO_DIGIT_YEAR": (
        _("The year has two digits: %(value)s."),
        _("Write the year with four digits."),
    ),
    "YEAR_ONLY": (_("Only a year is given: %(value)s."), _("Write the day and the month too.")),
    "NOT_A_DAY": (_("This is no date: %(value)s."), _("Write the date as 14.03.2015.")),
    "OUT_OF_RANGE": (_("The year cannot be right: %(value)s."), BORN),
    "BORN_IN_FUTURE": (_("The date of birth lies in the future: %(value)s."), BORN),
    "NOT_A_SEX": (_("The sex is not clear: %(value)s."), _("Write boy or girl.")),
    "NOT_A_LANGUAGE": (
        _("The language is not known: %(value)s."),
        _("Write Kazakh or Russian, or leave the cell empty."),
    ),
    "IIN_TWICE": (_("The same IIN stands in row %(detail)s."), IIN_ADVICE),
    "IIN_OF_ANOTHER": (_("Another pupil of the school has this IIN."), IIN_ADVICE),
    "OTHER_IIN": (_("This pupil has another IIN in the school."), IIN_ADVICE),
    "TWO_CLASSES": (
        _("In row %(detail)s the same pupil is in another class."),
        _("Leave one of the two rows."),
    ),
    "NAME_TWICE": (_("The same as row %(detail)s of this file."), TWO),
    "AMBIGUOUS": (_("Several pupils of the school have this name."), TWO),
    "NAMESAKE": (_("A pupil of this name is in class %(detail)s."), TWO),
}
UNREADABLE = {
    "EMPTY": _("The file is empty."),
    "TOO_LARGE": _("The file is larger than 50 MB."),
    "TOO_LARGE_INSIDE": _("The file is too large when unpacked."),
    "TOO_MANY_CELLS": _("The file has too many rows or columns. Leave only the list in it."),
    "PASSWORD": _("The file is closed with a password. Save it without one."),
    "WRONG_FORMAT": _("This is no table. Choose an Excel, Word, OpenDocument or CSV file."),
    "MACROS": _("The file holds macros. Save it without them."),
    "NO_TABLES": _("The Word file holds no table. Put the list into a table."),
    "BROKEN": _("The file is broken. Open it in its program and save it anew."),
    "NO_HEADINGS": _("No row of headings was found: name the columns, for example Full name."),
    "NO_ROWS": _("There are no pupils under the headings."),
}
NOTES = {
    "CLASS_LATIN": _("The class was written in Latin letters; they were put in Cyrillic."),
    "IIN_RESTORED": _("The zeros at the beginning of the IIN were put back."),
}

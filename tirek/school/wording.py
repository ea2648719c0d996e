"""What the pure rules found, in the words of the page's language."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from tirek.school.rules.iin import Fault, Problem


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

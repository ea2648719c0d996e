"""How the desk says numbers, periods and days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tirek.access.roles import Role
from tirek.access.sight import sight_of
from tirek.desk.rules.board import Behind, Bundle
from tirek.plans.rules.evidence import CLASS, HOUSEHOLD, PUPIL
from tirek.plans.rules.terms import EVERY, HALF, MONTH, QUARTER
from tirek.web.rules import dates

# So many classes are named on a line.
FEW = 4
ROMAN = ("", "I", "II", "III", "IV")
MONTHS_RU = (
    *("январь", "февраль", "март", "апрель", "май", "июнь"),
    *("июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"),
)


def period_of(bundle: Bundle, language: str) -> str:
    """Which of the row's periods it is: "қазан айы", "II тоқсан"."""
    every = bundle.row.term.every
    if every == MONTH:
        return _("for %(month)s") % {"month": month_name(bundle.since, language)}
    if every == QUARTER:
        return _("quarter %(number)s") % {"number": ROMAN[bundle.number]}
    if every == HALF:
        return _("half-year %(number)s") % {"number": ROMAN[bundle.number]}
    return _("once a year") if every in EVERY else ""


def when_of(until: date, day: date, language: str) -> tuple[str, str]:
    """The last day in words and how far it is from `day`."""
    days = (until - day).days
    said = dates.day_month(until, language)
    if 0 <= days < 7:
        said += f", {dates.short_weekday(until, language)}"
    if days < 0:
        note = ngettext("%(n)s day late", "%(n)s days late", -days) % {"n": -days}
    elif days == 0:
        note = _("today")
    elif days == 1:
        note = _("tomorrow")
    else:
        note = ngettext("%(n)s day left", "%(n)s days left", days) % {"n": days}
    return said, note


def waiting(since: date, day: date) -> str:
    """How long something has waited."""
    days = (day - since).days
    if days <= 0:
        return _("today")
    return ngettext("waiting %(n)s day", "waiting %(n)s days", days) % {"n": days}


def number_of(unit: str, number: int) -> str:
    """So many pupils, classes, families; the school."""
    if unit == PUPIL:
        return ngettext("%(n)s pupil", "%(n)s pupils", number) % {"n": number}
    if unit == CLASS:
        return ngettext("%(n)s class", "%(n)s classes", number) % {"n": number}
    if unit == HOUSEHOLD:
        return ngettext("%(n)s family", "%(n)s families", number) % {"n": number}
    return _("The whole school")


def whose(one: Behind, row: Any, staff: Sequence[Any], school: Any) -> str:
    """On whose desk overdue work is: the colleague it was handed to, else the roles the row names,
    with the name where one person alone holds the role."""
    if one.holder is not None:
        names = [user.full_name for user in staff if user.pk == one.holder]
        return ", ".join(names) or _("A colleague")
    said = []
    for role in row.responsible:
        holders = [user for user in staff if role in sight_of(user).roles(school.pk)]
        label = str(Role(role).label)
        said.append(f"{holders[0].full_name} ({label})" if len(holders) == 1 else label)
    return ", ".join(said) or _("Nobody is named")


def much(one: Behind, classes: Mapping[int, Any]) -> str:
    """How much is overdue; of classes the first ones with their teachers."""
    said = number_of(one.row.unit, one.number)
    if one.row.unit != CLASS:
        return said
    found = [found for pk, found in classes.items() if pk in one.members]
    named = [
        f"{found.name} ({found.teacher.full_name})" if found.teacher else found.name
        for found in found[:FEW]
    ]
    more = "…" if len(found) > FEW else ""
    return f"{said}: {', '.join(named)}{more}" if named else said


def month_name(day: date, language: str) -> str:
    """The month's name by itself: "қазан", "октябрь"."""
    if language == "ru":
        return MONTHS_RU[day.month - 1]
    return dates.MONTHS[language if language in dates.MONTHS else "en"][day.month - 1]


def short(text: str) -> str:
    """The first words of a plan's item."""
    return text if len(text) <= 90 else text[:88].rsplit(" ", 1)[0].rstrip(",;:. ") + "…"

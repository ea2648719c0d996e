"""The movement of a class in a month."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tirek.access.models import School
from tirek.access.refused import Refused
from tirek.access.roles import Role
from tirek.cards.queries import categories
from tirek.office.document import (
    Cell,
    Column,
    Document,
    Table,
)
from tirek.office.reports import Options
from tirek.reports import options as asked
from tirek.reports import queries
from tirek.reports.documents.words import role_words, said_in, signed, year_words
from tirek.reports.papers import initials
from tirek.reports.rules.figures import BrokenIdentity
from tirek.school.models import SchoolClass
from tirek.web.rules.dates import MONTHS


def class_movement(school: School, given: Options, language: str, user: Any) -> Document:
    """Who came to a class and who left it in a month; refused when the sums do not hold."""
    found, school_class = movement_of(school, given, user)
    year, month = asked.month(given)
    with said_in(language):
        known = categories(school)
        rows: list[list[Cell]] = [
            [
                known[code].name(),
                *(figures[name] for name in ("start", "arrived", "left", "end")),
            ]
            for code, figures in found["categories"].items()
            if any(figures.values())
        ]
        rows.append([_("All pupils"), *(found[n] for n in ("start", "arrived", "left", "end"))])
        return Document(
            title=_("Social movement of class %(name)s") % {"name": school_class.name},
            org=school.name,
            language=language,
            left=year_words(school, date(year, month, 1)),
            right=f"{MONTHS[language][month - 1]} {year}",
            blocks=[
                Table(
                    columns=[
                        Column(_("Category"), 4),
                        Column(_("At the start"), 1.2, number=True),
                        Column(pgettext("movement", "Came"), 1.2, number=True),
                        Column(pgettext("movement", "Left"), 1.2, number=True),
                        Column(_("At the end"), 1.2, number=True),
                    ],
                    rows=rows,
                    sums=1,
                ),
                signed(
                    school,
                    date(year, month, 1),
                    (role_words(Role.CLASS_TEACHER), initials(school_class.teacher)),
                ),
            ],
        )


def movement_of(school: School, given: Options, user: Any) -> tuple[dict[str, Any], SchoolClass]:
    year, month = asked.month(given)
    school_class = asked.school_class(school, given, _in_year(school, year, month), user)
    assert school_class is not None
    try:
        return queries.movement(school_class, year, month), school_class
    except BrokenIdentity:
        raise Refused(_("The sums of the movement do not hold; it is not printed.")) from None


def _in_year(school: School, year: int, month: int) -> date:
    """The day by which the class's school year is told: the month's first, or the year's."""
    first = date(year, month, 1)
    begins = date(year, 9, 1)
    return begins if month == 9 else first

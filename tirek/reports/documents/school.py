"""The social passport of the school."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tirek.access.models import School
from tirek.office.document import (
    Column,
    Document,
    Paragraph,
    Table,
)
from tirek.office.reports import Options
from tirek.reports.documents.passports import (
    asked_of,
    category_table,
    group_words,
    passport_line,
)
from tirek.reports.documents.words import role_words, said_in, signed, year_words
from tirek.reports.papers import passport_of_school, staff_on
from tirek.web.rules.dates import long_day


def school_passport(school: School, given: Options, language: str, user: Any) -> Document:
    """The school's social passport as of a day: by category, then by grade."""
    when = asked_of(given)
    on, passport = when.as_of, passport_of_school(school, when)
    by_grade = passport.grades
    with said_in(language):
        known = {line.category.code: line.category for line in passport.lines if line.now["pupils"]}
        table = Table(
            title=_("By grade, pupils"),
            columns=[
                Column(_("Category"), 4),
                *(Column(grade, 0.6, number=True) for grade in by_grade),
                Column(_("School"), 0.9, number=True),
            ],
            rows=[
                [
                    category.name(),
                    *(by_grade[grade]["categories"][code]["pupils"] for grade in by_grade),
                    sum(by_grade[grade]["categories"][code]["pupils"] for grade in by_grade),
                ]
                for code, category in known.items()
            ]
            + [
                [label, *(by_grade[grade][what] for grade in by_grade), passport.whole[what]]
                for label, what in (
                    (_("All pupils"), "pupils"),
                    (pgettext("count", "boys"), "boys"),
                    (pgettext("count", "girls"), "girls"),
                )
            ],
            sums=3,
        )
        return Document(
            title=_("Social passport of the school"),
            org=school.name,
            language=language,
            left=year_words(school, on),
            right=long_day(on, language),
            blocks=[
                Paragraph(passport_line(passport)),
                category_table(passport, group_words(school, when)),
                table,
                *_staff(school, on),
                signed(school, on),
            ],
        )


def _staff(school: School, on: date) -> list[Table]:
    """Who leads the school, and how many work in each role."""
    staff = staff_on(school, on)
    return [
        Table(
            title=_("Administration"),
            columns=[Column(_("Post"), 2), Column(_("Full name"), 3)],
            rows=[[role_words(role), name] for role, name in staff.leaders],
            empty=_("Nobody holds these posts on this day."),
        ),
        Table(
            title=_("Staff by role"),
            columns=[Column(_("Role"), 3), Column(_("people"), 1, number=True)],
            rows=[[role_words(role), number] for role, number in staff.counts],
        ),
    ]

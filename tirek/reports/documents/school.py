"""The social passport of the school."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from tirek.access.models import School
from tirek.office.document import (
    Column,
    Document,
    Paragraph,
    Table,
)
from tirek.office.reports import Options
from tirek.reports import options as asked
from tirek.reports.documents.passports import category_table, passport_line
from tirek.reports.documents.words import said_in, signed, year_words
from tirek.reports.papers import passport_of_school
from tirek.web.rules.dates import long_day


def school_passport(school: School, given: Options, language: str, user: Any) -> Document:
    """The school's social passport as of a day: by category, then by grade."""
    on = asked.as_of(given)
    passport = passport_of_school(school, on)
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
                [
                    _("All pupils"),
                    *(by_grade[grade]["pupils"] for grade in by_grade),
                    passport.whole["pupils"],
                ]
            ],
            sums=1,
        )
        return Document(
            title=_("Social passport of the school"),
            org=school.name,
            language=language,
            left=year_words(school, on),
            right=long_day(on, language),
            blocks=[
                Paragraph(passport_line(passport)),
                category_table(school, passport),
                table,
                signed(school, on),
            ],
        )

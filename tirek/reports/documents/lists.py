"""Lists of pupils by category."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from tirek.access.models import School
from tirek.cards.queries import categories
from tirek.office.document import (
    Cell,
    Column,
    Document,
    Paragraph,
    Table,
)
from tirek.office.reports import Options
from tirek.reports import options as asked
from tirek.reports import queries
from tirek.reports.documents.words import said_in, signed, year_words
from tirek.school.models import Pupil
from tirek.web.rules.dates import long_day


def category_list(school: School, given: Options, language: str, user: Any) -> Document:
    """The pupils of some categories as of a day, with class, since and basis."""
    on, codes = asked.as_of(given), asked.codes(school, given)
    school_class = asked.school_class(school, given, on, user, required=False)
    found = queries.list_figures(
        school, codes, on, class_name=school_class.name if school_class else None, user=user
    )
    keys = [row["pupil"] for row in found["rows"]]
    pupils = {p.key: p for p in Pupil.objects.filter(school=school, key__in=keys)}
    with said_in(language):
        known = categories(school)
        basis_open = user is None or any(row["basis"] for row in found["rows"])
        rows: list[list[Cell]] = []
        for number, row in enumerate(found["rows"], start=1):
            pupil = pupils[row["pupil"]]
            line: list[Cell] = [number, pupil.full_name, row["class"], pupil.born_on]
            line.append(date.fromisoformat(row["since"]) if row["since"] else None)
            if basis_open:
                line.append(basis_words(row["basis"]))
            rows.append(line)
        columns = [
            Column("№", 0.5, number=True),
            Column(_("Full name"), 3.2),
            Column(_("Class"), 0.8),
            Column(_("Date of birth"), 1.3),
            Column(_("Since"), 1.3),
        ]
        if basis_open:
            columns.append(Column(_("Basis"), 3.2))
        title = ", ".join(known[code].name() for code in codes)
        if school_class is not None:
            title = f"{title}, {school_class.name}"
        return Document(
            title=title,
            org=school.name,
            language=language,
            left=year_words(school, on),
            right=long_day(on, language),
            blocks=[
                Paragraph(
                    _("Pupils: %(pupils)s (girls %(girls)s, boys %(boys)s).") % found
                    + " "
                    + _("Families: %(families)s.") % found
                ),
                Table(columns=columns, rows=rows, empty=_("Nobody on this day.")),
                signed(school, on),
            ],
        )


def basis_words(basis: dict[str, Any]) -> str:
    """«анықтама № 77, 05.09.2026»."""
    number, on = basis.get("number"), basis.get("on")
    first = " ".join(
        part for part in (basis.get("document", ""), f"№ {number}" if number else "") if part
    )
    day = f"{date.fromisoformat(on):%d.%m.%Y}" if on else ""
    return ", ".join(part for part in (first, day) if part)


def category_figures(school: School, given: Options, user: Any) -> dict[str, Any]:
    """The same as figures."""
    on = asked.as_of(given)
    school_class = asked.school_class(school, given, on, user, required=False)
    name = school_class.name if school_class else None
    codes = asked.codes(school, given)
    return queries.list_figures(school, codes, on, class_name=name, user=user)

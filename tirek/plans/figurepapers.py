"""What is done, and what the coming weeks bring, as papers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from tirek.office.document import Cell, Column, Document, Signatures, Table
from tirek.plans.coming import WAYS, Coming
from tirek.plans.cuts import COLUMNS, CUTS, Line
from tirek.schoolyear.models import SchoolYear
from tirek.web.rules.dates import long_day


def coverage_paper(
    school_year: SchoolYear,
    by: str,
    lines: Sequence[Line],
    total: Sequence[tuple[str, int]],
    day: date,
    language: str,
) -> Document:
    """The lines of a cut with their numbers, the sum at the end."""
    with override(language):
        columns = [
            Column(str(CUTS[by]), 5),
            *(Column(str(heading), 1) for _word, _what, heading in COLUMNS),
        ]
        rows: list[Sequence[Cell]] = [
            (_name(one.code, one.name), *(number for _word, number in one.numbers)) for one in lines
        ]
        rows.append((pgettext("plan", "In all"), *(number for _word, number in total)))
        return _paper(school_year, pgettext("plan", "What is done"), columns, rows, day, language)


def ahead_paper(
    school_year: SchoolYear, by: str, coming: Coming, day: date, language: str
) -> Document:
    """How many items fall due in each of the coming weeks, the sum at the end."""
    with override(language):
        lines, total = coming.lines(by)
        columns = [
            Column(str(WAYS[by]), 4),
            *(
                Column(f"{words} ({note})" if note else words, 1.1)
                for words, note in coming.heads()
            ),
        ]
        rows: list[Sequence[Cell]] = [
            (_name(one.code, one.name), *(cell.number or "" for cell in one.cells)) for one in lines
        ]
        rows.append((pgettext("plan", "In all"), *(cell.number for cell in total)))
        return _paper(school_year, _("Coming weeks"), columns, rows, day, language)


def _name(code: str, name: str) -> str:
    return f"{code}  {name}" if code else name


def _paper(
    school_year: SchoolYear,
    title: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    day: date,
    language: str,
) -> Document:
    return Document(
        title=title,
        org=school_year.school.name,
        language=language,
        left=_("%(year)s school year") % {"year": school_year},
        right=long_day(day, language),
        blocks=[Table(columns, rows, sums=1), Signatures([(_("Social pedagogue"), "")])],
        landscape=True,
    )

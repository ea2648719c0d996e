"""The role table on paper."""

from __future__ import annotations

from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from tirek.access.models import School
from tirek.accounts.rights import Cell, Line, rights
from tirek.office.document import Block, Column, Document, Paragraph, Table
from tirek.web.rules.dates import long_day


def rights_paper(school: School, day: date, language: str) -> Document:
    """Who may do what, as a wide table for each kind of things, with its footnotes."""
    with translation.override(language):
        found = rights()
        columns = (Column(_("What"), 2.2), *(Column(role) for role in found.roles))
        parts = ((_("Whose pupils"), (found.reach,)), *found.sections)
        blocks: list[Block] = [
            Table(columns, [_row(line) for line in lines], title=name) for name, lines in parts
        ]
        blocks += [Paragraph(f"{n}) {note}", small=True) for n, note in enumerate(found.notes, 1)]
        return Document(
            title=_("Who may do what"),
            org=school.name,
            language=language,
            right=long_day(day, language),
            blocks=blocks,
            footer=_("Who may do what"),
            landscape=True,
        )


def _row(line: Line) -> tuple[str, ...]:
    return (line.name, *(_text(cell) for cell in line.cells))


def _text(cell: Cell) -> str:
    return f"{cell.text} {cell.note})" if cell.note else cell.text

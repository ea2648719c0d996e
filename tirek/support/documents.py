"""The two lists on paper: only what their reader needs, with a place for the signature."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tirek.access.models import School
from tirek.office.document import Cell, Column, Document, Table
from tirek.office.reports import register_paper
from tirek.support.queries import Line, Roll
from tirek.web.rules.dates import long_day, short_day

BOOKS, MEALS = "books-list", "meals-list"


def register_all() -> None:
    """Declare the papers whose Word form a school may replace."""
    register_paper(BOOKS, gettext_lazy("Pupils to be given free textbooks"))
    register_paper(MEALS, gettext_lazy("Pupils with free hot meals"))


def books_paper(roll: Roll, school: School, language: str) -> Document:
    """The issue sheet of textbooks: name, class, given on, signature."""
    with translation.override(language):
        heads = (Column(_("Given on"), 1.2), Column(_("Signature"), 1.6))
        cells = [(line.since, "") for one in roll.classes for line in one.lines]
        return _paper(_("Pupils to be given free textbooks"), roll, school, language, heads, cells)


def meals_paper(roll: Roll, school: School, language: str) -> Document:
    """The list of free hot meals: name, class, days."""
    with translation.override(language):
        heads = (Column(_("Days"), 2),)
        cells = [(days(line, roll),) for one in roll.classes for line in one.lines]
        return _paper(_("Pupils with free hot meals"), roll, school, language, heads, cells)


def days(line: Line, roll: Roll) -> str:
    """From the first day of meals to the end of the school year."""
    if line.since is None or roll.school_year is None:
        return ""
    return f"{short_day(line.since)} – {short_day(roll.school_year.ends_on)}"


def _paper(
    title: str,
    roll: Roll,
    school: School,
    language: str,
    heads: Sequence[Column],
    cells: Sequence[tuple[Cell, ...]],
) -> Document:
    people = [(line.name, one.name) for one in roll.classes for line in one.lines]
    rows: list[Sequence[Cell]] = [
        (number, name, of_class, *more)
        for number, ((name, of_class), more) in enumerate(zip(people, cells, strict=True), start=1)
    ]
    columns = (Column("№", 0.4, number=True), Column(_("Pupil"), 3), Column(_("Class"), 0.8))
    return Document(
        title=title,
        org=school.name,
        language=language,
        left=f"{_('School year')}: {roll.school_year}" if roll.school_year else "",
        right=long_day(roll.day, language),
        blocks=[Table((*columns, *heads), rows, empty=_("Nobody is on the list."))],
        footer=title,
    )

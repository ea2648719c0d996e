"""The movement of a class in a month, and of the whole school."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tirek.access.models import School
from tirek.access.roles import Role
from tirek.cards.models import Category
from tirek.cards.queries import categories
from tirek.office.document import Cell, Column, Document, Paragraph, Table
from tirek.office.reports import Options
from tirek.reports import options as asked
from tirek.reports.documents.words import role_words, said_in, signed, year_words
from tirek.reports.moves import (
    ClassLine,
    NamedMove,
    lines_of,
    movement_of_class,
    movement_of_school,
    named_moves,
)
from tirek.reports.papers import initials
from tirek.reports.rules.moving import NAMES
from tirek.school.models import SchoolClass
from tirek.web.rules.dates import month_year


def class_movement(school: School, given: Options, language: str, user: Any) -> Document:
    """Who came to a class and who left it in a month; refused when the sums do not hold."""
    found, school_class = movement_of(school, given, user)
    year, month = asked.month(given)
    moves = named_moves(school_class, year, month, asked.known_at(given))
    with said_in(language):
        known = categories(school)
        return Document(
            title=_("Social movement of class %(name)s") % {"name": school_class.name},
            org=school.name,
            language=language,
            left=year_words(school, date(year, month, 1)),
            right=month_year(date(year, month, 1), language),
            blocks=[
                category_table(found, known),
                moves_table(moves),
                signed(
                    school,
                    date(year, month, 1),
                    (role_words(Role.CLASS_TEACHER), initials(school_class.teacher)),
                ),
            ],
        )


def figure_columns() -> list[Column]:
    """At the start, came, left, at the end."""
    return [
        Column(_("At the start"), 1.2, number=True),
        Column(pgettext("movement", "Came"), 1.2, number=True),
        Column(pgettext("movement", "Left"), 1.2, number=True),
        Column(_("At the end"), 1.2, number=True),
    ]


def category_table(found: Mapping[str, Any], known: Mapping[str, Category]) -> Table:
    """The categories that somebody is in, came to or left, then all pupils."""
    rows: list[list[Cell]] = [
        [known[code].name(), *(figures[name] for name in NAMES)]
        for code, figures in found["categories"].items()
        if any(figures.values())
    ]
    rows.append([_("All pupils"), *(found[name] for name in NAMES)])
    return Table(columns=[Column(_("Category"), 4), *figure_columns()], rows=rows, sums=1)


def moves_table(moves: list[NamedMove]) -> Table:
    """Who came and left, which statuses began and ended."""
    return Table(
        title=_("By name"),
        columns=[
            Column("№", 0.5, number=True),
            Column(_("Date"), 1.2),
            Column(_("Full name"), 3.2),
            Column(_("What happened"), 2),
            Column(_("From or to where, status"), 2.6),
        ],
        rows=[
            [
                number,
                move.day,
                move.pupil.full_name,
                move.what,
                move.category.name() if move.category else move.note,
            ]
            for number, move in enumerate(moves, start=1)
        ],
        empty=_("Nobody came or left, no status began or ended."),
    )


def movement_of(school: School, given: Options, user: Any) -> tuple[dict[str, Any], SchoolClass]:
    """The figures of the class asked for, and the class."""
    year, month = asked.month(given)
    school_class = asked.school_class(school, given, _in_year(year, month), user)
    assert school_class is not None
    return movement_of_class(school_class, year, month, asked.known_at(given)), school_class


def _in_year(year: int, month: int) -> date:
    """The day by which the class's school year is told: the month's last that any year has."""
    return date(year, month, 28)


def school_movement(school: School, given: Options, language: str, user: Any) -> Document:
    """The month of every class, and of the school: moves inside it cancel out."""
    year, month = asked.month(given)
    found = school_figures(school, given, user)
    lines = lines_of(school, year, month, found)
    with said_in(language):
        known = categories(school)
        missing = [line.school_class.name for line in lines if line.signed is None]
        blocks: list[Any] = [classes_table(found, lines)]
        if missing:
            blocks.append(Paragraph(_("Not signed: %(list)s") % {"list": ", ".join(missing)}))
        return Document(
            title=_("Social movement of the school"),
            org=school.name,
            language=language,
            left=year_words(school, date(year, month, 28)),
            right=month_year(date(year, month, 1), language),
            blocks=[*blocks, _by_category(found, known), signed(school, date(year, month, 1))],
        )


def classes_table(found: Mapping[str, Any], lines: list[ClassLine]) -> Table:
    """A row for each class, their sum, what cancels out, the school."""
    rows: list[list[Cell]] = [
        [
            line.school_class.name,
            *(line.figures[name] for name in NAMES),
            line.signed.signed_at.date() if line.signed else None,
        ]
        for line in lines
    ]
    sums = {name: sum(one[name] for one in found["classes"].values()) for name in NAMES}
    inside = found["inside"][""]
    rows += [
        [_("Sum of the classes"), *sums.values(), None],
        [_("Of these from class to class"), None, inside, inside, None, None],
        [_("School"), *(found[name] for name in NAMES), None],
    ]
    return Table(
        title=_("By class"),
        columns=[Column(_("Class"), 2), *figure_columns(), Column(_("Signed"), 1.4)],
        rows=rows,
        sums=3,
    )


def _by_category(found: Mapping[str, Any], known: Mapping[str, Category]) -> Table:
    table = category_table(found, known)
    return Table(title=_("By category, school"), columns=table.columns, rows=table.rows, sums=1)


def school_figures(school: School, given: Options, user: Any) -> dict[str, Any]:
    """The same as figures."""
    year, month = asked.month(given)
    return movement_of_school(school, year, month, asked.known_at(given))

"""The social map of the school as a paper."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tirek.access.models import School
from tirek.access.refused import Refused
from tirek.cards.queries import categories
from tirek.office.document import Cell, Column, Document, Paragraph, Table
from tirek.office.reports import Options
from tirek.reports import mapping
from tirek.reports import options as asked
from tirek.reports.documents.words import said_in, signed, year_words
from tirek.reports.mapping import Line, SocialMap
from tirek.reports.papers import signed_number
from tirek.web.rules.dates import long_day


def map_asked(school: School, given: Options) -> mapping.Asked:
    """What the map is asked to show; what is left out has its usual value."""
    on = asked.as_of(given)
    code = (given.get("category") or "").strip()
    if code and code != mapping.SOCIAL and code not in categories(school):
        raise Refused(
            _("There is no category with the code %(code)s.") % {"code": code}, "category"
        )
    return mapping.Asked(
        as_of=on,
        count=_one_of(given, "count", mapping.COUNTS),
        by=_one_of(given, "by", (mapping.GRADE, mapping.CLASS)),
        category=code,
        than=asked.earlier(given, on),
        known_at=asked.known_at(given),
    )


def _one_of(given: Options, name: str, known: tuple[str, ...]) -> str:
    chosen = given.get(name) or ""
    return chosen if chosen in known else known[0]


def map_title(found: SocialMap) -> str:
    """«Мектептің әлеуметтік картасы», with the category when there is one."""
    title, code = _("Social map of the school"), found.asked.category
    if code == mapping.SOCIAL:
        return _("Social map of the school: all with social status")
    return f"{title}: {found.known[code].name()}" if code else title


def social_map(school: School, given: Options, language: str, user: Any) -> Document:
    """The picture in figures: a row a grade or a class."""
    with said_in(language):
        found = mapping.social_map(school, map_asked(school, given), user)
        on = found.asked.as_of
        whole = _("Pupils: %(pupils)s (girls %(girls)s, boys %(boys)s).") % found.whole
        whole += " " + _("Families: %(families)s.") % found.whole
        return Document(
            title=map_title(found),
            org=school.name,
            language=language,
            left=year_words(school, on),
            right=long_day(on, language),
            blocks=[Paragraph(whole), _table(found), signed(school, on)],
            landscape=True,
        )


def _table(found: SocialMap) -> Table:
    """As on the page; but every category by grade has a row a category: their names are long."""
    asked_for, than = found.asked, found.asked.than
    last = _("Whole grade") if asked_for.category else _("With social status")
    heads = [_("Class"), _("In all"), *found.columns, last, _("Share, %")]
    rows = [_row(line, asked_for.count) for line in found.lines]
    turned = not asked_for.category and asked_for.by == mapping.GRADE
    if turned:
        every: list[list[Cell]] = [list[Cell](heads), *rows]
        heads = [_("Category"), *(str(row[0]) for row in rows)]
        rows = [[row[at] for row in every] for at in range(1, len(every[0]))]
    return Table(
        title=counted_words(asked_for.count),
        columns=[
            Column(head, 3 if turned and not at else 1, number=bool(at))
            for at, head in enumerate(heads)
        ],
        rows=rows,
        sums=2 if turned else 1,
        note=compared_words(than) if than else "",
    )


def compared_words(than: date) -> str:
    """What the figures in brackets mean."""
    return _(
        "In brackets: the difference from %(day)s; a class is compared with what it was then."
    ) % {"day": f"{than:%d.%m.%Y}"}


def counted_words(count: str) -> str:
    """What a map counts."""
    return {
        mapping.PUPILS: _("Number of pupils"),
        mapping.FAMILIES: _("Number of families"),
        mapping.SHARE: _("Share of pupils, %"),
    }[count]


def line_name(line: Line) -> str:
    """The name of a row: a class, a grade, the preschool, the school."""
    if line.total:
        return _("School")
    if line.grade is None:
        return line.name
    if line.grade == 0:
        return pgettext("grade", "preschool")
    return pgettext("grade", "grade %(number)s") % {"number": line.grade}


def _row(line: Line, count: str) -> list[Cell]:
    cells: list[Cell] = [
        None if cell is None else _shown(cell, count) for cell in (*line.cells, line.social)
    ]
    return [line_name(line), line.whole, *cells, line.social.share]


def _shown(cell: mapping.Cell, count: str) -> Cell:
    number = cell.share if count == mapping.SHARE else cell.number
    if not cell.change:
        return number
    return f"{number} ({signed_number(cell.change)})"


def map_figures(school: School, given: Options, user: Any) -> dict[str, Any]:
    """The same as figures, by class."""
    return dict(mapping.social_map(school, map_asked(school, given), user).figures)

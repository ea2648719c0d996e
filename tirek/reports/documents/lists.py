"""Lists of pupils by category, and the six lists of the card index."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from tirek.access.models import School
from tirek.cards.queries import categories
from tirek.journal import kinds
from tirek.office.document import (
    Cell,
    Column,
    Document,
    Paragraph,
    Signatures,
    Table,
    bound,
)
from tirek.office.reports import Options
from tirek.reports import options as asked
from tirek.reports import queries
from tirek.reports.documents.words import said_in, signers, year_words
from tirek.school.models import Pupil
from tirek.web.rules.dates import long_day


def list_title(name: str) -> str:
    """The name of one of the six lists, with a capital letter."""
    words = str(kinds.kind("LIST_ISSUED").topics[name])
    return words[:1].upper() + words[1:]


def category_list(school: School, given: Options, language: str, user: Any) -> Document:
    """The pupils of some categories (or of one of the six lists) as of a day."""
    on, codes = asked.as_of(given), asked.codes(school, given)
    school_class = asked.school_class(school, given, on, user, required=False)
    found = category_figures(school, given, user)
    with said_in(language):
        if name := asked.list_name(given):
            title = list_title(name)
        else:
            known = categories(school)
            title = ", ".join(known[code].name() for code in codes)
        if school_class is not None:
            title = f"{title}, {school_class.name}"
        return _drawn(school, on, {title: found}, language, user)[0]


def six_lists(school: School, given: Options, language: str, user: Any) -> Document:
    """All six lists as of a day in one file, each from a new page."""
    on, found = asked.as_of(given), six_figures(school, given, user)["lists"]
    return bound(drawn_lists(school, on, found, language, user))


def drawn_lists(
    school: School, on: date, found: Mapping[str, Any], language: str, user: Any
) -> list[Document]:
    """Some of the six lists (figures by code) as papers, in their order."""
    with said_in(language):
        titled = {list_title(name): figures for name, figures in found.items()}
        return _drawn(school, on, titled, language, user)


def _drawn(
    school: School, on: date, lists: Mapping[str, Any], language: str, user: Any
) -> list[Document]:
    """Lists by title as papers, in their order."""
    keys = {row["pupil"] for found in lists.values() for row in found["rows"]}
    pupils = {p.key: p for p in Pupil.objects.filter(school=school, key__in=keys)}
    left, posts = year_words(school, on), signers(school, on)
    return [
        Document(
            title=title,
            org=school.name,
            language=language,
            left=left,
            right=long_day(on, language),
            blocks=[
                Paragraph(
                    _("Pupils: %(pupils)s (girls %(girls)s, boys %(boys)s).") % found
                    + " "
                    + _("Families: %(families)s.") % found
                ),
                _table(found["rows"], pupils, user),
                Signatures(posts),
            ],
        )
        for title, found in lists.items()
    ]


def _table(listed: list[dict[str, Any]], pupils: Mapping[str, Pupil], user: Any) -> Table:
    basis_open = user is None or any(row["basis"] for row in listed)
    rows: list[list[Cell]] = []
    for number, row in enumerate(listed, start=1):
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
    return Table(columns=columns, rows=rows, empty=_("Nobody on this day."))


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
    known_at = asked.known_at(given)
    return queries.list_figures(school, codes, on, class_name=name, known_at=known_at, user=user)


def six_figures(school: School, given: Options, user: Any) -> dict[str, Any]:
    """The six lists as figures, by their codes."""
    on = asked.as_of(given)
    school_class = asked.school_class(school, given, on, user, required=False)
    found = queries.six_lists(
        school,
        on,
        class_name=school_class.name if school_class else None,
        known_at=asked.known_at(given),
        user=user,
    )
    return {"as_of": on.isoformat(), "lists": found}

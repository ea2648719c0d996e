"""The lists on paper: whose file lacks what, what the pupils of a class are interested in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from tirek.access import clock
from tirek.access.models import School
from tirek.office.document import Column, Document, Table
from tirek.personalfiles.models import Interests
from tirek.personalfiles.queries import FileRow, Files
from tirek.web.rules.dates import long_day


def list_paper(
    found: Files,
    rows: Sequence[FileRow],
    asked: Mapping[str, str],
    school: School,
    language: str,
) -> Document:
    """Pupils with the papers their personal files lack."""
    with translation.override(language):
        about = [asked.get("class", "")]
        if asked.get("category") in found.categories:
            about.append(found.categories[asked["category"]].name())
        table = Table(
            (
                Column("№", 0.4, number=True),
                Column(_("Pupil"), 2.6),
                Column(_("Class"), 0.7),
                Column(_("Missing papers"), 5),
            ),
            [
                (
                    number,
                    row.pupil.full_name,
                    row.pupil.class_name,
                    "\n".join(found.name(code) for code in row.lacking),
                )
                for number, row in enumerate(rows, start=1)
            ],
            empty=_("Nothing is missing."),
        )
        return Document(
            title=_("Personal files: missing papers"),
            org=school.name,
            language=language,
            left=", ".join(part for part in about if part),
            right=long_day(found.day, language),
            blocks=(table,),
            footer=_("Personal files: missing papers"),
        )


def interests_paper(
    school_class: Any,
    pupils: Sequence[Any],
    found: Mapping[int, Interests],
    school: School,
    language: str,
) -> Document:
    """The pupils of a class with their interests."""
    with translation.override(language):
        rows = []
        for number, one in enumerate(pupils, start=1):
            said = found[one.pk].details if one.pk in found else {}
            cells = [said.get(name, "") for name in ("clubs", "subjects", "leisure", "talents")]
            rows.append((number, one.short_name, *cells, said.get("who", "")))
        table = Table(
            (
                Column("№", 0.4, number=True),
                Column(_("Pupil"), 2),
                Column(_("Clubs and sections"), 1.8),
                Column(_("Favourite subjects"), 1.5),
                Column(_("Leisure"), 1.5),
                Column(_("Talents"), 1.5),
                Column(_("Who leads it"), 1.5),
            ),
            rows,
            empty="–",
        )
        title = _("Interests of pupils")
        return Document(
            title=f"{title}: {school_class.name}" if school_class else title,
            org=school.name,
            language=language,
            right=long_day(clock.today(), language),
            blocks=(table,),
            footer=title,
            landscape=True,
        )

"""Draws the papers of a hand-over: counts without names, the contents, the accompanying letter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from tirek.access import clock
from tirek.access.models import School
from tirek.access.roles import Role
from tirek.handover.models import Package, Part
from tirek.handover.queries import aggregates
from tirek.office.document import Cell, Column, Document, Facts, Paragraph, Signatures, Table
from tirek.reports.papers import signatory
from tirek.web.rules.dates import long_day

HIDDEN = "…"


def counts_paper(school: School, day: date, language: str, threshold: int) -> Document:
    """Pupils by category and grade, families in all; small counts hidden."""
    with override(language):
        found = aggregates(school, day, threshold)
        rows: list[list[Cell]] = [
            [
                category.name(),
                *(HIDDEN if cell is None else cell for cell in row.cells),
                HIDDEN if row.total is None else row.total,
                HIDDEN if families is None else families,
            ]
            for category, row, families in found.rows
        ]
        table = Table(
            columns=[
                Column(_("Category"), 4),
                *(Column(str(grade), 0.6, number=True, group=_("Class")) for grade in found.grades),
                Column(_("Pupils"), 1.3, number=True),
                Column(_("Families"), 1.3, number=True),
            ],
            rows=rows,
            note=_("%(sign)s: fewer than %(threshold)s, or hidden to keep such a count.")
            % {"sign": HIDDEN, "threshold": threshold},
            empty=_("No pupil has a category on this day."),
        )
        return Document(
            title=_("Counts without names"),
            org=school.name,
            language=language,
            right=long_day(day, language),
            blocks=[table, _signed(school, day)],
            landscape=True,
        )


def contents_paper(package: Package, parts: Sequence[Part], hashes: dict[str, str]) -> Document:
    """What stands in the package, file by file, to whom and on what basis it goes."""
    with override(package.language):
        rows: list[list[Cell]] = []
        for part in parts:
            for name in part.files:
                pupils = part.number_of_pupils if part.named else ""
                rows.append([len(rows) + 1, name, part.number, pupils, hashes[name][:16]])
        table = Table(
            columns=[
                Column("№", 0.5, number=True),
                Column(_("File"), 4),
                Column(_("Number"), 1.6),
                Column(_("Pupils by name"), 1, number=True),
                Column(_("Check code"), 1.8),
            ],
            rows=rows,
            note=_("The whole check codes stand in the file manifest.json."),
        )
        return Document(
            title=_("Contents of package No. %(number)s") % {"number": package.number},
            org=package.school.name,
            language=package.language,
            right=long_day(package.as_of, package.language),
            blocks=[_about(package), table, _signed(package.school, clock.today())],
        )


def letter(package: Package, language: str, digest: str) -> Document:
    """The letter that goes with a package handed over on paper or as a file, with its receipt."""
    with override(language):
        blocks: list[Any] = [_about(package)]
        if package.word:
            blocks.append(Paragraph(package.word))
        documents = package.parts.count()
        blocks += [
            Facts(
                [
                    (_("Documents"), str(documents)),
                    (_("Check code of the file"), digest),
                ]
            ),
            _signed(package.school, clock.today()),
            Signatures([(_("Name, post"), ""), (_("Date"), "")], title=_("Received")),
        ]
        return Document(
            title=_("Hand-over of social data, package No. %(number)s")
            % {"number": package.number},
            org=package.school.name,
            language=language,
            left=package.recipient,
            right=long_day(clock.today(), language),
            blocks=blocks,
        )


def _about(package: Package) -> Facts:
    basis = ", ".join(
        text
        for text in (
            package.basis_document,
            f"№ {package.basis_number}" if package.basis_number else "",
            f"{package.basis_on:%d.%m.%Y}" if package.basis_on else "",
        )
        if text
    )
    return Facts(
        [
            (_("Recipient"), package.recipient),
            (_("Basis"), basis or "–"),
            (_("As of"), f"{package.as_of:%d.%m.%Y}"),
        ]
    )


def _signed(school: School, on: date) -> Signatures:
    rows = []
    for role in (Role.SOCIAL_PEDAGOGUE, Role.DIRECTOR):
        words = str(role.label)
        rows.append((words[:1].upper() + words[1:], signatory(school, role, on)))
    return Signatures(rows)

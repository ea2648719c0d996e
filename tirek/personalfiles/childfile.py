"""What a child's personal file puts into the file for the legal representative."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from tirek.office.document import Block, Column, Facts, Table
from tirek.personalfiles.models import PaperScan
from tirek.personalfiles.queries import facts_of, interests_of, papers
from tirek.personalfiles.wording import interests_said
from tirek.school.childfile import Part
from tirek.school.models import Pupil


def part(pupil: Pupil, user: Any, language: str) -> Part | None:
    """Papers with their numbers and days, the scans, the interests told last."""
    listed, facts = papers(pupil.school, retired=True), facts_of(pupil)
    last = interests_of([pupil.pk]).get(pupil.pk)
    blocks: list[Block] = []
    if facts:
        rows = [
            (
                listed[code].name(language) if code in listed else code,
                str(one.get_state_display()),
                one.number,
                one.on,
                one.until,
                one.note,
            )
            for code, one in facts.items()
        ]
        columns = (
            Column(_("Paper"), 3),
            Column(_("State"), 1),
            Column(_("Number"), 1.2),
            Column(_("Date"), 1),
            Column(_("Valid until"), 1),
            Column(_("Note"), 2),
        )
        blocks.append(Table(columns, rows, title=_("Papers")))
    if last is not None:
        blocks.append(Facts(interests_said(last.details)))
    if not blocks:
        return None
    scans = PaperScan.objects.filter(pupil=pupil, withdrawn_at__isnull=True).exclude(file="")
    files = [(one.name, str(one.file.name)) for one in scans]
    return Part("personalfiles", _("Personal file"), blocks, files=files)

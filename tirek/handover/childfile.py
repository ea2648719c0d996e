"""What a child's file says of hand-overs: when, to whom, in which document."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from tirek.handover.models import Part
from tirek.office.document import Column, Table
from tirek.school.childfile import Part as FilePart
from tirek.school.models import Pupil


def part(pupil: Pupil, user: Any, language: str) -> FilePart | None:
    """Every package in which the child was named."""
    found = Part.objects.filter(
        package__school=pupil.school, named=True, package__sent_at__isnull=False
    ).select_related("package")
    rows = [
        [
            f"{one.package.sent_at:%d.%m.%Y}",
            one.package.recipient,
            one.title,
            one.package.number,
            str(one.package.get_state_display()),
        ]
        for one in found.order_by("package__sent_at", "position")
        if pupil.key in one.pupils
    ]
    columns = [
        Column(_("Handed over"), 1.2),
        Column(_("Recipient"), 3),
        Column(_("Document"), 3),
        Column(_("Number"), 1.4),
        Column(_("State"), 1.4),
    ]
    table = Table(columns=columns, rows=rows)
    title = _("To whom the child's data were handed over")
    return FilePart("handover", title, [table]) if rows else None

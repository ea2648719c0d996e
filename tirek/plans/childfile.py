"""What the plans put into a child's file: what was moved or waived for the child, and why."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from tirek.office.document import Cell, Column, Table
from tirek.plans.models import Adjustment
from tirek.school.childfile import Part
from tirek.school.models import Pupil


def part(pupil: Pupil, user: Any, language: str) -> Part | None:
    """Adjustments about this child; None when there are none."""
    found = Adjustment.objects.known_at().filter(pupil=pupil).select_related("row")
    rows: list[list[Cell]] = [
        [one.row.text(language), one.since, one.until, str(one.get_kind_display()), one.reason]
        for one in found
    ]
    if not rows:
        return None
    table = Table(
        columns=[
            Column(_("Item of the plan"), 3),
            Column(_("First day"), 1.2),
            Column(_("Last day"), 1.2),
            Column(_("What was done"), 1.4),
            Column(_("Reason"), 3),
        ],
        rows=rows,
    )
    return Part("plans", _("Plans"), [table])

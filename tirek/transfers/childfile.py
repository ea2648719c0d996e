"""What this room puts into a child's file: to and from which schools the card went."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from tirek.office.document import Block, Facts
from tirek.school.childfile import Part
from tirek.school.models import Pupil
from tirek.transfers.models import Arrival, Parcel, Sending
from tirek.transfers.wording import part_names


def part(pupil: Pupil, user: Any, language: str) -> Part | None:
    """Every hand-over of the card, the oldest first; None when there was none."""
    blocks: list[Block] = [
        _facts(_("To the school"), one.to_name, one)
        for one in Sending.objects.filter(pupil=pupil).order_by("at")
    ]
    blocks += [
        _facts(_("From the school"), one.from_name, one)
        for one in Arrival.objects.filter(pupil=pupil).order_by("at")
    ]
    return Part("transfers", _("Hand-overs between schools"), blocks) if blocks else None


def _facts(label: str, school: str, one: Parcel) -> Facts:
    paper = ", ".join(
        part
        for part in (one.document, one.number and f"№ {one.number}", f"{one.signed_on:%d.%m.%Y}")
        if part
    )
    return Facts(
        [
            (label, school),
            (_("Date"), f"{one.at:%d.%m.%Y}"),
            (_("What went along"), "; ".join(part_names(one.parts))),
            (_("Agreed by"), one.signer),
            (_("Paper"), paper),
            (_("State"), str(one.get_state_display())),
        ]
    )

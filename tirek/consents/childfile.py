"""What this room puts into a child's file: every consent, withdrawn ones too."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from tirek.consents.models import Consent
from tirek.consents.queries import scopes
from tirek.office.document import Block, Facts
from tirek.school.childfile import Part
from tirek.school.models import Pupil


def part(pupil: Pupil, user: Any, language: str) -> Part | None:
    """Consents believed now, the oldest first; None when there are none."""
    known = scopes(pupil.school)
    found = Consent.objects.known_at().filter(pupil=pupil).select_related("signed_by")
    blocks: list[Block] = [
        Facts(
            [
                (_("Scope"), str(known.get(one.scope, one.scope))),
                (_("Operator"), one.operator),
                (_("List of data"), one.data),
                (_("Purpose"), one.purpose),
                (_("Third parties"), one.third_parties),
                (_("Signed by"), ", ".join(x for x in (one.signer, one.signer_relation) if x)),
                (_("Signed on"), _day(one.signed_on)),
                (_("Last day"), _day(one.until)),
                (_("Number of the paper"), one.paper_number),
                (_("Withdrawn on"), f"{_day(one.withdrawn_on)} {one.withdrawn_how}".strip()),
                (_("Processing stopped on"), _day(one.stopped_on)),
            ]
        )
        for one in found.order_by("signed_on", "id")
    ]
    return Part("consents", _("Consents"), blocks) if blocks else None


def _day(day: Any) -> str:
    return f"{day:%d.%m.%Y}" if day else ""

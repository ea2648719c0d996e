"""Erases the frozen copies of a child's card; how many things went and when stays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tirek.school.models import Pupil
from tirek.transfers.models import Arrival, Sending


def erase(pupils: Sequence[Pupil], today: date) -> dict[str, int]:
    """Parcels, signers, papers, reasons and the other school's name go."""
    gone = {"parcel": {}, "signer": "", "document": "", "number": "", "reason": ""}
    sent = Sending.objects.filter(pupil__in=pupils).update(**gone, to_name="")
    came = Arrival.objects.filter(pupil__in=pupils).update(**gone, from_name="")
    return {"transfers": sent + came}

"""Erases the frozen copies of a child's card; how many things went and when stays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tirek.access import clock
from tirek.access.walls import lifted
from tirek.school.models import Pupil
from tirek.transfers.models import Arrival, Sending, State


def erase(pupils: Sequence[Pupil], today: date) -> dict[str, int]:
    """Parcels, signers, papers, reasons and the other school's name go.

    A card that still waits at the other school is withdrawn; one accepted there is that school's.
    """
    gone = {"parcel": {}, "signer": "", "document": "", "number": "", "reason": ""}
    sent = Sending.objects.filter(pupil__in=pupils)
    waiting = list(sent.filter(state=State.SENT).values_list("code", flat=True))
    with lifted():
        Arrival.objects.filter(code__in=waiting, state=State.SENT).update(
            **gone, state=State.WITHDRAWN, answered_at=clock.now()
        )
    sent.filter(state=State.SENT).update(state=State.WITHDRAWN, answered_at=clock.now())
    came = Arrival.objects.filter(pupil__in=pupils).update(**gone, from_name="")
    return {"transfers": sent.update(**gone, to_name="") + came}

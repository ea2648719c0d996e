"""Erases what phones took along and sent about children."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tirek.filing.keeping import forget
from tirek.phone.models import TakenVisit
from tirek.school.models import Pupil


def erase(pupils: Sequence[Pupil], today: date) -> dict[str, int]:
    """What was taken along goes whole, whoever else it was about: it is a copy; parcels too."""
    visits = TakenVisit.objects.filter(pupils__in=pupils).distinct()
    done = 0
    for visit in visits:
        visit.base = {}
        visit.save(update_fields=["base"])
        parcel = getattr(visit, "parcel", None)
        if parcel is not None:
            parcel.note, parcel.clashes = "", {}
            parcel.save(update_fields=["note", "clashes"])
            forget(parcel)
        done += 1
    return {"taken_visits": done}

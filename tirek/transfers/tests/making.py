"""Sends cards for tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from tirek.access.models import School, User
from tirek.school.models import Pupil
from tirek.transfers import actions, queries
from tirek.transfers.models import Arrival, Sending
from tirek.transfers.rules.parcel import PARTS

NEXT = date(2026, 11, 24)
BASIS = {
    "signer": "Анасы",
    "document": "Өтініш",
    "number": "4",
    "signed_on": date(2026, 11, 16),
}


def send(by: User, pupil: Pupil, school: School | None, **fields: Any) -> Sending:
    """A card sent whole, by a paper of the week before."""
    return actions.send_card(
        **{
            "by": by,
            "pupil": pupil,
            "to": school,
            "to_name": "" if school else "№ 4 мектеп, Астана",
            "parts": PARTS,
            "parcel": queries.parcel_of(pupil, PARTS, by),
            "basis": BASIS,
            "leaves_on": date(2026, 11, 23),
            **fields,
        }
    )


def arrival(by: User, pupil: Pupil, to: School, **fields: Any) -> Arrival:
    """A card that has come to a school."""
    return Arrival.objects.get(code=send(by, pupil, to, **fields).code)


def things(by: User, pupil: Pupil) -> dict[str, Any]:
    """What the trust tests walk through: cards of the pupil sent, given as a file, received."""
    school = pupil.school
    other = School.objects.exclude(pk=school.pk).order_by("pk")[0]
    sent = send(by, pupil, other)
    came = Arrival.objects.get(code=sent.code)
    came.pk, came.pid, came.school = None, f"{came.pid[::-1]}", school
    came.from_name = other.name
    came.save()
    return {"sending": sent, "sent file": send_file(by, pupil), "arrival": came}


def send_file(by: User, pupil: Pupil) -> Sending:
    """A card given as a sealed file, beside one that waits."""
    waits = Sending.objects.filter(pupil=pupil, state="SENT")
    kept = list(waits.values_list("pk", flat=True))
    waits.update(state="DECLINED")
    made = send(by, pupil, None)
    Sending.objects.filter(pk__in=kept).update(state="SENT")
    return made

"""What came from phones and waits for a person, on the desk."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from tirek.access.doors import asker
from tirek.access.sight import may
from tirek.phone.models import Parcel
from tirek.web.parts import DueLine
from tirek.web.rules.dates import short_day

MOST = 5


def notices(request: HttpRequest) -> list[DueLine]:
    """Parcels on which somebody has to decide. One query."""
    user, school = asker(request)
    if school is None or not may(user, "visits.act:write", school.pk):
        return []
    waiting = Parcel.objects.visible_to(user).filter(
        school=school, state__in=[Parcel.State.CLASH, Parcel.State.HELD]
    )
    return [
        DueLine(
            shape="alarm",
            what=_("A visit from a phone waits for a decision"),
            what_note=one.get_state_display(),
            who=one.visit.by.full_name,
            when=short_day(one.received_at.date()),
            late=True,
            action=_("Decide"),
            action_url=reverse("phone:settle", args=[one.pid]),
        )
        for one in waiting.select_related("visit__by")[:MOST]
    ]

"""The line on the desk: addresses still to be visited."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from tirek.access import clock
from tirek.access.doors import asker
from tirek.access.sight import may
from tirek.raids.models import WRITE
from tirek.raids.queries import to_visit
from tirek.web.parts import DueLine
from tirek.web.rules.dates import short_day


def notices(request: HttpRequest) -> list[DueLine]:
    """One line for those who go on raids; late when a day agreed on has passed."""
    user, school = asker(request)
    if school is None or not may(user, WRITE, school.pk):
        return []
    today = clock.today()
    left = to_visit(school, user, today)
    if not left:
        return []
    first = left[0].again_on  # those agreed on stand first, the earliest day before
    late = first is not None and first < today
    return [
        DueLine(
            shape="alarm" if late else "half",
            what=_("Addresses still to be visited: %(n)s") % {"n": len(left)},
            what_note=_("Nobody was seen there on a raid"),
            when=short_day(first) if first else "",
            late=late,
            action=_("Show"),
            action_url=reverse("raids:again"),
        )
    ]

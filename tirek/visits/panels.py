"""The box of acts on the pupil's page."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from tirek.access.models import User
from tirek.access.sight import may
from tirek.cards.panels import Panel
from tirek.school.models import Pupil
from tirek.visits.queries import acts_of

MOST = 5


def acts_panel(request: HttpRequest, pupil: Pupil) -> Panel | None:
    """The child's last acts, drafts begun, and the way to a new one."""
    user: User = request.user  # type: ignore[assignment]  # the page asks for a login
    if not may(user, "visits.act:read", pupil.school_id):
        return None
    found = list(acts_of([pupil], user).order_by("-entry__on", "-pk")[: MOST + 1])
    return Panel(
        title=_("Inspection acts"),
        template="visits/panel.html",
        context={
            "acts": found[:MOST],
            "more": len(found) > MOST,
            "pupil": pupil,
            "may_write": may(user, "visits.act:write", pupil.school_id),
        },
        count=len(found) if len(found) <= MOST else None,
    )

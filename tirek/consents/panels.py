"""The box of consents on the pupil's page."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from tirek.access import clock
from tirek.access.models import User
from tirek.access.sight import may
from tirek.cards.panels import Panel
from tirek.consents import queries
from tirek.school.models import Pupil


def consents_panel(request: HttpRequest, pupil: Pupil) -> Panel | None:
    """The child's consents for those who may read them; for others only that there are some."""
    user: User = request.user  # type: ignore[assignment]  # the page asks for a login
    if not may(user, "consents.presence:read", pupil.school_id):
        return None
    today = clock.today()
    if not may(user, "consents.consent:read", pupil.school_id):
        held = queries.standing(pupil.school, [pupil.pk], today)[pupil.pk]
        known = queries.scopes(pupil.school) if held else {}
        context = {"signed": [str(one) for code, one in known.items() if code in held]}
        return Panel(title=_("Consents"), template="consents/presence.html", context=context)
    found = queries.consents_of(pupil, user)
    known = queries.scopes(pupil.school) if found else {}
    days = queries.rights_of(pupil.school).stop_days if found else 0
    rows = [
        {
            "consent": one,
            "scope": known.get(one.scope, one.scope),
            "holds": one.holds(today),
            "stop_by": queries.stop_by(one, days),
        }
        for one in found
    ]
    return Panel(
        title=_("Consents"),
        template="consents/panel.html",
        context={
            "rows": rows,
            "pupil": pupil,
            "today": today,
            "may_write": may(user, "consents.consent:write", pupil.school_id),
            "may_erase": may(user, "consents.erasure:propose", pupil.school_id)
            and not getattr(pupil, "class_name", None)
            and pupil.erased_on is None,
        },
        count=len(rows),
    )

"""The child's page says who can see it; the desk says what waits for the director's review."""

from __future__ import annotations

from operator import itemgetter
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from tirek.access import clock
from tirek.access.sight import may
from tirek.cards.panels import Panel
from tirek.oversight.queries.alarms import to_review
from tirek.oversight.queries.seen import watchers
from tirek.school.models import Pupil
from tirek.school.queries import over
from tirek.web.parts import DueLine
from tirek.web.templatetags.web import moment

# Lines on the desk; the rest stands on the pages of alarms and openings.
MOST = 10


def sight_panel(request: HttpRequest, pupil: Pupil) -> Panel | None:
    """Who can see this child today, by name; why, and who has looked, stand on their own pages."""
    user: Any = request.user
    if not over(user, pupil.school_id, [pupil.pk]).may("oversight.sight:read", pupil.pk):
        return None
    found = watchers(pupil, clock.today(), clock.now(), brief=True)
    by_role: dict[str, list[str]] = {}
    for one in found:
        why = one.reasons[0]
        label = _("emergency opening") if why.opening else str(why.role.label)
        by_role.setdefault(label, []).append(one.user.full_name)
    return Panel(
        title=_("Who can see this child"),
        template="oversight/panel.html",
        context={
            "by_role": by_role,
            "child": pupil,
            "may_look": may(user, "oversight.look:read", pupil.school_id),
        },
        count=len(found),
        aside=True,
    )


def notices(request: HttpRequest) -> list[DueLine]:
    """Alarms and emergency openings that wait for this reader's review, the latest first."""
    user: Any = request.user
    school = request.school  # type: ignore[attr-defined]
    if school is None or not may(user, "oversight.alarm:review", school.pk):
        return []
    alarms, openings = to_review(user, school)
    lines = [
        (one.at, str(_("Alarm")), str(one.get_kind_display()), one.by, "oversight:alarm", one.pid)
        for one in alarms
    ]
    lines += [
        (one.at, str(_("Emergency opening")), "", one.user, "oversight:opening", one.pid)
        for one in openings
    ]
    return [
        DueLine(
            shape="alarm",
            what=what,
            what_note=note,
            who=str(who),
            when=moment(at),
            action=_("Review"),
            action_url=reverse(url, args=[pid]),
        )
        for at, what, note, who, url, pid in sorted(lines, key=itemgetter(0), reverse=True)[:MOST]
    ]

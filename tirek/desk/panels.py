"""Remembers whose page was opened lately, for the desk's aside."""

from __future__ import annotations

from django.http import HttpRequest

from tirek.cards.panels import Panel
from tirek.school.models import Pupil

RECENT = "recent_pupils"
MOST = 5


def opened_lately(request: HttpRequest, pupil: Pupil) -> Panel | None:
    """Keep the pupil's public id in the session, the last opened first; nothing to show."""
    before = [pid for pid in request.session.get(RECENT, []) if pid != pupil.pid]
    recent = [pupil.pid, *before][:MOST]
    if request.session.get(RECENT) != recent:
        request.session[RECENT] = recent
    return None

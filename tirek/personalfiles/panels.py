"""Boxes on the pupil's page, the line of the desk."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from tirek.access import clock
from tirek.access.sight import may
from tirek.cards.panels import Panel
from tirek.personalfiles.queries import ending, interests_of, known_of
from tirek.personalfiles.rules.checklist import MISSING, THERE
from tirek.school.models import Pupil
from tirek.web.parts import DueLine


def file_panel(request: HttpRequest, pupil: Pupil) -> Panel | None:
    """How many papers are there and missing, and the way to the file; one query."""
    user: Any = request.user
    if not may(user, "personalfiles.file:read", pupil.school_id):
        return None
    today = clock.today()
    known = known_of([pupil.pk]).get(pupil.pk, {})
    states = Counter(one.state for one in known.values())
    over = sum(one.until is not None and one.until < today for one in known.values())
    shown = {"there": states[THERE], "missing": states[MISSING], "over": over, "pupil": pupil}
    return Panel(_("Personal file"), "personalfiles/panel_file.html", shown, aside=True)


def interests_panel(request: HttpRequest, pupil: Pupil) -> Panel | None:
    """What the pupil is interested in; one query."""
    user: Any = request.user
    if not may(user, "personalfiles.file:read", pupil.school_id):
        return None
    shown = {
        "last": interests_of([pupil.pk]).get(pupil.pk),
        "pupil": pupil,
        "may_write": may(user, "personalfiles.file:write", pupil.school_id),
    }
    return Panel(_("Interests"), "personalfiles/panel_interests.html", shown, aside=True)


def notices(request: HttpRequest) -> list[DueLine]:
    """Papers whose term ends within a month or is over; one query."""
    user: Any = request.user
    school = request.school  # type: ignore[attr-defined]
    if school is None or not may(user, "personalfiles.file:write", school.pk):
        return []
    found = list(ending(user, school, clock.today()).select_related("pupil").order_by("until")[:21])
    if not found:
        return []
    first = found[0]
    return [
        DueLine(
            shape="alarm" if first.until < clock.today() else "half",
            what=_("Papers whose term ends"),
            what_note=_("papers: %(n)s") % {"n": len(found) if len(found) < 21 else "20+"},
            who=first.pupil.short_name,
            who_note="…" if len(found) > 1 else "",
            when=f"{first.until:%d.%m.%Y}",
            late=first.until < clock.today(),
            action=_("Open the file"),
            action_url=reverse("personalfiles:file", args=[first.pupil.pid]),
        )
    ]

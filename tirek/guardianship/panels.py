"""The box of guardianship on the pupil's page; what is due on the desk."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from tirek.access import clock
from tirek.access.models import User
from tirek.access.sight import may
from tirek.cards.panels import Panel
from tirek.guardianship import queries
from tirek.guardianship.models import READ
from tirek.school.models import Pupil
from tirek.web.parts import DueLine
from tirek.web.rules.dates import short_day

WRITE = "guardianship.case:write"
# Lines on the desk; the rest stands on the pages of the register and of the wards.
MOST = 5


def guardianship_panel(request: HttpRequest, pupil: Pupil) -> Panel | None:
    """The child's guardians with their checks, and the case; nothing when there is neither.

    One query.
    """
    user: User = request.user  # type: ignore[assignment]  # the page asks for a login
    if not may(user, READ, pupil.school_id):
        return None
    rows, case = queries.wards_of(pupil, clock.today())
    if not case and not rows:
        return None
    return Panel(
        title=_("Guardianship"),
        template="guardianship/panel.html",
        context={
            "rows": rows,
            "case": case,
            "pupil": pupil,
            "may_write": may(user, WRITE, pupil.school_id),
        },
    )


def notices(request: HttpRequest) -> list[DueLine]:
    """Children of whom the guardianship body must be told; guardians whose check is overdue."""
    user: Any = request.user
    school = request.school  # type: ignore[attr-defined]
    if school is None or not may(user, WRITE, school.pk):
        return []
    today = clock.today()
    lines = []
    for one in queries.late_notices(school, user, today)[:MOST]:
        due = one.clock.due_on if one.clock else today
        lines.append(
            DueLine(
                shape="alarm" if one.late else "half",
                what=_("Notify the guardianship body"),
                what_note=_("The term is the school's own setting: check the text."),
                who=one.case.full_name,
                who_url=reverse("guardianship:case", args=[one.case.pid]),
                when=short_day(due),
                late=one.late,
                action=_("Record"),
                action_url=reverse("guardianship:step", args=[one.case.pid, "notified"]),
            )
        )
    late = [one for one in queries.wards(school, user, today, WRITE) if one.late]
    for ward in late[:MOST]:
        lines.append(
            DueLine(
                shape="alarm",
                what=_("Check of the guardian"),
                what_note=ward.kin.member.full_name,
                who=f"{ward.kin.pupil.short_name}, {ward.class_name}",
                who_url=reverse("cards:pupil", args=[ward.kin.pupil.pid]),
                when=short_day(ward.due_on),
                late=True,
                action=_("Record"),
                action_url=reverse("guardianship:check", args=[ward.kin.pid]),
            )
        )
    if len(late) > MOST:
        lines.append(
            DueLine(
                shape="alarm",
                what=_("Guardians to be checked: %(n)s") % {"n": len(late)},
                late=True,
                action=_("Show"),
                action_url=reverse("guardianship:wards") + "?late=1",
            )
        )
    return lines

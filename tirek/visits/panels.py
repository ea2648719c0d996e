"""The box of acts on the pupil's page, the lines on the desk."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from tirek.access import clock
from tirek.access.doors import asker
from tirek.access.models import User
from tirek.access.sight import may
from tirek.cards.panels import Panel
from tirek.school.models import Pupil
from tirek.visits.due import tasks_due
from tirek.visits.models import VisitTask
from tirek.visits.queries import acts_of, children_of
from tirek.web.parts import DueLine
from tirek.web.rules.dates import short_day

MOST = 5
SOON = 7  # days before a recommendation's term when the desk speaks of it


def acts_panel(request: HttpRequest, pupil: Pupil) -> Panel | None:
    """The child's last acts, drafts begun, and the way to a new one."""
    user: User = request.user  # type: ignore[assignment]  # the page asks for a login
    if not may(user, "visits.act:read", pupil.school_id):
        return None
    seen = acts_of([pupil], user).annotate(to_do=Count("tasks", filter=Q(tasks__closed_on=None)))
    found = list(seen.order_by("-entry__on", "-pk")[: MOST + 1])
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


def notices(request: HttpRequest) -> list[DueLine]:
    """Recommendations due within a week and late ones, for those who may close them."""
    user, school = asker(request)
    if school is None or not may(user, "visits.act:write", school.pk):
        return []
    today = clock.today()
    found = list(tasks_due(school, user, today + timedelta(days=SOON))[: MOST + 1])
    lines = [_line(task, today) for task in found[:MOST]]
    if len(found) > MOST:
        lines.append(
            DueLine(
                shape="half",
                what=_("More recommendations of acts are due"),
                action=_("Show"),
                action_url=reverse("visits:tasks"),
            )
        )
    return lines


def _line(task: VisitTask, today: date) -> DueLine:
    child = next(iter(children_of(task.act)), None)
    late = task.by is not None and task.by < today
    return DueLine(
        shape="alarm" if late else "half",
        what=task.what,
        what_note=_("Recommended in an act"),
        who=child.short_name if child else "",
        who_url=reverse("visits:act", args=[task.act.pid]),
        when=short_day(task.by) if task.by else "",
        late=late,
        action=_("Close"),
        action_url=reverse("visits:close_task", args=[task.pid]),
    )

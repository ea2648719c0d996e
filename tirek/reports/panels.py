"""The box on the pupil's page for a child's file; on the desk, movement reports not signed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from tirek.access import clock
from tirek.access.models import User
from tirek.access.sight import may
from tirek.cards.panels import Panel
from tirek.reports.models import ChildFile
from tirek.reports.moves import unsigned
from tirek.school.models import Pupil, SchoolClass
from tirek.web.parts import DueLine
from tirek.web.templatetags.web import month as month_words

SIGN = "reports.document:sign"
# So many classes are named in a line; the rest stands on the page of the month.
MOST = 6


def childfile_panel(request: HttpRequest, pupil: Pupil) -> Panel | None:
    """Requests of the family for what the school holds about the child."""
    user: User = request.user  # type: ignore[assignment]  # the page asks for a login
    if pupil.erased_on or not may(user, "reports.childfile:issue", pupil.school_id):
        return None
    asked = list(ChildFile.objects.filter(pupil=pupil)[:5])
    return Panel(
        title=_("Child's file for the family"),
        template="reports/panel.html",
        context={"asked": asked, "pupil": pupil},
        count=len(asked),
    )


def notices(request: HttpRequest) -> list[DueLine]:
    """Classes whose movement of the last full month is not signed, among those one may sign for."""
    user: Any = request.user
    school = request.school  # type: ignore[attr-defined]
    if school is None or not may(user, SIGN, school.pk):
        return []
    first = (clock.today().replace(day=1) - timedelta(days=1)).replace(day=1)
    classes = unsigned(school, first, SchoolClass.objects.visible_to(user, SIGN))
    if not classes:
        return []
    names = ", ".join(name for _pid, name in classes[:MOST])
    page = reverse("reports:movements")
    if len(classes) == 1:
        page = reverse("reports:movement", args=[classes[0][0]])
    return [
        DueLine(
            shape="half",
            what=_("Social movement"),
            what_note=_("not signed: %(number)s") % {"number": len(classes)},
            who=names if len(classes) <= MOST else f"{names} …",
            when=month_words(first),
            action=_("Sign the report") if len(classes) == 1 else _("Open"),
            action_url=f"{page}?month={first:%Y-%m}",
        )
    ]

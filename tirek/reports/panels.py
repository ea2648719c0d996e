"""The box on the pupil's page for those who prepare a child's file for the family."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from tirek.access.models import User
from tirek.access.sight import may
from tirek.cards.panels import Panel
from tirek.reports.models import ChildFile
from tirek.school.models import Pupil


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

"""The timeline on the pupil's page, and the kinds of work one may add from there."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from tirek.access import clock
from tirek.access.sight import may, sight_of
from tirek.cards.panels import Panel
from tirek.journal import kinds
from tirek.journal.queries import timeline
from tirek.journal.writers import codes_written_by
from tirek.school.models import Pupil
from tirek.school.queries import household_of

FEW, ALL, TABS = 15, 300, 6

# What is recorded most about one child; the rest stands behind "other work".
OFTEN = (
    *("HOUSING_ACT", "PARENT_CONTACT", "CONSULTATION", "OBSERVATION", "CHECKUP", "VACCINATION"),
    *("GUARDIAN_INTERVIEW", "PERSONAL_FILE_CHECK", "AID_GIVEN", "PROPERTY_CHECK"),
)


def timeline_panel(request: HttpRequest, pupil: Pupil) -> Panel | None:
    """Everything that took place with the child as far as this reader may know it, newest first.

    `?kind=` narrows it, `?entries=all` shows more than the latest.
    """
    user: Any = request.user
    if not may(user, "journal.entry:read", pupil.school_id):
        return None
    found = timeline(pupil, user, household_of(pupil, clock.today()))
    counts = found.order_by().values_list("kind").annotate(number=Count("pk"))
    tabs = sorted(counts, key=lambda one: (-one[1], one[0]))
    total = sum(number for _code, number in tabs)
    chosen = request.GET.get("kind", "")
    if chosen in dict(tabs):
        found = found.filter(kind=chosen)
    else:
        chosen = ""
    most = ALL if request.GET.get("entries") == "all" else FEW
    number = dict(tabs).get(chosen, total)
    return Panel(
        title=_("What took place"),
        template="journal/panel.html",
        context={
            "entries": list(found[:most]),
            "tabs": [(code, kinds.kind(code).name, many) for code, many in tabs[:TABS]],
            "chosen": chosen,
            "total": total,
            "left": max(number - most, 0),
        },
        count=total,
        actions=_additions(user, pupil),
    )


def _additions(user: Any, pupil: Pupil) -> list[tuple[str, str]]:
    if not may(user, "journal.entry:write", pupil.school_id):
        return []
    mine = codes_written_by(sight_of(user).roles(pupil.school_id))
    page = reverse("cards:pupil", args=[pupil.pid])
    found = [
        (str(kinds.kind(code).name), kinds.form_url(code, pupil=pupil.pid, next=page))
        for code in OFTEN
        if code in mine
    ]
    query = urlencode({"pupil": pupil.pid, "next": page})
    return [*found, (_("Other work"), f"{reverse('journal:new')}?{query}")]

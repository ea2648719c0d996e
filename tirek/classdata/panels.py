"""What the desk says: lines that wait, forms that are due, lines that were declined."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from tirek.access import clock
from tirek.access.sight import may
from tirek.classdata.queries import classes_asked, declined_lately, waiting_lines
from tirek.web.parts import DueLine
from tirek.web.rules.dates import short_day

LATELY = timedelta(days=14)
FEW = 3


def notices(request: HttpRequest) -> list[DueLine]:
    """Two questions: lines to decide (or declined lately), classes asked and not handed in."""
    user: Any = request.user
    school = request.school  # type: ignore[attr-defined]
    if school is None or not may(user, "classdata.form:write", school.pk):
        return []
    today = clock.today()
    lines = _due(user, school, today)
    if may(user, "classdata.form:decide", school.pk):
        if number := waiting_lines(user, school).count():
            lines.append(
                DueLine(
                    shape="half",
                    what=_("Class data forms"),
                    what_note=_("lines wait for a decision: %(n)s") % {"n": number},
                    action=_("Open the forms"),
                    action_url=reverse("classdata:forms"),
                )
            )
    elif declined := list(declined_lately(user, school, today - LATELY).select_related("form")):
        lines.append(
            DueLine(
                shape="diamond",
                what=_("Class data form"),
                what_note=_("lines declined: %(n)s") % {"n": len(declined)},
                action=_("See the reasons"),
                action_url=reverse("classdata:form", args=[declined[0].form.pid]),
            )
        )
    return lines


def _due(user: Any, school: Any, today: date) -> list[DueLine]:
    classes = list(classes_asked(user, school, today))
    if not classes:
        return []
    due_on: date = classes[0].due_on
    late = due_on < today
    names = ", ".join(one.name for one in classes[:6]) + ("…" if len(classes) > 6 else "")
    common: dict[str, Any] = {
        "shape": "alarm" if late else "half",
        "what": _("Class data form"),
        "when": short_day(due_on),
        "when_note": _("overdue") if late else "",
        "late": late,
    }
    if len(classes) > FEW:
        return [
            DueLine(
                what_note=_("not handed in, classes: %(n)s") % {"n": len(classes)},
                who=names,
                action=_("Open the forms"),
                action_url=reverse("classdata:forms"),
                **common,
            )
        ]
    return [
        DueLine(
            who=one.name,
            what_note=_("not handed in"),
            action=_("Fill in the form"),
            action_url=reverse("classdata:fill", args=[one.pid]),
            **common,
        )
        for one in classes
    ]

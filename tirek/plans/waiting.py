"""What the desk says of plans that wait for approval, and of those sent back."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from tirek.access.sight import may
from tirek.plans.models import Plan
from tirek.web.parts import DueLine
from tirek.web.rules.dates import short_day


def _day(one: Plan, approves: bool) -> date | None:
    return one.submitted_on if approves else one.sent_back_on


def notices(request: HttpRequest) -> list[DueLine]:
    """To those who approve: plans submitted. To those who make them: plans sent back."""
    user: Any = request.user
    school: Any = request.school  # type: ignore[attr-defined]
    if school is None:
        return []
    approves = may(user, "plans.plan:approve", school.pk)
    if not approves and not may(user, "plans.plan:write", school.pk):
        return []
    state = Q(submitted_on__isnull=not approves)
    if not approves:
        state &= Q(sent_back_on__isnull=False)
    plans = Plan.objects.filter(state, school=school, approved_on__isnull=True)
    return [
        DueLine(
            shape="diamond",
            what=one.get_kind_display(),
            what_note=_("waits for approval") if approves else _("sent back: see the reason"),
            who=str((one.submitted_by if approves else one.sent_back_by) or ""),
            when=short_day(day) if (day := _day(one, approves)) else "",
            action=_("Open"),
            action_url=reverse("plans:plan", args=[one.pid]),
        )
        for one in plans.select_related("submitted_by", "sent_back_by")
    ]

"""What a page of papers is asked, and by whom."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from tirek.access import clock
from tirek.access.refused import Refused
from tirek.access.sight import sight_of
from tirek.reports import options as asked
from tirek.school.models import SchoolClass

READ, ISSUE = "reports.document:read", "reports.document:issue"


def day_asked(request: HttpRequest) -> tuple[date, str]:
    """The day asked about and, when it cannot be read, why (then today stands in)."""
    try:
        return asked.as_of({"as_of": request.GET.get("on", "")}), ""
    except Refused as error:
        return clock.today(), str(error)


def reads_whole(request: Any) -> bool:
    """Does the user read the papers of the whole school here?"""
    return request.school.pk in sight_of(request.user).whole(READ)


def may_issue(request: Any) -> bool:
    return sight_of(request.user).may(ISSUE, request.school.pk)


def class_seen(request: Any, pid: str) -> SchoolClass:
    classes = SchoolClass.objects.visible_to(request.user, READ).select_related(
        "school", "school_year", "teacher"
    )
    return get_object_or_404(classes, pid=pid, school=request.school)

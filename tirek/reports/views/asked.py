"""What a page of papers is asked, and by whom."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from tirek.access import clock
from tirek.access.refused import Refused
from tirek.access.sight import sight_of
from tirek.reports import options as asked
from tirek.reports.papers import Asked
from tirek.school.models import SchoolClass

READ, ISSUE, SIGN = "reports.document:read", "reports.document:issue", "reports.document:sign"


def day_asked(request: HttpRequest) -> tuple[date, str]:
    """The day asked about and, when it cannot be read, why (then today stands in)."""
    try:
        return asked.as_of({"as_of": request.GET.get("on", "")}), ""
    except Refused as error:
        return clock.today(), str(error)


@dataclass(frozen=True)
class Days:
    """The days of a page (`?on=`, `?than=`, `?known=`), and what is wrong with which of them."""

    when: Asked
    known_on: date | None = None
    wrong: dict[str, str] = field(default_factory=dict)

    @property
    def options(self) -> dict[str, str]:
        """The same for a paper."""
        found = {"as_of": self.when.as_of.isoformat()}
        if self.when.earlier is not None:
            found["than"] = self.when.earlier.isoformat()
        if self.known_on is not None:
            found["known_at"] = self.known_on.isoformat()
        return found

    @property
    def query(self) -> str:
        """The same in the address of a paper."""
        return urlencode(self.options)


def days_asked(request: HttpRequest) -> Days:
    """The days asked about; one that cannot be read has its usual value."""
    on, problem = day_asked(request)
    found = Days(Asked(on), wrong={"on": problem} if problem else {})
    given = {"than": request.GET.get("than", ""), "known_at": request.GET.get("known", "")}
    try:
        found = replace(found, when=replace(found.when, earlier=asked.earlier(given, on)))
    except Refused as error:
        found.wrong["than"] = str(error)
    try:
        known_at = asked.known_at(given)
    except Refused as error:
        found.wrong["known"] = str(error)
    else:
        known_on = asked.day(given, "known_at") if known_at is not None else None
        found = replace(found, when=replace(found.when, known_at=known_at), known_on=known_on)
    return found


def reads_whole(request: Any) -> bool:
    """Does the user read the papers of the whole school here?"""
    return request.school.pk in sight_of(request.user).whole(READ)


def may_issue(request: Any) -> bool:
    return sight_of(request.user).may(ISSUE, request.school.pk)


def class_seen(request: Any, pid: str, key: str = READ) -> SchoolClass:
    classes = SchoolClass.objects.visible_to(request.user, key).select_related(
        "school", "school_year", "teacher"
    )
    return get_object_or_404(classes, pid=pid, school=request.school)

"""What the card index says on the desk of those who enter statuses, and in the search."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tirek.access import clock
from tirek.access.sight import may
from tirek.cards import queries
from tirek.cards.models import StatusPeriod
from tirek.web.parts import DueLine
from tirek.web.templatetags.web import day as short

KEY = "cards.status:write"


def notices(request: HttpRequest) -> list[DueLine]:
    """A line for what ends soon, one for contradictions, one for missing papers."""
    user: Any = request.user
    school = request.school  # type: ignore[attr-defined]
    if school is None or not may(user, KEY, school.pk):
        return []
    today = clock.today()
    seen = queries.watched_on(school, StatusPeriod.objects.visible_to(user), today)
    lines = []
    if seen.terms:
        nearest = seen.terms[0].on
        lines.append(
            _line(
                "half",
                _("What ends soon"),
                len(seen.terms),
                "cards:ends",
                when=short(nearest),
                late=nearest < today,
            )
        )
    if seen.conflicts:
        lines.append(_line("alarm", _("Contradictions"), seen.conflicts, "cards:conflicts"))
    if seen.lacking:
        lines.append(_line("ring", _("Basis missing"), seen.lacking, "cards:lacking"))
    return lines


def _line(shape: str, what: str, number: int, page: str, **more: Any) -> DueLine:
    return DueLine(
        shape=shape,
        what=what,
        what_note=_counted(number),
        action=_("Open"),
        action_url=reverse(page),
        **more,
    )


def _counted(number: int) -> str:
    return ngettext("%(n)s status", "%(n)s statuses", number) % {"n": number}


def found(request: HttpRequest, text: str) -> list[tuple[str, str]]:
    """The categories that a text means, each with its list (`settings.SEARCHED`)."""
    user: Any = request.user
    school = request.school  # type: ignore[attr-defined]
    if school is None or not may(user, "cards.status:read", school.pk):
        return []
    codes = queries.categories_named(school, text)
    if not codes:
        return []
    categories = queries.categories(school)
    return [
        (categories[code].name(), f"{reverse('cards:list')}?category={code}")
        for code in codes
        if code in categories
    ]

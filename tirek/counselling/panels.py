"""What the desk says: recommendations that wait for one's answer, answers that have come."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from tirek.access import clock
from tirek.access.sight import may
from tirek.counselling.models import ANSWER, RECOMMENDATION
from tirek.counselling.queries import held_answers
from tirek.journal.models import Entry, State
from tirek.school.models import SchoolClass
from tirek.web.parts import DueLine
from tirek.web.rules.dates import short_day

FEW = 3
# An answer is waited for so long: a recommendation of May until the autumn.
LATELY = timedelta(days=150)


def notices(request: HttpRequest) -> list[DueLine]:
    """A line for each recommendation about one's own class that is not answered."""
    user: Any = request.user
    school = request.school  # type: ignore[attr-defined]
    if school is None or not may(user, ANSWER, school.pk):
        return []
    own = SchoolClass.objects.visible_to(user, ANSWER).filter(school=school).values("pk")
    waiting = list(
        Entry.objects.known_at()
        .filter(
            school=school,
            kind=RECOMMENDATION,
            state=State.DONE,
            on__gte=clock.today() - LATELY,
            about_classes__school_class__in=own,
        )
        .exclude(author=user)
        .select_related("author")
        .order_by("on", "id")
        .distinct()
    )
    answered = held_answers(waiting) if waiting else {}
    waiting = [one for one in waiting if one.pk not in answered]
    lines = [
        DueLine(
            shape="diamond",
            what=_("Recommendation"),
            what_note=_("waits for your answer"),
            who=one.author.full_name if one.author else "",
            when=short_day(one.on),
            action=_("Read and answer"),
            action_url=reverse("counselling:recommendation", args=[one.pid]),
        )
        for one in waiting[:FEW]
    ]
    if len(waiting) > FEW:
        lines.append(
            DueLine(
                shape="diamond",
                what=_("Recommendations"),
                what_note=_("more wait for your answer"),
                action=_("Open the list"),
                action_url=reverse("counselling:recommendations") + "?state=waiting",
            )
        )
    return lines

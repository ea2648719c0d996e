"""Who can see a child and why; who has looked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from tirek.access import clock
from tirek.access.asking import allowed, day_asked
from tirek.access.doors import needs
from tirek.oversight.queries.seen import rights_of, watchers
from tirek.oversight.queries.trail import lookers, rows_about
from tirek.oversight.wording import lines
from tirek.school.models import Pupil

PAGE, DAYS = 50, 30


SIGHT, LOOK = "oversight.sight:read", "oversight.look:read"


def _child(request: HttpRequest, key: str, pid: str) -> Pupil:
    visible = Pupil.objects.visible_to(request.user, key).select_related("school")
    return get_object_or_404(visible, pid=pid)


@needs(SIGHT, sensitive=True)
def sight(request: HttpRequest, pid: str) -> HttpResponse:
    """Everybody who can see the child on a day, each with the reason and what is seen."""
    child = _child(request, SIGHT, pid)
    day, day_form = day_asked(request)
    found = watchers(child, day, clock.now())
    roles = dict.fromkeys(reason.role for one in found for reason in one.reasons)
    shown = {
        "child": child,
        "day": day,
        "day_form": day_form,
        "found": found,
        "rights": [rights_of(role) for role in roles],
        "may_look": allowed(request, LOOK),
    }
    return render(request, "oversight/sight.html", shown)


@needs(LOOK, sensitive=True)
def looked(request: HttpRequest, pid: str) -> HttpResponse:
    """Who opened, printed, took away, changed what of this child, and when."""
    child = _child(request, LOOK, pid)
    rows = rows_about(child)
    page: Any = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    people, times = lookers(rows, clock.now() - timedelta(days=DAYS))
    shown = {
        "child": child,
        "page": page,
        "lines": lines(page.object_list, {}),
        "people": people,
        "times": times,
        "days": DAYS,
    }
    return render(request, "oversight/looked.html", shown)

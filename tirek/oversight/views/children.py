"""Who has looked at a child."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from tirek.access import clock
from tirek.access.doors import needs
from tirek.oversight.queries.trail import lookers, rows_about
from tirek.oversight.wording import lines
from tirek.school.models import Pupil

PAGE, DAYS = 50, 30


def _child(request: HttpRequest, pid: str) -> Pupil:
    visible = Pupil.objects.visible_to(request.user).select_related("school")
    return get_object_or_404(visible, pid=pid)


@needs("oversight.look:read", sensitive=True)
def looked(request: HttpRequest, pid: str) -> HttpResponse:
    """Who opened, printed, took away, changed what of this child, and when."""
    child = _child(request, pid)
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

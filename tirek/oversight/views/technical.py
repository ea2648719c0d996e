"""The technical log: what the program did on a day, without anybody's name."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tirek.access.asking import day_asked
from tirek.access.doors import needs
from tirek.oversight.queries.trail import day_of
from tirek.oversight.wording import thing_name, verb_name

PAGE = 100


@needs("oversight.technical:read")
def technical(request: HttpRequest) -> HttpResponse:
    """Moments, deeds and kinds of things of a day: no person, no child, no thing by its id."""
    school = request.school  # type: ignore[attr-defined]
    day, day_form = day_asked(request)
    rows = day_of(school, day)
    counts = rows.order_by("verb", "thing").values_list("verb", "thing").annotate(n=Count("pk"))
    page: Any = Paginator(rows.values_list("at", "verb", "thing"), PAGE).get_page(
        request.GET.get("page")
    )
    shown = {
        "day": day,
        "day_form": day_form,
        "page": page,
        "counts": [(verb_name(verb), thing_name(thing), n) for verb, thing, n in counts],
        "lines": [(at, verb_name(verb), thing_name(thing)) for at, verb, thing in page.object_list],
    }
    return render(request, "oversight/technical.html", shown)

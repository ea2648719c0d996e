"""The six lists of the card index: all in figures, each by name."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from tirek.access.doors import needs, tell_door
from tirek.cards.queries import categories
from tirek.cards.rules.lists import LISTS, fed_by
from tirek.reports.comparing import changed
from tirek.reports.documents.lists import category_figures, drawn_lists, list_title, six_figures
from tirek.reports.models import IssuedDocument, Series
from tirek.reports.views.asked import READ, days_asked, may_issue
from tirek.reports.views.papers import day_context


@needs(READ)
@require_safe
def lists(request: Any) -> HttpResponse:
    """The six lists as of a day: pupils, families, boys and girls of each."""
    days = days_asked(request)
    found = six_figures(request.school, days.options, request.user)["lists"]
    known = categories(request.school)
    issued: dict[str, IssuedDocument] = {}
    papers = IssuedDocument.objects.visible_to(request.user)
    for paper in papers.filter(school=request.school, name="list").only(
        "pid", "number", "on", "options", "name"
    )[:100]:
        issued.setdefault(paper.options.get("list", ""), paper)
    return render(
        request,
        "reports/lists.html",
        {
            **day_context(request, days, days.options),
            "page_query": request.GET.urlencode(),
            "lists": [
                {
                    "code": name,
                    "title": list_title(name),
                    "figures": figures,
                    "fed_by": [known[code].name() for code in codes],
                    "issued": issued.get(name),
                }
                for (name, figures), codes in zip(
                    found.items(), fed_by(known.values()).values(), strict=True
                )
            ],
            "series": Series.objects.visible_to(request.user).filter(
                school=request.school, name="list"
            )[:5],
        },
    )


@needs(READ, sensitive=True)
@require_safe
def one_list(request: Any, name: str) -> HttpResponse:
    """One of the six lists by name, numbered, with the signatures, as it will be printed."""
    if name not in LISTS:
        raise Http404
    days, school, user = days_asked(request), request.school, request.user
    options = {"list": name, **days.options}
    found = category_figures(school, options, user)
    language = (get_language() or "kk")[:2]
    tell_door(request, count=len(found["rows"]))
    now = {key: value for key, value in options.items() if key != "known_at"}
    corrected = None
    if days.when.known_at is not None:
        corrected = changed(school, found, category_figures(school, now, user))
    return render(
        request,
        "reports/list.html",
        {
            **day_context(request, days, options),
            "code": name,
            "title": list_title(name),
            "document": drawn_lists(school, days.when.as_of, {name: found}, language, user)[0],
            "corrected": corrected,
            "issued": [
                paper
                for paper in IssuedDocument.objects.visible_to(user).filter(
                    school=school, name="list"
                )[:60]
                if paper.options.get("list") == name
            ][:10],
            "may_issue": may_issue(request),
        },
    )

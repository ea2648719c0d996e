"""The social map of the school."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tirek.access import clock
from tirek.access.doors import needs
from tirek.access.refused import Refused
from tirek.access.sight import may
from tirek.cards.queries import categories
from tirek.reports import mapping
from tirek.reports import options as asked
from tirek.reports.documents.map import (
    compared_words,
    counted_words,
    line_name,
    map_asked,
    map_title,
)
from tirek.reports.views.asked import READ, may_issue

OPTIONS = {"as_of": "on", "than": "than", "category": "category", "count": "count", "by": "by"}


@needs(READ)
@require_safe
def social_map(request: Any) -> HttpResponse:
    """A heat map: categories or classes in columns, each cell opens its list."""
    given = {name: request.GET.get(query, "") for name, query in OPTIONS.items()}
    wrong = ""
    try:
        asked_for = map_asked(request.school, given)
    except Refused as error:
        wrong = str(error)
        kept = {name: given[name] for name in ("count", "by")}
        asked_for = map_asked(request.school, kept)
    found = mapping.social_map(request.school, asked_for, request.user)
    lists = may(request.user, "cards.status:read", request.school.pk)
    query = {
        OPTIONS[name]: value
        for name, value in (
            ("as_of", asked_for.as_of.isoformat()),
            ("than", asked_for.than.isoformat() if asked_for.than else ""),
            ("category", asked_for.category),
            ("count", asked_for.count),
            ("by", asked_for.by),
        )
        if value
    }
    paper = {name: query[short] for name, short in OPTIONS.items() if short in query}
    return render(
        request,
        "reports/map.html",
        {
            "map": found,
            "title": map_title(found),
            "on": asked_for.as_of,
            "than": asked_for.than,
            "wrong": wrong,
            "rows": [
                (
                    line_name(line),
                    line,
                    [_shown(cell, found, lists) for cell in line.cells],
                    _shown(line.social, found, lists),
                )
                for line in found.lines
            ],
            "tabs": [
                (
                    str(counted_words(one)),
                    urlencode({**query, "count": one}),
                    one == asked_for.count,
                )
                for one in mapping.COUNTS
            ],
            "by": asked_for.by,
            "other_by": urlencode(
                {
                    **query,
                    "by": mapping.CLASS if asked_for.by == mapping.GRADE else mapping.GRADE,
                }
            ),
            "categories": list(categories(request.school).values()),
            "chosen": asked_for.category,
            "kept": {name: query[name] for name in ("count", "by")},
            "compared": compared_words(asked_for.than) if asked_for.than else "",
            "query": urlencode(paper),
            "options": paper,
            "may_issue": may_issue(request) and asked_for.as_of <= clock.today(),
            "today": asked.as_of({}),
        },
    )


def _shown(cell: mapping.Cell | None, found: mapping.SocialMap, lists: bool) -> Any:
    """A cell as the table draws it: number, shade, change, the address of its list."""
    if cell is None:
        return None
    number: str | int = cell.number
    if found.asked.count == mapping.SHARE:
        number = f"{cell.share} %"
    url = ""
    if lists and cell.number:
        query: list[tuple[str, Any]] = [("category", code) for code in cell.codes]
        query.append(("on", f"{found.asked.as_of:%d.%m.%Y}"))
        if cell.class_pid:
            query.append(("class", cell.class_pid))
        if cell.grade is not None:
            query.append(("grade", cell.grade))
        url = f"{reverse('cards:list')}?{urlencode(query)}"
    return {"number": number, "shade": cell.shade, "change": cell.change, "url": url, "cell": cell}

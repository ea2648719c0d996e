"""`/printed/`: the browser says that a page is being printed (trust rule 14)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.views.decorators.http import require_POST

from tirek.access import audit
from tirek.access.doors import PID, needs


@require_POST
@needs("access.account:own")
def printed(request: HttpRequest) -> HttpResponse:
    """Leave PRINTED with the name and the id of the page at `path`; what is no page of ours: 404.

    Only what the address is made of is kept, never its query.
    """
    user: Any = request.user
    try:
        page = resolve(urlsplit(request.POST.get("path", "")).path)
    except (Resolver404, ValueError):
        return HttpResponse(status=404)
    pid = str(page.kwargs.get("pid", ""))
    audit.record_now(
        by=user,
        verb="PRINTED",
        thing=getattr(page.func, "thing", "page"),
        thing_id=pid if PID.fullmatch(pid) else "",
        school=request.school,  # type: ignore[attr-defined]
        note=page.view_name,
    )
    return HttpResponse(status=204)

"""The page of a work: how far it is, then its result."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from tirek.access.doors import needs
from tirek.longwork import progress
from tirek.longwork.models import Work

LOOK_AGAIN = 1  # seconds


@needs("longwork.own:read")
def work(request: HttpRequest, pid: str) -> HttpResponse:
    """How far it is; the page looks again by itself, and leads on to the result."""
    user: Any = request.user
    found: Work = get_object_or_404(Work.objects.visible_to(user), pid=pid)
    if found.state == Work.State.DONE:
        return redirect(found.result)
    told = progress.told(pid)
    running = found.state == Work.State.RUNNING and not told.broken_off
    context = {"work": found, "told": told, "running": running}
    response = render(request, "longwork/work.html", context)
    if running:
        response["Refresh"] = str(LOOK_AGAIN)  # works without scripts
    return response

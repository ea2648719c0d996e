"""The act on paper: the signed one as Word or PDF, and the blank form."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from tirek.access.doors import needs
from tirek.visits.rules.act import STEPS


@needs("visits.act:read")
def blank(request: HttpRequest) -> HttpResponse:
    """The act with nothing in it, to be printed and filled in by hand at a home."""
    return render(request, "visits/blank.html", {"steps": STEPS})


@needs("visits.act:read")
def document(request: HttpRequest, pid: str, format: str) -> HttpResponse:
    """The act as a file."""
    raise Http404

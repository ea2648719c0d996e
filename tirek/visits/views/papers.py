"""The act on paper: the signed one as Word or PDF, and the blank form."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from tirek.access.doors import needs
from tirek.journal.kinds import kind
from tirek.office.document import file_name
from tirek.office.files import TYPES, written
from tirek.visits.documents import PAPERS, act_paper
from tirek.visits.rules.housing import HOUSING
from tirek.visits.rules.papers import FORMS
from tirek.visits.views.seen import readable
from tirek.web.files import as_file, language_asked

FORMATS = ("docx", "pdf")


@needs("visits.act:read")
def blank(request: HttpRequest) -> HttpResponse:
    """An act with nothing in it, to be printed and filled in by hand at a home."""
    form = FORMS.get(request.GET.get("kind", ""), HOUSING)
    return render(request, "visits/blank.html", {"form": form, "title": kind(form.kind).name})


@needs("visits.act:read")
def document(request: HttpRequest, pid: str, format: str) -> HttpResponse:
    """The signed act as a file in the page's language, or in that of ?lang=."""
    act = readable(request, pid)
    if act.is_draft or format not in FORMATS:
        raise Http404
    paper = act_paper(act, language_asked(request))
    body = written(paper, format, school=act.school, form=PAPERS[act.entry.kind])
    name = file_name(f"{paper.title} {act.number or ''} {act.entry.on}", format)
    return as_file(body, name, TYPES[format])

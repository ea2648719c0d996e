"""The role table as a page and as a file."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from tirek.access import clock
from tirek.access.asking import allowed
from tirek.access.doors import needs
from tirek.accounts.documents import rights_paper
from tirek.accounts.rights import rights as the_rights
from tirek.office.document import file_name
from tirek.office.files import TYPES, written
from tirek.web.files import as_file, language_asked

ENDINGS = ("docx", "xlsx")


@needs("access.rights:read")
def rights(request: HttpRequest) -> HttpResponse:
    """Who may do what: things by roles."""
    shown = {"rights": the_rights(), "may_manage": allowed(request, "access.people:manage")}
    return render(request, "accounts/rights.html", shown)


@needs("access.rights:read")
def rights_file(request: HttpRequest, ending: str) -> HttpResponse:
    """The same as Word or Excel."""
    if ending not in ENDINGS:
        raise Http404
    school = request.school  # type: ignore[attr-defined]
    paper = rights_paper(school, clock.today(), language_asked(request))
    return as_file(written(paper, ending), file_name(paper.title, ending), TYPES[ending])

"""Papers of every class, or all six lists, issued in one step and had in one file."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tirek.access.doors import needs, tell_door
from tirek.access.once import do_once
from tirek.access.refused import Refused
from tirek.office.document import bound, file_name, from_json
from tirek.office.files import TYPES, WRITERS, written
from tirek.reports import series as issuing
from tirek.reports.documents.lists import list_title
from tirek.reports.models import IssuedDocument, Series
from tirek.reports.views.asked import ISSUE, READ, reads_whole
from tirek.web.files import as_file

STEPS = {"class-passport": issuing.issue_passports, "list": issuing.issue_lists}


@needs(ISSUE)
@require_POST
def issue_series(request: Any, name: str) -> HttpResponse:
    """Issue every class passport, or the six lists, each under its own number."""
    if name not in STEPS or not reads_whole(request):
        raise Http404
    options = {key: request.POST.get(key, "") for key in ("as_of", "than", "known_at")}

    def deed() -> str:
        made = STEPS[name](
            by=request.user,
            school=request.school,
            options={key: value for key, value in options.items() if value},
            language=(get_language() or "kk")[:2],
        )
        messages.success(
            request,
            _("Issued papers: %(number)s") % {"number": made.papers.count()},
        )
        return reverse("reports:series", args=[made.pid])

    try:
        result = do_once(request.POST.get("form_key"), request.user, deed)
    except Refused as error:
        messages.error(request, str(error))
        return redirect("reports:documents" if name == "class-passport" else "reports:lists")
    return redirect(result)


def _series(request: Any, pid: str) -> tuple[Series, list[IssuedDocument]]:
    seen = Series.objects.visible_to(request.user).select_related("by")
    found = get_object_or_404(seen, pid=pid, school=request.school)
    papers = IssuedDocument.objects.visible_to(request.user).filter(series=found)
    return found, list(papers.select_related("school_class", "school").order_by("id"))


@needs(READ)
@require_safe
def series(request: Any, pid: str) -> HttpResponse:
    """What was issued in one step: the numbers, and all of it as one file."""
    found, papers = _series(request, pid)
    return render(
        request,
        "reports/series.html",
        {
            "series": found,
            "title": series_title(found),
            "papers": [
                (
                    paper,
                    paper.school_class.name
                    if paper.school_class
                    else list_title(paper.options["list"]),
                    paper.figures,
                )
                for paper in papers
            ],
            "endings": [*WRITERS, "zip"],
        },
    )


def series_title(found: Series) -> str:
    """What was issued together."""
    if found.name == "list":
        return _("Six lists")
    return _("Social passports of all classes")


@needs(READ)
@require_safe
def series_file(request: Any, pid: str, ending: str) -> HttpResponse:
    """All papers of the step in one file, each from a new page; or a zip of Word files."""
    found, papers = _series(request, pid)
    if ending not in (*WRITERS, "zip"):
        raise Http404
    tell_door(request, count=len(papers))
    documents = [from_json(paper.content) for paper in papers]
    title = f"{series_title(found)} {found.as_of:%Y-%m-%d}"
    if ending != "zip":
        content = written(bound(documents), ending)
        return as_file(content, file_name(title, ending), TYPES[ending])
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        for paper, document in zip(papers, documents, strict=True):
            name = file_name(f"{paper.number} {document.title}", "docx")
            version = paper.options.get("word_form", "")
            content = written(
                document, "docx", school=paper.school, form=paper.name, version=version
            )
            packed.writestr(name, content)
    return as_file(out.getvalue(), file_name(title, "zip"), "application/zip")

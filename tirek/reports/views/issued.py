"""Papers to take away, to issue, and those that were issued."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tirek.access.doors import needs
from tirek.access.once import do_once
from tirek.access.refused import Refused
from tirek.office.document import file_name, from_json
from tirek.office.files import TYPES, WRITERS, written
from tirek.office.reports import Report, reports
from tirek.reports.actions import ISSUED_ELSEWHERE, issue_document
from tirek.reports.comparing import changed
from tirek.reports.documents import NARROWED
from tirek.reports.models import IssuedDocument
from tirek.reports.views.asked import ISSUE, READ, may_issue, reads_whole
from tirek.web.files import as_file, language_asked


@needs(READ)
@require_safe
def download(request: Any, name: str, ending: str) -> HttpResponse:
    """A paper as a file, as of the day asked about; nothing is issued."""
    report = reports().get(name)
    if report is None or ending not in WRITERS:
        raise Http404
    if _of_the_whole(report) and not reads_whole(request):
        raise Http404
    options = {key: request.GET.get(key, "") for key in report.options}
    try:
        document = report.build(request.school, options, language_asked(request), request.user)
    except Refused as error:
        messages.error(request, str(error))
        return redirect("reports:documents")
    content = written(document, ending, school=request.school, form=name)
    return as_file(content, file_name(document.title, ending), TYPES[ending])


def _of_the_whole(report: Report) -> bool:
    """A paper of the whole school, which does not narrow itself to what the reader may see."""
    return "class" not in report.options and report.name not in NARROWED


@needs(ISSUE)
@require_POST
def issue(request: Any, name: str) -> HttpResponse:
    """Issue a paper under its own number; sent twice it is issued once."""
    report = reports().get(name)
    if report is None or (_of_the_whole(report) and not reads_whole(request)):
        raise Http404
    options = {key: request.POST.get(key, "") for key in report.options}

    def deed() -> str:
        made = issue_document(
            by=request.user,
            school=request.school,
            name=name,
            options=options,
            language=get_language() or "kk",
        )
        messages.success(request, _("Issued: No. %(number)s") % {"number": made.number})
        return reverse("reports:issued", args=[made.pid])

    try:
        result = do_once(request.POST.get("form_key"), request.user, deed)
    except Refused as error:
        messages.error(request, str(error))
        back = request.POST.get("back", "")
        safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
        return redirect(back if safe else "reports:documents")
    return redirect(result)


def _issued(request: Any, pid: str) -> IssuedDocument:
    found = IssuedDocument.objects.visible_to(request.user).select_related("author", "school")
    return get_object_or_404(found, pid=pid, school=request.school)


@needs(READ, sensitive=True)
@require_safe
def issued(request: Any, pid: str) -> HttpResponse:
    """An issued paper: what was frozen, and beside it what has been corrected since."""
    paper = _issued(request, pid)
    report = reports()[paper.name]
    now: dict[str, Any] = {}
    if report.figures is not None:
        now_known = {key: value for key, value in _same_day(paper).items() if key != "known_at"}
        try:
            now = report.figures(request.school, now_known, request.user)
        except Refused:
            now = {}
    return render(
        request,
        "reports/issued.html",
        {
            "paper": paper,
            "title": report.title,
            "document": from_json(paper.content),
            "changed": changed(request.school, paper.figures, now) if now else [],
            "endings": list(WRITERS),
            "again": {**_same_day(paper), "known_at": paper.known_at.isoformat()}
            if may_issue(request) and now and paper.name not in ISSUED_ELSEWHERE
            else None,
        },
    )


def _same_day(paper: IssuedDocument) -> dict[str, str]:
    """The options as of the same day, whatever "today" meant when it was issued."""
    if "month" in paper.options:
        return {**paper.options, "month": f"{paper.as_of:%Y-%m}"}
    return {**paper.options, "as_of": paper.as_of.isoformat()}


@needs(READ)
@require_safe
def issued_file(request: Any, pid: str, ending: str) -> HttpResponse:
    """The issued paper as a file: always the same words and figures."""
    paper = _issued(request, pid)
    if ending not in WRITERS:
        raise Http404
    document = from_json(paper.content)
    name = file_name(f"{document.title} {paper.number}", ending)
    version = paper.options.get("word_form", "")
    content = written(document, ending, school=paper.school, form=paper.name, version=version)
    return as_file(content, name, TYPES[ending])

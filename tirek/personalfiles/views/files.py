"""Personal files: whose lack what, one file with its papers, scans and checks."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from tirek.access import clock
from tirek.access.asking import allowed
from tirek.access.doors import needs, tell_door
from tirek.access.once import do_once
from tirek.access.refused import Refused
from tirek.filing.answers import as_answer
from tirek.office.document import file_name
from tirek.office.files import TYPES, written
from tirek.personalfiles import actions, documents, queries
from tirek.personalfiles.forms import PaperForm, ScanForm
from tirek.personalfiles.models import PaperScan
from tirek.personalfiles.rules.checklist import sum_of
from tirek.personalfiles.sorting import chosen_rows, summed
from tirek.school.models import Pupil
from tirek.school.queries import with_class_on
from tirek.web.files import as_file, language_asked
from tirek.web.forms import show_refusal
from tirek.web.parts import Figure

PAGE = 50


@needs("personalfiles.file:read", sensitive=True)
@require_safe
def files(request: HttpRequest) -> HttpResponse:
    """Pupils whose files lack something, by class, by category, by paper."""
    found, chosen, asked = _asked(request)
    total = sum_of(row.items for row in chosen)
    page = Paginator(chosen, PAGE).get_page(request.GET.get("page"))
    shown = [(row, [found.name(code) for code in row.lacking]) for row in page]
    tell_door(request, count=len(shown))
    everybody = sum_of(row.items for row in found.rows)
    context = {
        "day": found.day,
        "found": found,
        "page": page,
        "rows": shown,
        "asked": asked,
        "query": urlencode(asked),
        "figures": [
            Figure(total.pupils, pgettext("count", "pupils")),
            Figure(everybody.whole, _("files complete"), icon="done"),
            Figure(total.lacking, _("papers missing"), icon="ring"),
        ],
        "by_class": summed(found.rows, lambda row: [(row.pupil.class_name, row.pupil.class_name)]),
        "by_category": summed(
            found.rows,
            lambda row: [
                (code, found.categories[code].name())
                for code in row.codes
                if code in found.categories
            ],
            order=list(found.categories),
        ),
        "classes": list(dict.fromkeys(row.pupil.class_name for row in found.rows)),
        "may_manage": allowed(request, "personalfiles.paper:manage"),
    }
    return render(request, "personalfiles/files.html", context)


@needs("personalfiles.file:read")
@require_safe
def files_file(request: HttpRequest, ending: str) -> HttpResponse:
    """The same list as Word or Excel."""
    if ending not in ("docx", "xlsx", "pdf"):
        raise Http404
    found, chosen, asked = _asked(request)
    tell_door(request, count=len(chosen))
    school: Any = request.school  # type: ignore[attr-defined]
    paper = documents.list_paper(found, chosen, asked, school, language_asked(request))
    return as_file(written(paper, ending), file_name(paper.title, ending), TYPES[ending])


def _asked(request: HttpRequest) -> tuple[queries.Files, list[queries.FileRow], dict[str, str]]:
    """All files within reach, those asked for, and what was asked."""
    school: Any = request.school  # type: ignore[attr-defined]
    found = queries.files(request.user, school, clock.today())
    asked = {
        name: request.GET.get(name, "")[:40]
        for name in ("class", "category", "paper", "all")
        if request.GET.get(name)
    }
    return found, chosen_rows(found.rows, asked), asked


def _pupil(request: HttpRequest, pid: str, key: str = queries.READ) -> Any:
    seen = with_class_on(Pupil.objects.visible_to(request.user, key), clock.today())
    return get_object_or_404(seen.select_related("school"), pid=pid)


@needs("personalfiles.file:write")
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Opened as the form of a check: to the pupil's file, or to the list."""
    pid = request.GET.get("pupil", "")
    seen = Pupil.objects.visible_to(request.user, "personalfiles.file:write")
    if pid and seen.filter(pid=pid).exists():
        return redirect("personalfiles:file", pid)
    return redirect("personalfiles:files")


@needs("personalfiles.file:read", sensitive=True)
def file(request: HttpRequest, pid: str) -> HttpResponseBase:
    """One pupil's papers: there or missing, number, day, term; the scans; the checks."""
    user: Any = request.user
    pupil, day = _pupil(request, pid), clock.today()
    listed = queries.papers(pupil.school)
    (row,) = queries.rows_of([pupil], listed, day)
    facts, may_write = queries.facts_of(pupil), queries.may_write(user, pupil)
    if request.method == "POST" and not may_write:
        raise PermissionDenied
    sent = request.POST if request.method == "POST" and "go" in request.POST else None
    forms = {item.code: _form(item.code, facts, sent) for item in row.items}
    if sent is not None and all(one.is_valid() for one in forms.values()):

        def deed() -> str:
            answers = {code: one.cleaned_data for code, one in forms.items()}
            actions.save_papers(by=user, pupil=pupil, answers=answers)
            if sent["go"] == "check":
                actions.record_check(by=user, pupil=pupil)
            return reverse("personalfiles:file", args=[pid])

        try:
            address = do_once(sent.get("form_key"), user, deed)
        except Refused as refusal:
            code, _dash, name = str(refusal.field or "").rpartition("-")
            refusal.field = name
            show_refusal(forms.get(code) or next(iter(forms.values())), refusal)
        else:
            done = _("The check is recorded.") if sent["go"] == "check" else _("The file is saved.")
            messages.success(request, done)
            return redirect(address)
    tell_door(request, pupil)
    scans: dict[str, list[PaperScan]] = {}
    for scan in PaperScan.objects.filter(pupil=pupil, withdrawn_at__isnull=True):
        scans.setdefault(scan.paper, []).append(scan)
    names = {code: paper.name() for code, paper in listed.items()}
    wanted = {item.code: names[item.code] for item in row.items}
    context = {
        "pupil": pupil,
        "day": day,
        "rows": [
            {
                "item": item,
                "name": names[item.code],
                "form": forms[item.code],
                "fact": facts.get(item.code),
                "scans": scans.get(item.code, []),
            }
            for item in row.items
        ],
        "forms": list(forms.values()),
        "lacking": len(row.lacking),
        "scan_form": ScanForm(names=wanted),
        "checks": queries.checks_of(pupil)[:10],
        "names": names,
        "may_write": may_write,
    }
    return render(request, "personalfiles/file.html", context)


def _form(code: str, facts: Any, sent: Any) -> PaperForm:
    fact = facts.get(code)
    given = {name: getattr(fact, name) for name in actions.PAPER_FIELDS} if fact else {}
    return PaperForm(sent, prefix=code, initial=given)


@needs("personalfiles.file:write")
@require_POST
def add_scan(request: HttpRequest, pid: str) -> HttpResponse:
    """A scan of one of the papers."""
    user: Any = request.user
    pupil = _pupil(request, pid, "personalfiles.file:write")
    names = {code: one.name() for code, one in queries.papers(pupil.school).items()}
    form = ScanForm(request.POST, request.FILES, names=names)
    if form.is_valid():

        def deed() -> str:
            given = form.cleaned_data
            actions.keep_scan(by=user, pupil=pupil, paper=given["paper"], file=given["file"])
            return ""

        try:
            do_once(request.POST.get("form_key"), user, deed)
            messages.success(request, _("The scan is kept."))
        except Refused as refusal:
            messages.error(request, str(refusal))
    else:
        messages.error(request, _("Choose the paper and its file."))
    return redirect("personalfiles:file", pid)


def _scan(request: HttpRequest, pid: str, key: str) -> PaperScan:
    seen = PaperScan.objects.visible_to(request.user, key).filter(withdrawn_at__isnull=True)
    return get_object_or_404(seen.select_related("pupil__school"), pid=pid)


@needs("personalfiles.file:read")
@require_safe
def scan(request: HttpRequest, pid: str) -> HttpResponseBase:
    """A scan, to be saved."""
    found = _scan(request, pid, queries.READ)
    tell_door(request, found.pupil)
    return as_answer(found)


@needs("personalfiles.file:write")
@require_POST
def withdraw_scan(request: HttpRequest, pid: str) -> HttpResponse:
    """A scan put there by mistake."""
    user: Any = request.user
    found = _scan(request, pid, "personalfiles.file:write")
    try:
        actions.withdraw_scan(by=user, scan=found)
        messages.success(request, _("The scan is taken away."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("personalfiles:file", found.pupil.pid)

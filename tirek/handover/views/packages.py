"""The school's side: packages prepared, sealed, sent, received, withdrawn."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tirek.access import clock
from tirek.access.asking import act_once, allowed
from tirek.access.doors import needs, tell_door
from tirek.access.models import User
from tirek.access.once import do_once
from tirek.access.refused import Refused
from tirek.filing.answers import as_answer
from tirek.handover import actions, queries
from tirek.handover.drawing import letter as drawn_letter
from tirek.handover.forms import PackageForm, ReasonForm, ReceiptForm, RemarkForm, SendForm
from tirek.handover.models import Package, PackageFile
from tirek.longwork.actions import start_work
from tirek.office.document import file_name
from tirek.office.files import TYPES, WRITERS, written
from tirek.web.files import as_file, language_asked

READ, WRITE = "handover.package:read", "handover.package:write"


def _found(request: HttpRequest, pid: str) -> Package:
    seen = Package.objects.visible_to(request.user).filter(
        school=request.school  # type: ignore[attr-defined]
    )
    return get_object_or_404(
        seen.select_related("school__department", "department", "made_by", "sent_by"), pid=pid
    )


@needs(READ)
@require_safe
def packages(request: HttpRequest) -> HttpResponse:
    """Every package of the school, the newest first."""
    found = Package.objects.visible_to(request.user).filter(
        school=request.school  # type: ignore[attr-defined]
    )
    shown = {
        "packages": found.select_related("made_by"),
        "may_write": allowed(request, WRITE),
    }
    return render(request, "handover/packages.html", shown)


@needs(WRITE)
def new_package(request: HttpRequest) -> HttpResponseBase:
    """A new package is prepared."""
    return _prepared(request, None)


@needs(WRITE)
def change_package(request: HttpRequest, pid: str) -> HttpResponseBase:
    """A package that is not sealed yet is changed."""
    found = _found(request, pid)
    if found.state != Package.State.DRAFT:
        raise Http404
    return _prepared(request, found)


def _prepared(request: HttpRequest, found: Package | None) -> HttpResponseBase:
    user: User = request.user  # type: ignore[assignment]
    school = request.school  # type: ignore[attr-defined]
    first = PackageForm.first(found, (get_language() or "kk")[:2])
    form = PackageForm(request.POST or None, school=school, initial=first)

    def deed() -> str:
        made = actions.draft_package(by=user, school=school, fields=form.values(), package=found)
        return reverse("handover:package", args=[made.pid])

    return act_once(request, form, deed, "handover/form.html", {"package": found}, _("Saved."))


@needs(READ, sensitive=True)
@require_safe
def package(request: HttpRequest, pid: str) -> HttpResponse:
    """What goes or went in it, to whom, what became of it; beside last year's."""
    found = _found(request, pid)
    parts = list(found.parts.select_related("issued"))
    planned = queries.planned(found) if found.state == Package.State.DRAFT else []
    holding: list[Any] = [*planned, *parts]
    named = {key for one in holding if one.named for key in one.pupils}
    tell_door(request, found, count=len(named) or None)
    day, earlier, last = queries.before(found)
    writes = allowed(request, WRITE)
    shown = {
        "package": found,
        "parts": parts,
        "planned": planned,
        "named": len(named),
        "digest": actions.digest_of(found),
        "differences": queries.differences(found, earlier),
        "earlier": day,
        "last": last,
        "openings": found.openings.select_related("by")[:50],
        "remarks": found.remarks.select_related("by"),
        "experts": queries.experts(found.school, clock.today()) if found.department else [],
        "may_write": writes,
        "send_form": SendForm(initial={"way": "TIREK" if found.department_id else "PAPER"}),
        "receipt_form": ReceiptForm(initial={"on": clock.today()}),
        "reason_form": ReasonForm(),
        "remark_form": RemarkForm(),
        "endings": list(WRITERS),
    }
    return render(request, "handover/package.html", shown)


@require_POST
@needs(WRITE)
def seal(request: HttpRequest, pid: str) -> HttpResponseBase:
    """Freeze it: long work, as every class's passport may be in it."""
    user: User = request.user  # type: ignore[assignment]
    found = _found(request, pid)
    if found.state != Package.State.DRAFT:
        messages.error(request, _("Meanwhile the package is in another state: look once more."))
        return redirect("handover:package", pid)

    def deed() -> str:
        work = start_work(
            by=user,
            school=found.school,
            kind="handover",
            title=_("Package for the education department"),
            args={"package": found.pid},
        )
        return reverse("longwork:work", args=[work.pid])

    return redirect(do_once(request.POST.get("form_key"), user, deed))


def _act(request: HttpRequest, found: Package, form: Any, action: Any, done: str) -> HttpResponse:
    """A small form of the package's page: the deed, or why not, above the same page."""
    user: User = request.user  # type: ignore[assignment]
    page = reverse("handover:package", args=[found.pid])
    if not form.is_valid():
        errors = [error for field in form.errors.values() for error in field]
        messages.error(request, " ".join(errors))
        return redirect(page)

    def deed() -> str:
        action(by=user, package=found, **form.cleaned_data)
        return page

    try:
        do_once(request.POST.get("form_key"), user, deed)
    except Refused as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, done)
    return redirect(page)


@require_POST
@needs(WRITE)
def send(request: HttpRequest, pid: str) -> HttpResponse:
    """Hand it over."""
    form = SendForm(request.POST)
    return _act(request, _found(request, pid), form, actions.send_package, _("Handed over."))


@require_POST
@needs(WRITE)
def receipt(request: HttpRequest, pid: str) -> HttpResponse:
    """Record a receipt on paper."""
    form = ReceiptForm(request.POST)
    done = _("The receipt has been recorded.")
    return _act(request, _found(request, pid), form, actions.record_receipt, done)


@require_POST
@needs(WRITE)
def withdraw(request: HttpRequest, pid: str) -> HttpResponse:
    """Withdraw it before it is received."""
    form = ReasonForm(request.POST)
    done = _("The package has been withdrawn.")
    return _act(request, _found(request, pid), form, actions.withdraw_package, done)


@require_POST
@needs(WRITE)
def answer(request: HttpRequest, pid: str) -> HttpResponse:
    """Answer the department."""
    form = RemarkForm(request.POST)
    return _act(request, _found(request, pid), form, actions.remark_on, _("Sent."))


@needs(READ)
@require_safe
def package_file(request: HttpRequest, pid: str) -> HttpResponseBase:
    """The sealed zip, while it is as it was sealed."""
    found = _found(request, pid)
    kept = get_object_or_404(PackageFile.objects.exclude(file=""), package=found)
    if not actions.is_whole(found):
        messages.error(request, _("The file is not as it was sealed. Tell the administrator."))
        return redirect("handover:package", pid)
    tell_door(request, found)
    return as_answer(kept)


@needs(READ)
@require_safe
def letter(request: HttpRequest, pid: str, ending: str) -> HttpResponse:
    """The accompanying letter with its place for a receipt."""
    found = _found(request, pid)
    if ending not in WRITERS or not found.number:
        raise Http404
    paper = drawn_letter(found, language_asked(request), actions.digest_of(found))
    tell_door(request, found)
    draw = partial(written, paper)
    return as_file(draw(ending), file_name(paper.title, ending), TYPES[ending])

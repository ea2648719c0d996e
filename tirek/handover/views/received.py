"""The department's side: what was sent to it, and nothing else of any school."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tirek.access.doors import needs, tell_door
from tirek.access.models import User
from tirek.access.once import do_once
from tirek.access.refused import Refused
from tirek.filing.answers import as_answer
from tirek.handover import actions
from tirek.handover.forms import RemarkForm
from tirek.handover.models import Package, PackageFile

KEY = "handover.received:read"


def _found(request: HttpRequest, pid: str) -> Package:
    """A package sent to the reader's department and not withdrawn."""
    sent = Package.objects.received_by(request.user).exclude(state=Package.State.WITHDRAWN)
    return get_object_or_404(sent.select_related("school", "department", "sent_by"), pid=pid)


@needs(KEY)
@require_safe
def received(request: HttpRequest) -> HttpResponse:
    """Packages by school, the newest first; of a withdrawn one only that it was withdrawn."""
    found = Package.objects.received_by(request.user).select_related("school")
    return render(request, "handover/received.html", {"packages": found.order_by("-sent_at")})


@needs(KEY, sensitive=True)
@require_safe
def received_package(request: HttpRequest, pid: str) -> HttpResponse:
    """What stands in a package; the school sees that it was opened."""
    user: User = request.user  # type: ignore[assignment]
    found = _found(request, pid)
    actions.note_opening(who=user, package=found, file=False)
    tell_door(request, found, count=sum(one.number_of_pupils for one in found.parts.all()) or None)
    shown = {
        "package": found,
        "parts": found.parts.select_related("issued"),
        "digest": actions.digest_of(found),
        "remarks": found.remarks.select_related("by"),
        "form": RemarkForm(),
    }
    return render(request, "handover/received_package.html", shown)


@needs(KEY)
@require_safe
def received_file(request: HttpRequest, pid: str) -> HttpResponseBase:
    """The sealed zip to take away; the school sees who took it."""
    user: User = request.user  # type: ignore[assignment]
    found = _found(request, pid)
    kept = PackageFile.objects.filter(package=found).exclude(file="").first()
    if kept is None or not actions.is_whole(found):
        raise Http404
    actions.note_opening(who=user, package=found, file=True)
    tell_door(request, found)
    return as_answer(kept)


@require_POST
@needs(KEY)
def confirm(request: HttpRequest, pid: str) -> HttpResponse:
    """The expert confirms that it has arrived."""
    user: User = request.user  # type: ignore[assignment]
    found = _found(request, pid)
    page = reverse("handover:received_package", args=[pid])

    def deed() -> str:
        actions.record_receipt(by=user, package=found)
        return page

    try:
        do_once(request.POST.get("form_key"), user, deed)
    except Refused as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("Receipt confirmed."))
    return redirect(page)


@require_POST
@needs(KEY)
def ask(request: HttpRequest, pid: str) -> HttpResponse:
    """The department asks the school."""
    user: User = request.user  # type: ignore[assignment]
    found = _found(request, pid)
    form = RemarkForm(request.POST)
    page = reverse("handover:received_package", args=[pid])
    if not form.is_valid():
        messages.error(request, _("Write the text."))
        return redirect(page)

    def deed() -> str:
        actions.remark_on(by=user, package=found, text=form.cleaned_data["text"])
        return page

    do_once(request.POST.get("form_key"), user, deed)
    messages.success(request, _("Sent."))
    return redirect(page)

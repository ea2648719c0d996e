"""Scans of papers: attached, given back, annulled."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tirek.access.asking import act_once
from tirek.access.doors import needs
from tirek.access.models import User
from tirek.access.refused import Refused
from tirek.cards import actions, queries
from tirek.cards.forms import ScanForm
from tirek.cards.models import StatusPeriod, StatusScan
from tirek.cards.views.statuses import context_of, name_of, status_asked
from tirek.filing.answers import as_answer
from tirek.school.models import Pupil


@needs("cards.status:read", thing="cards.statusscan")
def scan(request: HttpRequest, pid: str) -> HttpResponseBase:
    """Give a scan to keep, never to be shown inside a page; to those who may know the basis."""
    user: Any = request.user
    seen = StatusScan.objects.filter(
        status__in=StatusPeriod.objects.visible_to(user), annulled_at=None
    )
    one: StatusScan = get_object_or_404(seen.select_related("status__pupil__school"), pid=pid)
    if not queries.scan_seen(user, one):
        raise Http404
    return as_answer(one)


@needs("cards.status:write", sensitive=True)
def attach_scan(request: HttpRequest, pid: str) -> HttpResponseBase:
    """A scan is added to a status that is there already."""
    user: User = request.user  # type: ignore[assignment]
    status = status_asked(request, pid)
    form = ScanForm(request.POST or None, request.FILES or None)

    def deed() -> str:
        actions.attach_scan(by=user, status=status, file=form.cleaned_data["scan"])
        return reverse("cards:pupil", args=[status.pupil.pid])

    context = context_of(
        status.pupil,
        heading=_("Attach a scan"),
        about=name_of(status),
        since=status.since,
        button=_("Attach the scan"),
    )
    return act_once(request, form, deed, "cards/status_part.html", context, _("Scan attached."))


@require_POST
@needs("cards.status:write")
def annul_scan(request: HttpRequest, pid: str) -> HttpResponseBase:
    """A scan attached by mistake is given to nobody any more."""
    user: User = request.user  # type: ignore[assignment]
    pupils = Pupil.objects.visible_to(user, "cards.status:write")
    seen = StatusScan.objects.filter(status__pupil__in=pupils)
    one: StatusScan = get_object_or_404(seen.select_related("status__pupil__school"), pid=pid)
    try:
        actions.annul_scan(by=user, scan=one)
        messages.success(request, _("Scan annulled."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("cards:pupil", one.status.pupil.pid)

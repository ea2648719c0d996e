"""Statuses: opened, ended, corrected, annulled; always with the child in sight."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from tirek.access import clock
from tirek.access.asking import act_once
from tirek.access.doors import needs
from tirek.access.models import User
from tirek.cards import actions, queries
from tirek.cards.forms import EndForm, ReasonForm, StatusForm
from tirek.cards.models import StatusPeriod
from tirek.school.models import Pupil


def _page(child: Pupil) -> str:
    return reverse("cards:pupil", args=[child.pid])


def _context(child: Pupil, **more: Any) -> dict[str, Any]:
    categories, day = queries.categories(child.school), clock.today()
    current = [
        (categories[s.category].name() if s.category in categories else s.category, s.since)
        for s in queries.statuses_of(child)
        if queries.holds(s, day)
    ]
    return {"pupil": child, "current": current, **more}


def _status(request: HttpRequest, pid: str) -> StatusPeriod:
    pupils = Pupil.objects.visible_to(request.user, "cards.status:write")
    seen = StatusPeriod.objects.filter(pupil__in=pupils).select_related("pupil__school")
    status: StatusPeriod = get_object_or_404(seen, pid=pid)
    return status


def _name(status: StatusPeriod) -> str:
    category = queries.categories(status.pupil.school).get(status.category)
    return category.name() if category else status.category


@needs("cards.status:write", sensitive=True)
def open_status(request: HttpRequest, pid: str) -> HttpResponseBase:
    """A status begins."""
    user: User = request.user  # type: ignore[assignment]
    child = get_object_or_404(
        Pupil.objects.visible_to(user, "cards.status:write").select_related("school"), pid=pid
    )
    form = StatusForm(
        request.POST or None,
        initial={"category": request.GET.get("category", "")},
        categories=queries.open_categories(child.school),
        norms=queries.norms(child.school),
    )

    def deed() -> str:
        actions.open_status(by=user, pupil=child, fields=form.cleaned_data)
        return _page(child)

    context = _context(child, heading=_("Add a status"), button=_("Save the status"))
    return act_once(request, form, deed, "cards/status_form.html", context, _("Status added."))


@needs("cards.status:write", sensitive=True)
def correct_status(request: HttpRequest, pid: str) -> HttpResponseBase:
    """A status was written wrong: a new record takes its place, the old one stays to be seen."""
    user: User = request.user  # type: ignore[assignment]
    status = _status(request, pid)
    child = status.pupil
    form = StatusForm(
        request.POST or None,
        initial={name: getattr(status, name) for name in actions.STATUS_FIELDS},
        categories=queries.categories(child.school),
        norms=queries.norms(child.school),
    )

    def deed() -> str:
        actions.correct_status(by=user, status=status, fields=form.cleaned_data)
        return _page(child)

    context = _context(
        child,
        heading=_("Correct a status"),
        button=_("Save the correction"),
        note=_("The old record is kept: what was believed before can still be shown."),
    )
    return act_once(request, form, deed, "cards/status_form.html", context, _("Status corrected."))


@needs("cards.status:write", sensitive=True)
def end_status(request: HttpRequest, pid: str) -> HttpResponseBase:
    """A status ends: its last day."""
    user: User = request.user  # type: ignore[assignment]
    status = _status(request, pid)
    form = EndForm(request.POST or None)

    def deed() -> str:
        actions.end_status(
            by=user,
            status=status,
            until=form.cleaned_data["until"],
            note=form.cleaned_data["note"],
        )
        return _page(status.pupil)

    context = _context(
        status.pupil,
        heading=_("End a status"),
        about=_name(status),
        since=status.since,
        button=_("Save the last day"),
    )
    return act_once(request, form, deed, "cards/status_part.html", context, _("Status ended."))


@needs("cards.status:write", sensitive=True)
def annul_status(request: HttpRequest, pid: str) -> HttpResponseBase:
    """A status recorded by mistake: it counts no more, and stays in the history."""
    user: User = request.user  # type: ignore[assignment]
    status = _status(request, pid)
    form = ReasonForm(request.POST or None)

    def deed() -> str:
        actions.annul_status(by=user, status=status, reason=form.cleaned_data["reason"])
        return _page(status.pupil)

    context = _context(
        status.pupil,
        heading=_("Annul a status"),
        about=_name(status),
        since=status.since,
        button=_("Annul the record"),
        note=_("Annul only what was recorded by mistake. A status that is over is ended."),
    )
    return act_once(request, form, deed, "cards/status_part.html", context, _("Status annulled."))

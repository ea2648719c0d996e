"""Statuses: opened, ended, corrected, annulled; always with the child in sight."""

from __future__ import annotations

from datetime import timedelta
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
from tirek.cards.forms import CitizenForm, EndForm, ReasonForm, RenewForm, StatusForm
from tirek.cards.models import StatusPeriod
from tirek.school.models import Pupil


def _page(child: Pupil) -> str:
    return reverse("cards:pupil", args=[child.pid])


def context_of(child: Pupil, **more: Any) -> dict[str, Any]:
    """What every form about a child's status shows beside it."""
    categories, day = queries.categories(child.school), clock.today()
    current = [
        (categories[s.category].name() if s.category in categories else s.category, s.since)
        for s in queries.statuses_of(child)
        if queries.holds(s, day)
    ]
    return {"pupil": child, "current": current, **more}


def status_asked(request: HttpRequest, pid: str) -> StatusPeriod:
    """The status asked for, of a child whose statuses the reader writes; 404 otherwise."""
    pupils = Pupil.objects.visible_to(request.user, "cards.status:write")
    seen = StatusPeriod.objects.filter(pupil__in=pupils).select_related("pupil__school")
    status: StatusPeriod = get_object_or_404(seen, pid=pid)
    return status


def name_of(status: StatusPeriod) -> str:
    """The name of its category."""
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
        request.FILES or None,
        initial={"category": request.GET.get("category", "")},
        categories=queries.open_categories(child.school),
        norms=queries.norms(child.school),
    )

    def deed() -> str:
        actions.open_status(
            by=user, pupil=child, fields=form.cleaned_data, scan=form.cleaned_data["scan"]
        )
        return _page(child)

    context = context_of(child, heading=_("Add a status"), button=_("Save the status"))
    return act_once(request, form, deed, "cards/status_form.html", context, _("Status added."))


@needs("cards.status:write", sensitive=True)
def correct_status(request: HttpRequest, pid: str) -> HttpResponseBase:
    """A status was written wrong: a new record takes its place, the old one stays to be seen."""
    user: User = request.user  # type: ignore[assignment]
    status = status_asked(request, pid)
    child = status.pupil
    form = StatusForm(
        request.POST or None,
        request.FILES or None,
        initial={name: getattr(status, name) for name in actions.STATUS_FIELDS},
        categories=queries.categories(child.school),
        norms=queries.norms(child.school),
    )

    def deed() -> str:
        actions.correct_status(
            by=user, status=status, fields=form.cleaned_data, scan=form.cleaned_data["scan"]
        )
        return _page(child)

    context = context_of(
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
    status = status_asked(request, pid)
    form = EndForm(request.POST or None)

    def deed() -> str:
        actions.end_status(
            by=user,
            status=status,
            until=form.cleaned_data["until"],
            note=form.cleaned_data["note"],
            paper=form.paper,
        )
        return _page(status.pupil)

    context = context_of(
        status.pupil,
        heading=_("End a status"),
        about=name_of(status),
        since=status.since,
        button=_("Save the last day"),
    )
    return act_once(request, form, deed, "cards/status_part.html", context, _("Status ended."))


@needs("cards.status:write", sensitive=True)
def renew_status(request: HttpRequest, pid: str) -> HttpResponseBase:
    """A status goes on by a new paper from the day after its term."""
    user: User = request.user  # type: ignore[assignment]
    status = status_asked(request, pid)
    child, last = status.pupil, status.until or status.basis_until
    form = RenewForm(
        request.POST or None,
        request.FILES or None,
        initial={
            "since": last + timedelta(days=1) if last else clock.today(),
            "basis_document": status.basis_document,
            "norm": status.norm,
        },
        categories={},
        norms=queries.norms(child.school),
    )

    def deed() -> str:
        said = form.cleaned_data
        actions.renew_status(by=user, status=status, fields=said, scan=said["scan"])
        return _page(child)

    context = context_of(
        child,
        heading=_("Renew a status"),
        about=name_of(status),
        since=status.since,
        button=_("Save the new term"),
        note=_("The former term stays as it was; the new one begins after it."),
    )
    return act_once(request, form, deed, "cards/status_form.html", context, _("Status renewed."))


@needs("cards.status:write", sensitive=True)
def grant_citizenship(request: HttpRequest, pid: str) -> HttpResponseBase:
    """A returnee is a citizen from a day on: the status ends the day before."""
    user: User = request.user  # type: ignore[assignment]
    status = status_asked(request, pid)
    form = CitizenForm(request.POST or None)

    def deed() -> str:
        on = form.cleaned_data["on"]
        actions.grant_citizenship(by=user, status=status, on=on, paper=form.paper)
        return _page(status.pupil)

    context = context_of(
        status.pupil,
        heading=_("Citizenship granted"),
        about=name_of(status),
        since=status.since,
        button=_("Save"),
        note=_("The status ends on the day before."),
    )
    return act_once(request, form, deed, "cards/status_part.html", context, _("Status ended."))


@needs("cards.status:write", sensitive=True)
def annul_status(request: HttpRequest, pid: str) -> HttpResponseBase:
    """A status recorded by mistake: it counts no more, and stays in the history."""
    user: User = request.user  # type: ignore[assignment]
    status = status_asked(request, pid)
    form = ReasonForm(request.POST or None)

    def deed() -> str:
        actions.annul_status(by=user, status=status, reason=form.cleaned_data["reason"])
        return _page(status.pupil)

    context = context_of(
        status.pupil,
        heading=_("Annul a status"),
        about=name_of(status),
        since=status.since,
        button=_("Annul the record"),
        note=_("Annul only what was recorded by mistake. A status that is over is ended."),
    )
    return act_once(request, form, deed, "cards/status_part.html", context, _("Status annulled."))

"""Cards that have come: looked at, accepted into a class, or declined."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tirek.access import clock
from tirek.access.asking import act_once, allowed
from tirek.access.doors import needs, tell_door
from tirek.access.models import User
from tirek.school.models import SchoolClass
from tirek.schoolyear.queries import year_at
from tirek.transfers import actions, queries
from tirek.transfers.forms import AcceptForm, ReasonForm
from tirek.transfers.models import READ, Arrival, State
from tirek.transfers.rules.parcel import seal
from tirek.transfers.wording import part_names, shown, skipped_names

RECEIVE = "transfers.card:receive"


def _arrival(request: HttpRequest, pid: str, key: str) -> Arrival:
    seen = Arrival.objects.visible_to(request.user, key).select_related("school", "pupil", "by")
    return get_object_or_404(seen, pid=pid, school=request.school)  # type: ignore[attr-defined]


@needs(READ, sensitive=True)
@require_safe
def arrival(request: HttpRequest, pid: str) -> HttpResponse:
    """A card that has come: from whom, on what basis, everything that is in it."""
    one = _arrival(request, pid, READ)
    tell_door(request, one)
    context = {
        "one": one,
        "parts": part_names(one.parts),
        "what": shown(one.parcel, one.school),
        "whole": not one.parcel or seal(one.parcel) == one.sha256,
        "skipped": skipped_names(one.skipped, one.school) if one.skipped else [],
        "may_answer": one.state == State.SENT and allowed(request, RECEIVE),
        "may_see": one.pupil_id is not None and allowed(request, "school.pupil:read"),
    }
    return render(request, "transfers/arrival.html", context)


@needs(RECEIVE, sensitive=True)
def accept(request: HttpRequest, pid: str) -> HttpResponseBase:
    """Take the card over into a class from a day."""
    user: User = request.user  # type: ignore[assignment]
    one = _arrival(request, pid, RECEIVE)
    page = reverse("transfers:arrival", args=[one.pid])
    if one.state != State.SENT:
        return redirect(page)
    today = clock.today()
    alike: list[Any] = queries.alike(one, user, today)
    classes = SchoolClass.objects.visible_to(user, RECEIVE).filter(
        school_year=year_at(one.school, today)
    )
    form = AcceptForm(request.POST or None, initial={"since": today}, classes=classes, alike=alike)

    def deed() -> str:
        said = form.cleaned_data
        actions.accept_card(
            by=user,
            arrival=one,
            school_class=said["school_class"],
            since=said["since"],
            pupil=said.get("pupil"),
        )
        return page

    context = {"one": one, "alike": alike}
    return act_once(request, form, deed, "transfers/accept.html", context, _("Card accepted."))


@needs(RECEIVE, sensitive=True)
def decline(request: HttpRequest, pid: str) -> HttpResponseBase:
    """Do not take the card; the reason goes back."""
    user: User = request.user  # type: ignore[assignment]
    one, form = _arrival(request, pid, RECEIVE), ReasonForm(request.POST or None)
    page = reverse("transfers:arrival", args=[one.pid])
    if one.state != State.SENT:
        return redirect(page)

    def deed() -> str:
        actions.decline_card(by=user, arrival=one, **form.cleaned_data)
        return page

    context = {"one": one, "declining": True}
    return act_once(request, form, deed, "transfers/accept.html", context, _("Card declined."))

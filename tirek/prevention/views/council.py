"""The council: its members, its meetings, their agenda and minutes."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tirek.access import clock
from tirek.access.asking import act_once, allowed
from tirek.access.doors import asker, needs, tell_door
from tirek.prevention import actions, queries
from tirek.prevention.forms import (
    HoldForm,
    MatterForm,
    MeetingForm,
    MemberForm,
    ReasonForm,
    UntilForm,
)
from tirek.prevention.models import Case, Meeting, Member
from tirek.prevention.rules import council, procedure
from tirek.prevention.views.register import COUNCIL

WRITE = "prevention.council:write"
PAGE = "prevention/form.html"


def _school(request: HttpRequest) -> Any:
    return request.school  # type: ignore[attr-defined]


def _meeting(request: HttpRequest, pid: str, key: str) -> Meeting:
    seen = Meeting.objects.visible_to(request.user, key).select_related("school")
    return get_object_or_404(seen, pid=pid, school=_school(request))


def _page(one: Meeting) -> str:
    return reverse("prevention:meeting", args=[one.pid])


@needs(COUNCIL)
@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """Every meeting, the last first; who is in the council today."""
    school, today = _school(request), clock.today()
    there = list(queries.members_on(school, today))
    shown = {
        "meetings": Meeting.objects.visible_to(request.user).filter(school=school)[:200],
        "members": there,
        "needed": council.needed(len(there), queries.terms_of(school).quorum_percent),
        "may_write": allowed(request, WRITE),
    }
    return render(request, "prevention/meetings.html", shown)


@needs(WRITE)
def members(request: HttpRequest) -> HttpResponseBase:
    """Somebody joins the council."""
    form = MemberForm(request.POST or None, initial={"since": clock.today(), "post": "MEMBER"})

    def deed() -> str:
        actions.add_member(by=asker(request)[0], school=_school(request), fields=form.cleaned_data)
        return reverse("prevention:meetings")

    context = {"heading": _("New member of the council"), "back": reverse("prevention:meetings")}
    return act_once(request, form, deed, PAGE, context, _("Saved."))


@needs(WRITE)
def end_member(request: HttpRequest, pid: str) -> HttpResponseBase:
    """Somebody leaves the council."""
    one = get_object_or_404(Member, pid=pid, school=_school(request))
    form = UntilForm(request.POST or None, initial={"until": clock.today()})

    def deed() -> str:
        actions.end_member(by=asker(request)[0], member=one, **form.cleaned_data)
        return reverse("prevention:meetings")

    context = {
        "heading": _("Leaves the council"),
        "sub": one.name,
        "back": reverse("prevention:meetings"),
    }
    return act_once(request, form, deed, PAGE, context, _("Saved."))


@needs(WRITE)
def call(request: HttpRequest) -> HttpResponseBase:
    """Call a meeting."""
    form = MeetingForm(request.POST or None, initial={"on": clock.today()})

    def deed() -> str:
        return _page(
            actions.call_meeting(
                by=asker(request)[0], school=_school(request), fields=form.cleaned_data
            )
        )

    context = {"heading": _("New meeting"), "back": reverse("prevention:meetings")}
    return act_once(request, form, deed, PAGE, context, _("Saved."))


@needs(COUNCIL, sensitive=True)
@require_safe
def meeting(request: HttpRequest, pid: str) -> HttpResponse:
    """A meeting: its agenda, who was there, what was decided."""
    one = _meeting(request, pid, COUNCIL)
    matters = list(one.matters.select_related("case__pupil"))
    tell_door(request, count=len(matters))
    shown = {
        "meeting": one,
        "matters": matters,
        "present": one.present.all(),
        "ahead": one.on > clock.today(),
        "may_write": allowed(request, WRITE),
    }
    return render(request, "prevention/meeting.html", shown)


@needs(WRITE, sensitive=True)
def matter(request: HttpRequest, pid: str) -> HttpResponseBase:
    """Put a case on the agenda."""
    one = _meeting(request, pid, WRITE)
    found = queries.cases_seen(_school(request), request.user, clock.today())
    open_ones = [p.case.pk for p in found if p.state in (procedure.WAITING, procedure.ON)]
    cases = Case.objects.filter(pk__in=open_ones).select_related("pupil")
    form = MatterForm(request.POST or None, cases=cases, initial={"aim": "PLACE"})

    def deed() -> str:
        actions.add_matter(by=asker(request)[0], meeting=one, **form.cleaned_data)
        return _page(one)

    context = {"heading": _("Add to the agenda"), "sub": str(one.on), "back": _page(one)}
    return act_once(request, form, deed, PAGE, context, _("Saved."))


@needs(WRITE, sensitive=True)
def hold(request: HttpRequest, pid: str) -> HttpResponseBase:
    """Write the minutes: who came, how it voted, what follows at once."""
    one = _meeting(request, pid, WRITE)
    form = HoldForm(
        request.POST or None,
        members=queries.members_on(one.school, one.on),
        matters=list(one.matters.select_related("case__pupil")),
        initial={"number": one.number},
    )

    def deed() -> str:
        said = form.cleaned_data
        actions.hold_meeting(
            by=asker(request)[0],
            meeting=one,
            present=said["present"],
            votes=form.votes(),
            fields=said,
        )
        return _page(one)

    context = {"heading": _("Minutes of the meeting"), "sub": str(one.on), "back": _page(one)}
    return act_once(request, form, deed, PAGE, context, _("Saved."))


@needs(WRITE, sensitive=True)
def annul(request: HttpRequest, pid: str) -> HttpResponseBase:
    """The meeting counts no more."""
    one, form = _meeting(request, pid, WRITE), ReasonForm(request.POST or None)

    def deed() -> str:
        actions.annul_meeting(by=asker(request)[0], meeting=one, **form.cleaned_data)
        return _page(one)

    context = {"heading": _("Annul the meeting"), "sub": str(one.on), "back": _page(one)}
    return act_once(request, form, deed, PAGE, context, _("Saved."))

"""Mentors and their pupils."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tirek.access import clock
from tirek.access.asking import act_once, allowed
from tirek.access.doors import needs
from tirek.access.models import RoleGrant, User
from tirek.access.once import do_once
from tirek.access.queries import people_visible_to
from tirek.access.refused import Refused
from tirek.cards import actions, queries
from tirek.cards.forms import MentorForm
from tirek.school.models import Pupil
from tirek.school.queries import pupils_named, pupils_on

MOST = 20


@needs("cards.mentor:read", sensitive=True)
def mentors(request: HttpRequest) -> HttpResponse:
    """The mentors of the school with their pupils."""
    user: User = request.user  # type: ignore[assignment]
    school = request.school  # type: ignore[attr-defined]
    shown = {
        "mentors": queries.mentors(school, user, clock.today()),
        "may_change": allowed(request, "cards.mentor:write"),
        "may_give": allowed(request, "access.people:manage"),
    }
    return render(request, "cards/mentors.html", shown)


@needs("cards.mentor:write", sensitive=True)
def mentor(request: HttpRequest, pid: str) -> HttpResponseBase:
    """A mentor's pupils: found by name and assigned, or taken away, one by one."""
    school = request.school  # type: ignore[attr-defined]
    user: User = request.user  # type: ignore[assignment]
    today = clock.today()
    person = get_object_or_404(people_visible_to(user).filter(grants__school=school), pid=pid)
    own = [one for one in queries.mentors(school, user, today) if one.grant.user_id == person.pk]
    if not own:
        return redirect("cards:mentors")
    seen: Any = pupils_on(school, today, pupils=Pupil.objects.visible_to(user))
    if request.method == "POST":
        return _changed(request, own[0].grant, seen)
    text = request.GET.get("q", "").strip()
    keys = own[0].grant.pupil_keys
    shown = {
        "own": own[0],
        "person": person,
        "text": text,
        "found": list(pupils_named(seen, text).exclude(key__in=keys)[:MOST]) if text else [],
    }
    return render(request, "cards/mentor.html", shown)


def _changed(request: HttpRequest, grant: RoleGrant, seen: Any) -> HttpResponseBase:
    user: User = request.user  # type: ignore[assignment]
    here = reverse("cards:mentor", args=[grant.user.pid])
    leaves = "release" in request.POST
    pupil = get_object_or_404(
        Pupil.objects.visible_to(user).filter(school=grant.school) if leaves else seen,
        pid=request.POST.get("release" if leaves else "assign", ""),
    )
    action = actions.release_pupil if leaves else actions.assign_mentor

    def deed() -> str:
        action(by=user, pupil=pupil, grant=grant)
        return here

    try:
        do_once(request.POST.get("form_key"), user, deed)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Taken away.") if leaves else _("Assigned."))
    return redirect(here)


@needs("cards.mentor:write", sensitive=True)
def assign_mentor(request: HttpRequest, pid: str) -> HttpResponseBase:
    """Choose a mentor for a pupil."""
    user: User = request.user  # type: ignore[assignment]
    pupil = get_object_or_404(Pupil.objects.visible_to(user).select_related("school"), pid=pid)
    grants = {str(g.pk): g for g in queries.mentor_grants(pupil.school, clock.today())}
    form = MentorForm(request.POST or None, grants=grants.values())
    back = reverse("cards:pupil", args=[pid])

    def deed() -> str:
        actions.assign_mentor(by=user, pupil=pupil, grant=grants[form.cleaned_data["mentor"]])
        return back

    context = {
        "pupil": pupil,
        "nobody": not grants,
        "may_give": allowed(request, "access.people:manage"),
    }
    return act_once(request, form, deed, "cards/mentor_form.html", context, _("Assigned."))

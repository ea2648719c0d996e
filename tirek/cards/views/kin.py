"""Kinship: who is who to a child, added, ended, corrected, annulled."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from tirek.access import clock
from tirek.access.asking import act_once
from tirek.access.doors import needs, tell_door
from tirek.access.models import User
from tirek.cards import actions
from tirek.cards.actions.kin import FIELDS
from tirek.cards.forms import EndKinForm, KinForm, ReasonForm
from tirek.cards.models import Kinship
from tirek.school.models import HouseholdMember, Pupil
from tirek.school.queries import household_of

FORM = "cards/family_form.html"


@needs("cards.status:write", sensitive=True)
def add_kin(request: HttpRequest, pid: str) -> HttpResponseBase:
    """Who a member of the family is to the child."""
    user: User = request.user  # type: ignore[assignment]
    child = get_object_or_404(Pupil.objects.visible_to(user, "cards.status:write"), pid=pid)
    family = household_of(child, clock.today())
    members: Any = HouseholdMember.objects.filter(household=family)
    asked = members.filter(pid=request.GET.get("member", "")).first()
    form = KinForm(request.POST or None, members=members, initial={"member": asked})

    def deed() -> str:
        said = form.cleaned_data
        paper = {name: said[f"paper_{name}"] for name in ("document", "number", "on")}
        told = {name: said[name] for name in ("member", "kinship", "legal", "since")}
        actions.add_kin(by=user, pupil=child, paper=paper, **told)
        return reverse("cards:pupil", args=[child.pid])

    context = {
        "pupil": child,
        "household": family,
        "heading": _("Kinship"),
        "button": _("Save the kinship"),
        "no_members": not members.exists(),
    }
    return act_once(request, form, deed, FORM, context, _("Saved."))


def _found(request: HttpRequest, pid: str) -> Kinship:
    """A kinship believed now, of a child within reach; the door is told of it."""
    children = Pupil.objects.visible_to(request.user, "cards.status:write")
    seen = Kinship.objects.known_at().filter(pupil__in=children)
    kin: Kinship = get_object_or_404(seen.select_related("pupil__school", "member"), pid=pid)
    tell_door(request, kin)
    return kin


def _context(kin: Kinship, heading: str, button: str) -> dict[str, Any]:
    about = f"{kin.member}: {kin.get_kinship_display()}"
    return {"pupil": kin.pupil, "heading": heading, "about": about, "button": button}


@needs("cards.status:write", sensitive=True, thing="cards.kinship")
def end_kin(request: HttpRequest, pid: str) -> HttpResponseBase:
    """A kinship or a guardianship ends: its last day."""
    user: User = request.user  # type: ignore[assignment]
    kin = _found(request, pid)
    form = EndKinForm(request.POST or None)

    def deed() -> str:
        actions.end_kin(by=user, kin=kin, until=form.cleaned_data["until"])
        return reverse("cards:pupil", args=[kin.pupil.pid])

    context = _context(kin, _("End a kinship"), _("Save the last day"))
    return act_once(request, form, deed, FORM, context, _("Saved."))


@needs("cards.status:write", sensitive=True, thing="cards.kinship")
def correct_kin(request: HttpRequest, pid: str) -> HttpResponseBase:
    """What was entered wrongly of a kinship; what was believed before can still be shown."""
    user: User = request.user  # type: ignore[assignment]
    kin = _found(request, pid)
    members: Any = HouseholdMember.objects.filter(household=kin.member.household_id)
    form = KinForm(
        request.POST or None,
        members=members,
        correcting=True,
        initial={name: getattr(kin, name) for name in FIELDS},
    )

    def deed() -> str:
        actions.correct_kin(by=user, kin=kin, fields=form.cleaned_data)
        return reverse("cards:pupil", args=[kin.pupil.pid])

    context = _context(kin, _("Correct a kinship"), _("Save the correction"))
    return act_once(request, form, deed, FORM, context, _("Saved."))


@needs("cards.status:write", sensitive=True, thing="cards.kinship")
def annul_kin(request: HttpRequest, pid: str) -> HttpResponseBase:
    """A kinship recorded by mistake."""
    user: User = request.user  # type: ignore[assignment]
    kin = _found(request, pid)
    form = ReasonForm(request.POST or None)

    def deed() -> str:
        actions.annul_kin(by=user, kin=kin, reason=form.cleaned_data["reason"])
        return reverse("cards:pupil", args=[kin.pupil.pid])

    context = _context(kin, _("Annul a kinship"), _("Annul"))
    return act_once(request, form, deed, FORM, context, _("Annulled."))

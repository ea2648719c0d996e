"""A family is added or changed, somebody lives in it, a pupil joins it."""

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
from tirek.school import actions
from tirek.school.forms import HouseholdForm, JoinForm, MemberForm
from tirek.school.models import Household, HouseholdMember, Pupil
from tirek.school.queries import household_of, households_named

PAGE = "school/form.html"
MEMBER_FIELDS = tuple(MemberForm.base_fields)


def _page(household: Household) -> str:
    return reverse("cards:household", args=[household.pid])


def _context(household: Household, heading: str, button: str) -> dict[str, Any]:
    return {
        "back": _page(household),
        "back_name": str(household),
        "heading": heading,
        "button": button,
    }


@needs("school.household:write")
def add_household(request: HttpRequest) -> HttpResponseBase:
    """A new family."""
    user: User = request.user  # type: ignore[assignment]
    school = request.school  # type: ignore[attr-defined]
    form = HouseholdForm(request.POST or None)

    def deed() -> str:
        return _page(actions.add_household(by=user, school=school, **form.cleaned_data))

    context = {
        "back": reverse("cards:households"),
        "back_name": _("Families"),
        "heading": _("Add a family"),
        "button": _("Save the family"),
    }
    return act_once(request, form, deed, PAGE, context, _("Family added."))


@needs("school.household:write", sensitive=True)
def change_household(request: HttpRequest, pid: str) -> HttpResponseBase:
    """A family's address or note changes."""
    user: User = request.user  # type: ignore[assignment]
    family = get_object_or_404(
        Household.objects.visible_to(user, "school.household:write"), pid=pid
    )
    form = HouseholdForm(
        request.POST or None, initial={"address": family.address, "note": family.note}
    )

    def deed() -> str:
        actions.change_household(by=user, household=family, **form.cleaned_data)
        return _page(family)

    context = _context(family, _("Address and note"), _("Save the changes"))
    return act_once(request, form, deed, PAGE, context, _("Saved."))


@needs("school.household:write", sensitive=True)
def add_member(request: HttpRequest, pid: str) -> HttpResponseBase:
    """Somebody lives in the family."""
    user: User = request.user  # type: ignore[assignment]
    family = get_object_or_404(
        Household.objects.visible_to(user, "school.household:write"), pid=pid
    )
    form = MemberForm(request.POST or None)

    def deed() -> str:
        actions.add_member(by=user, household=family, fields=form.cleaned_data)
        return _page(family)

    context = _context(family, _("Add a member"), _("Save the member"))
    return act_once(request, form, deed, PAGE, context, _("Saved."))


@needs("school.household:write", sensitive=True)
def change_member(request: HttpRequest, pid: str) -> HttpResponseBase:
    """What is known of a member of the family changes."""
    user: User = request.user  # type: ignore[assignment]
    seen = HouseholdMember.objects.filter(
        household__in=Household.objects.visible_to(user, "school.household:write")
    )
    member = get_object_or_404(seen.select_related("household"), pid=pid)
    form = MemberForm(
        request.POST or None, initial={name: getattr(member, name) for name in MEMBER_FIELDS}
    )

    def deed() -> str:
        actions.change_member(by=user, member=member, fields=form.cleaned_data)
        return _page(member.household)

    context = _context(member.household, member.full_name, _("Save the changes"))
    return act_once(request, form, deed, PAGE, context, _("Saved."))


@needs("school.household:write", sensitive=True)
def join_household(request: HttpRequest, pid: str) -> HttpResponseBase:
    """A pupil lives in a family: families with the same surname are offered, or a new one."""
    user: User = request.user  # type: ignore[assignment]
    child = get_object_or_404(
        Pupil.objects.visible_to(user, "school.household:write").select_related("school"), pid=pid
    )
    visible = Household.objects.visible_to(user, "school.household:write").filter(
        school=child.school
    )
    # A stem finds both forms of a surname: Әбенов and Әбенова.
    stem = child.surname[: max(4, len(child.surname) - 2)]
    near = households_named(child.school, visible, stem, clock.today())
    current = household_of(child, clock.today())
    form = JoinForm(
        request.POST or None,
        households=visible.filter(pk__in=near).exclude(pk=current.pk if current else 0),
        initial={"address": child.address if current is None else ""},
    )

    def deed() -> str:
        said = form.cleaned_data
        family = said["household"] or actions.add_household(
            by=user, school=child.school, address=said["address"]
        )
        actions.join_household(by=user, pupil=child, household=family, since=said["since"])
        return _page(family)

    context = {
        "back": reverse("cards:pupil", args=[child.pid]),
        "back_name": child.short_name,
        "heading": _("Family of the pupil"),
        "button": _("Save the family"),
        "note": _("Lives now: %(address)s") % {"address": current} if current else "",
    }
    return act_once(request, form, deed, PAGE, context, _("Saved."))

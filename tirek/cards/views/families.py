"""Families: the list, one family, its kinship, income and level."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tirek.access import clock
from tirek.access.asking import act_once, allowed
from tirek.access.doors import needs, tell_door
from tirek.access.models import User
from tirek.cards import actions, queries
from tirek.cards.forms import EndKinForm, IncomeForm, KinForm, LevelForm
from tirek.cards.models import Kinship
from tirek.school.models import Household, HouseholdMember, Pupil
from tirek.school.queries import families, household_of, households_named

PAGE = 50


def _page(household: Household) -> str:
    return reverse("cards:household", args=[household.pid])


@needs("school.household:read", sensitive=True)
def households(request: HttpRequest) -> HttpResponse:
    """Families one sees, found by the surname of a pupil or a grown-up, or by the address."""
    school, user = request.school, request.user  # type: ignore[attr-defined]
    text = request.GET.get("q", "").strip()
    day = clock.today()
    visible = Household.objects.visible_to(user).filter(school=school)
    found = households_named(school, visible, text, day)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    tell_door(request, count=len(page))
    shown = {
        "text": text,
        "page": page,
        "rows": families(list(page.object_list), day),
        "total": page.paginator.count,
        "may_merge": allowed(request, "school.double:merge"),
        "may_add": allowed(request, "school.household:write"),
    }
    return render(request, "cards/households.html", shown)


@needs("school.household:read", sensitive=True)
def household(request: HttpRequest, pid: str) -> HttpResponseBase:
    """Who lives together, who is who to whom, what the family lives on."""
    user = request.user
    family = get_object_or_404(Household.objects.visible_to(user, merged=True), pid=pid)
    if family.merged_into_id:
        kept = get_object_or_404(Household.objects.visible_to(user), pk=family.merged_into_id)
        return redirect("cards:household", kept.pid)
    tell_door(request, family)
    day = clock.today()
    people = families([family.pk], day)[0]
    visible = Pupil.objects.visible_to(user).filter(pk__in=[p.pk for p in people.pupils])
    seen = set(visible.values_list("pk", flat=True))
    kin: dict[int, list[Any]] = {}
    for one in queries.kin_of_many(seen, day):
        kin.setdefault(one.member_id, []).append(one)
    incomes = Household.objects.visible_to(user, "cards.income:read")
    shown = {
        "household": family,
        "name": people.name,
        "pupils": [{"pupil": p, "seen": p.pk in seen} for p in people.pupils],
        "members": [{"member": m, "kin": kin.get(m.pk, [])} for m in people.members],
        "income": list(family.income.known_at()) if incomes.filter(pk=family.pk).exists() else None,
        "levels": list(family.levels.known_at()),
        "may_merge": allowed(request, "school.double:merge"),
        "may_change": allowed(request, "school.household:write"),
        "may_income": allowed(request, "cards.status:write"),
    }
    return render(request, "cards/household.html", shown)


@needs("cards.status:write", sensitive=True)
def record_income(request: HttpRequest, pid: str) -> HttpResponseBase:
    """What the family lives on, by a paper."""
    user: User = request.user  # type: ignore[assignment]
    family = get_object_or_404(Household.objects.visible_to(user, "cards.status:write"), pid=pid)
    form = IncomeForm(request.POST or None)

    def deed() -> str:
        actions.record_income(by=user, household=family, **form.cleaned_data)
        return _page(family)

    context = {"household": family, "heading": _("Income of the family"), "button": _("Save")}
    return act_once(request, form, deed, "cards/family_form.html", context, _("Saved."))


@needs("cards.status:write", sensitive=True)
def record_level(request: HttpRequest, pid: str) -> HttpResponseBase:
    """The level of the digital family card."""
    user: User = request.user  # type: ignore[assignment]
    family = get_object_or_404(Household.objects.visible_to(user, "cards.status:write"), pid=pid)
    form = LevelForm(request.POST or None)

    def deed() -> str:
        actions.record_level(by=user, household=family, **form.cleaned_data)
        return _page(family)

    context = {"household": family, "heading": _("Digital family card"), "button": _("Save")}
    return act_once(request, form, deed, "cards/family_form.html", context, _("Saved."))


@needs("cards.status:write", sensitive=True)
def add_kin(request: HttpRequest, pid: str) -> HttpResponseBase:
    """Who a member of the family is to the child."""
    user: User = request.user  # type: ignore[assignment]
    child = get_object_or_404(Pupil.objects.visible_to(user, "cards.status:write"), pid=pid)
    family = household_of(child, clock.today())
    members: Any = HouseholdMember.objects.filter(household=family)
    form = KinForm(
        request.POST or None,
        members=members,
        initial={"member": members.filter(pid=request.GET.get("member", "")).first()},
    )

    def deed() -> str:
        said = form.cleaned_data
        actions.add_kin(
            by=user,
            pupil=child,
            member=said["member"],
            kinship=said["kinship"],
            legal=said["legal"],
            since=said["since"],
            paper={
                "document": said["paper_document"],
                "number": said["paper_number"],
                "on": said["paper_on"],
            },
        )
        return reverse("cards:pupil", args=[child.pid])

    context = {
        "pupil": child,
        "household": family,
        "heading": _("Kinship"),
        "button": _("Save the kinship"),
        "no_members": not members.exists(),
    }
    return act_once(request, form, deed, "cards/family_form.html", context, _("Saved."))


@needs("cards.status:write", sensitive=True)
def end_kin(request: HttpRequest, pid: str) -> HttpResponseBase:
    """A kinship or a guardianship ends: its last day."""
    user: User = request.user  # type: ignore[assignment]
    seen = Kinship.objects.known_at().filter(
        pupil__in=Pupil.objects.visible_to(user, "cards.status:write")
    )
    kin = get_object_or_404(seen.select_related("pupil__school", "member"), pid=pid)
    form = EndKinForm(request.POST or None)

    def deed() -> str:
        actions.end_kin(by=user, kin=kin, until=form.cleaned_data["until"])
        return reverse("cards:pupil", args=[kin.pupil.pid])

    context = {
        "pupil": kin.pupil,
        "heading": _("End a kinship"),
        "about": f"{kin.member}: {kin.get_kinship_display()}",
        "button": _("Save the last day"),
    }
    return act_once(request, form, deed, "cards/family_form.html", context, _("Saved."))

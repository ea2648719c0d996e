"""What families live on: incomes, levels of the digital family card, the year's minimum."""

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
from tirek.cards.forms import IncomeForm, LevelForm, MinimumForm, ReasonForm
from tirek.cards.models import FamilyLevel, IncomeStatement, SubsistenceMinimum
from tirek.school.models import Household
from tirek.school.queries import families

FORM = "cards/family_form.html"
KEY = "cards.status:write"


def _page(household: Household) -> str:
    return reverse("cards:household", args=[household.pid])


def _context(household: Household, heading: str, button: str, about: str = "") -> dict[str, Any]:
    return {"household": household, "heading": heading, "button": button, "about": about}


def _fact(request: HttpRequest, model: Any, pid: str) -> Any:
    """An income or a level believed now, of a family within reach; the door is told of it."""
    homes = Household.objects.visible_to(request.user, KEY)
    seen = model.objects.known_at().filter(household__in=homes)
    found = get_object_or_404(seen.select_related("household__school"), pid=pid)
    tell_door(request, found.household)
    return found


@needs(KEY, sensitive=True)
def record_income(request: HttpRequest, pid: str) -> HttpResponseBase:
    """What the family lives on, by a paper; those who live there now are counted."""
    user: User = request.user  # type: ignore[assignment]
    family = get_object_or_404(Household.objects.visible_to(user, KEY), pid=pid)
    people = families([family.pk], clock.today())[0]
    living = len(people.pupils) + len(people.members)
    form = IncomeForm(request.POST or None, initial={"persons": living or None})

    def deed() -> str:
        actions.record_income(by=user, household=family, **form.cleaned_data)
        return _page(family)

    context = _context(family, _("Income of the family"), _("Save"))
    return act_once(request, form, deed, FORM, context, _("Saved."))


@needs(KEY, sensitive=True)
def correct_income(request: HttpRequest, pid: str) -> HttpResponseBase:
    """An income entered wrongly."""
    user: User = request.user  # type: ignore[assignment]
    one: IncomeStatement = _fact(request, IncomeStatement, pid)
    told = {name: getattr(one, name) for name in IncomeForm.base_fields}
    form = IncomeForm(request.POST or None, initial=told)

    def deed() -> str:
        actions.correct_income(by=user, statement=one, fields=form.cleaned_data)
        return _page(one.household)

    context = _context(one.household, _("Correct the income"), _("Save the correction"), str(one))
    return act_once(request, form, deed, FORM, context, _("Saved."))


@needs(KEY, sensitive=True)
def annul_income(request: HttpRequest, pid: str) -> HttpResponseBase:
    """An income recorded by mistake."""
    user: User = request.user  # type: ignore[assignment]
    one: IncomeStatement = _fact(request, IncomeStatement, pid)
    form = ReasonForm(request.POST or None)

    def deed() -> str:
        actions.annul_income(by=user, statement=one, reason=form.cleaned_data["reason"])
        return _page(one.household)

    context = _context(one.household, _("Annul the income"), _("Annul"), str(one))
    return act_once(request, form, deed, FORM, context, _("Annulled."))


@needs(KEY, sensitive=True)
def record_level(request: HttpRequest, pid: str) -> HttpResponseBase:
    """The level of the digital family card."""
    user: User = request.user  # type: ignore[assignment]
    family = get_object_or_404(Household.objects.visible_to(user, KEY), pid=pid)
    form = LevelForm(request.POST or None)

    def deed() -> str:
        actions.record_level(by=user, household=family, **form.cleaned_data)
        return _page(family)

    context = _context(family, _("Digital family card"), _("Save"))
    return act_once(request, form, deed, FORM, context, _("Saved."))


@needs(KEY, sensitive=True)
def correct_level(request: HttpRequest, pid: str) -> HttpResponseBase:
    """A level entered wrongly."""
    user: User = request.user  # type: ignore[assignment]
    one: FamilyLevel = _fact(request, FamilyLevel, pid)
    told = {name: getattr(one, name) for name in LevelForm.base_fields}
    form = LevelForm(request.POST or None, initial=told)

    def deed() -> str:
        actions.correct_level(by=user, level=one, fields=form.cleaned_data)
        return _page(one.household)

    context = _context(one.household, _("Correct the level"), _("Save the correction"), str(one))
    return act_once(request, form, deed, FORM, context, _("Saved."))


@needs(KEY, sensitive=True)
def annul_level(request: HttpRequest, pid: str) -> HttpResponseBase:
    """A level recorded by mistake."""
    user: User = request.user  # type: ignore[assignment]
    one: FamilyLevel = _fact(request, FamilyLevel, pid)
    form = ReasonForm(request.POST or None)

    def deed() -> str:
        actions.annul_level(by=user, level=one, reason=form.cleaned_data["reason"])
        return _page(one.household)

    context = _context(one.household, _("Annul the level"), _("Annul"), str(one))
    return act_once(request, form, deed, FORM, context, _("Annulled."))


@needs(KEY)
def minimum(request: HttpRequest) -> HttpResponseBase:
    """The subsistence minimum by years, as the school enters it: a setting, no law of ours."""
    user: User = request.user  # type: ignore[assignment]
    school = request.school  # type: ignore[attr-defined]
    form = MinimumForm(request.POST or None, initial={"year": clock.today().year})

    def deed() -> str:
        actions.set_minimum(by=user, school=school, **form.cleaned_data)
        return reverse("cards:minimum")

    rows = SubsistenceMinimum.objects.filter(school=school)
    return act_once(request, form, deed, "cards/minimum.html", {"rows": rows}, _("Saved."))

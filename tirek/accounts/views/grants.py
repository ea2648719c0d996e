"""One role of a person: changed, ended, held by a substitute; all of them handed over."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from tirek.access import actions, clock, handing
from tirek.access.asking import act_once
from tirek.access.doors import needs
from tirek.access.models import HandOver, RoleGrant, User
from tirek.access.queries import classes_of, grants_visible_to, people_visible_to
from tirek.accounts.forms import EndForm, HandOverForm, NarrowingForm, SubstituteForm
from tirek.accounts.wording import lines_of

KEY = "access.people:manage"
FORM = "accounts/person_form.html"


def _grant(request: HttpRequest, pid: str, number: int) -> RoleGrant:
    """The role of that person in the school of work, not over yet."""
    user: User = request.user  # type: ignore[assignment]
    school = request.school  # type: ignore[attr-defined]
    found = grants_visible_to(user).filter(school=school, user__pid=pid, pk=number)
    grant: RoleGrant = get_object_or_404(found)
    if not lines_of([grant], clock.today())[0].open:
        raise Http404
    return grant


def _context(grant: RoleGrant, heading: str, button: str, lead: str = "") -> dict[str, Any]:
    (line,) = lines_of([grant], clock.today())
    said = f"{grant.user}: {grant.get_role_display()}"
    return {
        "heading": heading,
        "sub": f"{said} ({line.narrowing})" if line.narrowing else said,
        "button": button,
        "lead": lead,
        "back": reverse("accounts:person", args=[grant.user.pid]),
    }


def _colleagues(request: HttpRequest, but: User) -> QuerySet[User]:
    """Those with a role in the school now or later, in the order of names."""
    user: User = request.user  # type: ignore[assignment]
    school = request.school  # type: ignore[attr-defined]
    held = RoleGrant.objects.open_on(clock.today()).filter(school=school).values("user_id")
    people = people_visible_to(user).filter(pk__in=held, is_active=True)
    return people.exclude(pk__in=[but.pk, user.pk]).order_by("full_name", "username")


@needs(KEY)
def end_role(request: HttpRequest, pid: str, number: int) -> HttpResponseBase:
    """The last day of a role that is in force."""
    user: User = request.user  # type: ignore[assignment]
    grant = _grant(request, pid, number)
    form = EndForm(request.POST or None, initial={"until": clock.today()})
    context = _context(grant, _("End a role"), _("End the role"))

    def deed() -> str:
        actions.end_role(by=user, grant=grant, until=form.cleaned_data["until"])
        return str(context["back"])

    return act_once(request, form, deed, FORM, context, _("Role ended."))


@needs(KEY)
def change_role(request: HttpRequest, pid: str, number: int) -> HttpResponseBase:
    """Other classes or grades from today."""
    user: User = request.user  # type: ignore[assignment]
    grant = _grant(request, pid, number)
    classes = classes_of(request.school, clock.today())  # type: ignore[attr-defined]
    form = NarrowingForm(request.POST or None, grant=grant, classes=classes)
    if not form.fields:
        raise Http404
    context = _context(
        grant,
        _("Change a role"),
        _("Save the change"),
        _("Holds from today. What was before stays known by its days."),
    )

    def deed() -> str:
        actions.change_grant(by=user, grant=grant, **form.cleaned_data)
        return str(context["back"])

    return act_once(request, form, deed, FORM, context, _("Role changed."))


@needs(KEY)
def stand_in(request: HttpRequest, pid: str, number: int) -> HttpResponseBase:
    """Somebody holds this role for a term while the one who has it is away."""
    user: User = request.user  # type: ignore[assignment]
    grant = _grant(request, pid, number)
    form = SubstituteForm(
        request.POST or None,
        people=_colleagues(request, grant.user),
        initial={"since": clock.today()},
    )
    context = _context(
        grant,
        _("Name a substitute"),
        _("Name the substitute"),
        _("The substitute sees the same children for these days."),
    )

    def deed() -> str:
        chosen: User = form.cleaned_data["user"]
        since, until = form.cleaned_data["since"], form.cleaned_data["until"]
        actions.stand_in(by=user, grant=grant, user=chosen, since=since, until=until)
        return reverse("accounts:person", args=[chosen.pid])

    return act_once(request, form, deed, FORM, context, _("Role given."))


@needs(KEY)
def hand_over(request: HttpRequest, pid: str) -> HttpResponseBase:
    """To whom and when; then what will move; then one button."""
    user: User = request.user  # type: ignore[assignment]
    school = request.school  # type: ignore[attr-defined]
    giver = get_object_or_404(people_visible_to(user).filter(grants__school=school), pid=pid)
    asked = request.POST if request.method == "POST" else request.GET
    form = HandOverForm(
        asked if "taker" in asked else None,
        people=_colleagues(request, giver),
        initial={"on": clock.today()},
    )
    context: dict[str, Any] = {"giver": giver}
    if form.is_bound and form.is_valid():
        taker, on = form.cleaned_data["taker"], form.cleaned_data["on"]
        context |= {
            "taker": taker,
            "on": on,
            "lines": lines_of(handing.grants_to_hand(school, giver, on), on),
            "open": [
                (one.name, one.rows.count()) for one in handing.open_things(school, giver, on)
            ],
        }

    def deed() -> str:
        handing.hand_over(by=user, school=school, giver=giver, taker=taker, on=on)
        return reverse("accounts:person", args=[taker.pid])

    return act_once(request, form, deed, "accounts/hand_over.html", context, _("Handed over."))


@needs(KEY)
def take_back(request: HttpRequest, pid: str) -> HttpResponseBase:
    """Undo a hand-over, after a question."""
    user: User = request.user  # type: ignore[assignment]
    school = request.school  # type: ignore[attr-defined]
    made = get_object_or_404(
        HandOver.objects.filter(
            school=school,
            giver__in=people_visible_to(user).values("pk"),
            taken_back_at__isnull=True,
        ).select_related("giver", "taker", "school"),
        pid=pid,
    )
    back = reverse("accounts:person", args=[made.giver.pid])

    def deed() -> str:
        handing.take_back_hand_over(by=user, hand_over=made)
        return back

    context = {
        "heading": _("Take the hand-over back"),
        "sub": f"{made.giver} → {made.taker}",
        "lead": _("Roles and what is still open go back to the one who had them."),
        "button": _("Take back"),
        "back": back,
    }
    form = forms.Form(request.POST if request.method == "POST" else None)
    return act_once(request, form, deed, FORM, context, _("Taken back."))

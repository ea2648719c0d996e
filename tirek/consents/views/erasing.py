"""Erasure: whose term has passed, proposed, approved by another person, done."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tirek.access import clock
from tirek.access.asking import act_once, allowed
from tirek.access.doors import needs
from tirek.access.models import User
from tirek.access.once import do_once
from tirek.access.refused import Refused
from tirek.consents import actions, queries
from tirek.consents.actions.erasing import word_to_type
from tirek.consents.forms import ConfirmForm, ProposeForm, RightsForm
from tirek.consents.models import Erasure
from tirek.consents.wording import gone
from tirek.school.models import Pupil

READ, PROPOSE = "consents.erasure:read", "consents.erasure:propose"
APPROVE = "consents.erasure:approve"


@needs(READ, sensitive=True)
@require_safe
def erasures(request: HttpRequest) -> HttpResponse:
    """The term, whose data are due, what was proposed and done."""
    school: Any = request.school  # type: ignore[attr-defined]
    rights = queries.rights_of(school)
    shown = {
        "rights": rights,
        "due": queries.due_by_term(school, rights.keep_years, clock.today()),
        "erasures": queries.proposals(school, request.user),
        "may_propose": allowed(request, PROPOSE),
        "may_set": allowed(request, APPROVE),
    }
    return render(request, "consents/erasures.html", shown)


@needs(APPROVE)
def terms(request: HttpRequest) -> HttpResponseBase:
    """The director sets how long data are kept."""
    user: User = request.user  # type: ignore[assignment]
    school: Any = request.school  # type: ignore[attr-defined]
    rights = queries.rights_of(school)
    initial = {"keep_years": rights.keep_years, "stop_days": rights.stop_days}
    form = RightsForm(request.POST or None, initial=initial)

    def deed() -> str:
        actions.set_rights(by=user, school=school, **form.cleaned_data)
        return reverse("consents:erasures")

    return act_once(request, form, deed, "consents/terms.html", {}, _("Saved."))


@needs(PROPOSE, sensitive=True)
def propose(request: HttpRequest) -> HttpResponseBase:
    """Propose children: those whose term has passed, or one (`?pupil=`) on a request."""
    user: User = request.user  # type: ignore[assignment]
    school: Any = request.school  # type: ignore[attr-defined]
    due = queries.due_by_term(school, queries.rights_of(school).keep_years, clock.today())
    found = {one.pupil.pid: one.pupil for one in due}
    asked = request.GET.get("pupil", "")
    if asked:
        seen = Pupil.objects.visible_to(user).filter(school=school)
        one = get_object_or_404(seen, pid=asked)
        found = {one.pid: one}
    form = ProposeForm(
        request.POST or None,
        initial={"why": Erasure.Why.REQUEST if asked else Erasure.Why.TERM, "pupils": list(found)},
        pupils=[(pid, one.full_name) for pid, one in found.items()],
    )

    def deed() -> str:
        made = actions.propose_erasure(
            by=user,
            school=school,
            pupils=[found[pid] for pid in form.cleaned_data["pupils"]],
            why=form.cleaned_data["why"],
            note=form.cleaned_data["note"],
        )
        return reverse("consents:erasure", args=[made.pid])

    context = {"found": found}
    return act_once(request, form, deed, "consents/propose.html", context, _("Erasure proposed."))


@needs(READ, sensitive=True)
def erasure(request: HttpRequest, pid: str) -> HttpResponseBase:
    """What will go, and the typed confirmation of the one who approves it."""
    user: User = request.user  # type: ignore[assignment]
    one = _erasure(request, pid)
    open_ = one.state == Erasure.State.PROPOSED
    may_approve = open_ and allowed(request, APPROVE) and one.proposed_by_id != user.pk
    form = ConfirmForm(request.POST if may_approve and request.method == "POST" else None)

    def deed() -> str:
        actions.approve_erasure(by=user, erasure=one, typed=form.cleaned_data["typed"])
        return reverse("consents:erasure", args=[one.pid])

    context = {
        "erasure": one,
        "pupils": [link.pupil for link in one.pupils.select_related("pupil").order_by("id")],
        "may_approve": may_approve,
        "may_decline": open_ and (allowed(request, APPROVE) or one.proposed_by_id == user.pk),
        "word": word_to_type(),
        "counts": [(gone(name), number) for name, number in sorted(one.counts.items())],
    }
    return act_once(request, form, deed, "consents/erasure.html", context, _("Erased."))


@needs(READ)
@require_POST
def decline(request: HttpRequest, pid: str) -> HttpResponse:
    """The data stay."""
    user: User = request.user  # type: ignore[assignment]
    one = _erasure(request, pid)
    page = reverse("consents:erasure", args=[one.pid])
    if allowed(request, APPROVE) or one.proposed_by_id == user.pk:

        def deed() -> str:
            actions.decline_erasure(by=user, erasure=one)
            return page

        try:
            do_once(request.POST.get("form_key"), user, deed)
        except Refused as refusal:
            messages.error(request, str(refusal))
    return redirect(page)


def _erasure(request: HttpRequest, pid: str) -> Erasure:
    seen = Erasure.objects.visible_to(request.user).select_related("school", "proposed_by")
    return get_object_or_404(seen, pid=pid, school=request.school)  # type: ignore[attr-defined]

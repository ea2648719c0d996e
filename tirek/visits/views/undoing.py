"""Correcting and annulling: both ask for a reason, neither removes anything."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tirek.access.doors import asker, needs
from tirek.access.models import User
from tirek.access.once import do_once
from tirek.access.refused import Refused
from tirek.visits.actions import annul_act, correct_act
from tirek.visits.models import InspectionAct
from tirek.visits.queries import children_of
from tirek.visits.rules.typed import clean
from tirek.visits.views.seen import writable


@needs("visits.act:write", sensitive=True)
def correct(request: HttpRequest, pid: str) -> HttpResponse:
    """Ask why, then open a new draft with the same answers."""

    def deed(user: User, act: InspectionAct, reason: str) -> str:
        draft = correct_act(by=user, act=act, reason=reason)
        return reverse("visits:step", args=[draft.pid, "main"])

    return _with_reason(request, pid, deed, "correct")


@needs("visits.act:write", sensitive=True)
def annul(request: HttpRequest, pid: str) -> HttpResponse:
    """Ask why, then annul the act or lay the draft aside."""

    def deed(user: User, act: InspectionAct, reason: str) -> str:
        annul_act(by=user, act=act, reason=reason)
        return reverse("visits:act", args=[act.pid])

    return _with_reason(request, pid, deed, "annul")


def _with_reason(
    request: HttpRequest, pid: str, deed: Callable[[User, InspectionAct, str], str], way: str
) -> HttpResponse:
    act = writable(request, pid)
    user, _school = asker(request)
    reason = clean(request.POST.get("reason", ""), lines=True)
    fault = ""
    if request.method == "POST":
        try:
            address = do_once(
                request.POST.get("form_key"), user, lambda: deed(user, act, reason[:1000])
            )
            if way == "annul":
                messages.success(request, _("The act is annulled."))
            return redirect(address)
        except Refused as refused:
            fault = str(refused)
    context = {
        "act": act,
        "subject": next(iter(children_of(act)), None),
        "way": way,
        "reason": reason,
        "fault": fault,
    }
    return render(request, "visits/reason.html", context)

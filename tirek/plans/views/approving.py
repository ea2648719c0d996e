"""The deeds that submit a plan, send it back and put it in force."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tirek.access.doors import needs
from tirek.access.refused import Refused
from tirek.plans.actions import approve_plan, send_back_plan, submit_plan, take_back_plan
from tirek.plans.amendform import ReasonForm
from tirek.plans.models import Plan
from tirek.plans.views.asked import plan_of
from tirek.web.forms import show_refusal


@needs("plans.plan:write")
@require_POST
def submit(request: HttpRequest, pid: str) -> HttpResponse:
    """Give a draft to the deputy director or director."""
    return _done(request, pid, submit_plan, _("The plan is submitted for approval."))


@needs("plans.plan:write")
@require_POST
def unsubmit(request: HttpRequest, pid: str) -> HttpResponse:
    """Take a submitted plan back before it is answered."""
    return _done(request, pid, take_back_plan, _("The plan is a draft again."))


@needs("plans.plan:approve")
@require_POST
def approve(request: HttpRequest, pid: str) -> HttpResponse:
    """Put a plan in force from today."""
    return _done(request, pid, approve_plan, _("The plan is approved."))


@needs("plans.plan:approve")
def send_back(request: HttpRequest, pid: str) -> HttpResponse:
    """Send a submitted plan back, with the reason."""
    found = plan_of(request, pid)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            send_back_plan(by=request.user, plan=found, **form.cleaned_data)  # type: ignore[arg-type]
            messages.success(request, _("The plan is sent back."))
            return redirect("plans:plan", found.pid)
        except Refused as refused:
            show_refusal(form, refused)
    shown = {"plan": found, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "plans/send_back.html", shown, status=status)


def _done(request: HttpRequest, pid: str, deed: Callable[..., Plan], words: str) -> HttpResponse:
    found: Any = plan_of(request, pid)
    try:
        deed(by=request.user, plan=found)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, words)
    return redirect("plans:plan", found.pid)

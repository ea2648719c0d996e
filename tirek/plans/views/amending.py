"""The pages that end a row of an approved plan, and take an amendment back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tirek.access.doors import needs
from tirek.access.once import do_once
from tirek.access.refused import Refused
from tirek.plans.actions import end_row, take_back_amendment
from tirek.plans.amended import told
from tirek.plans.amendform import ReasonForm, WhyForm
from tirek.plans.views.asked import row_of
from tirek.web.forms import show_refusal


@needs("plans.plan:write")
def end(request: HttpRequest, pid: str) -> HttpResponse:
    """End a row of an approved plan from a day on, with the reason."""
    row, by = row_of(request, pid), request.user
    form = WhyForm(request.POST or None)
    shown: dict[str, Any] = {"row": row, "heading": _("End the row"), "deed": _("End the row")}
    if request.method == "POST" and form.is_valid():

        def deed() -> str:
            end_row(by=by, row=row, **form.cleaned_data)  # type: ignore[arg-type]
            return reverse("plans:plan", args=[row.plan.pid])

        try:
            url = do_once(request.POST.get("form_key"), by, deed)  # type: ignore[arg-type]
            messages.success(request, _("The plan is amended."))
            return redirect(url)
        except Refused as refused:
            show_refusal(form, refused)
    return render(
        request, "plans/amend.html", {**shown, "form": form}, status=422 if form.is_bound else 200
    )


@needs("plans.plan:write")
def unamend(request: HttpRequest, pid: str) -> HttpResponse:
    """Take back the last amendment of a row, with the reason."""
    row, by = row_of(request, pid), request.user
    last = next(iter(told(row.plan, [row])), None)
    if last is None:
        messages.error(request, _("This row was not amended."))
        return redirect("plans:row", row.pid)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]

        def deed() -> str:
            take_back_amendment(by=by, amendment=last.made, reason=reason)  # type: ignore[arg-type]
            return reverse("plans:plan", args=[row.plan.pid])

        try:
            url = do_once(request.POST.get("form_key"), by, deed)  # type: ignore[arg-type]
            messages.success(request, _("The amendment is taken back."))
            return redirect(url)
        except Refused as refused:
            show_refusal(form, refused)
    shown = {
        "row": row,
        "told": last,
        "form": form,
        "heading": _("Take the amendment back"),
        "deed": pgettext("plan", "Take back"),
    }
    return render(request, "plans/amend.html", shown, status=422 if form.is_bound else 200)

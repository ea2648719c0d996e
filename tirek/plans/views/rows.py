"""The pages on which a row is added or changed, with how much work that makes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tirek.access import clock
from tirek.access.doors import needs
from tirek.access.once import do_once
from tirek.access.refused import Refused
from tirek.plans.actions import add_row, change_row
from tirek.plans.actions.making import checked
from tirek.plans.models import PlanRow
from tirek.plans.queries import coverage
from tirek.plans.review import preview
from tirek.plans.rowform import RowForm
from tirek.plans.rules.terms import ONGOING
from tirek.plans.views.asked import plan_of, row_of, school_of
from tirek.web.forms import show_refusal


@needs("plans.plan:write")
def change(request: HttpRequest, pid: str) -> HttpResponse:
    """Change a row."""
    found = row_of(request, pid)
    form = RowForm(request.POST or None, row=found, school=school_of(request))

    def deed() -> str:
        change_row(by=request.user, row=found, fields=form.row_fields())  # type: ignore[arg-type]
        return reverse("plans:row", args=[found.pid])

    shown = {"heading": _("Change the row"), "back": reverse("plans:row", args=[found.pid])}
    return _asked(request, form, found, deed, shown, _("The row is changed."))


@needs("plans.plan:write")
def add(request: HttpRequest, pid: str) -> HttpResponse:
    """Add a row of the school's own to a draft."""
    plan = plan_of(request, pid)
    if plan.approved_on is not None:
        messages.error(request, _("This plan is approved already. Change its rows one by one."))
        return redirect("plans:plan", plan.pid)
    blank = PlanRow(plan=plan, term=ONGOING.as_json(), unit="SCHOOL", code="-", position=0)
    form = RowForm(request.POST or None, row=blank, school=school_of(request))

    def deed() -> str:
        add_row(by=request.user, plan=plan, fields=form.row_fields())  # type: ignore[arg-type]
        return reverse("plans:review", args=[plan.pid])

    shown = {"heading": _("Add a row"), "back": reverse("plans:review", args=[plan.pid])}
    return _asked(request, form, blank, deed, shown, _("The row is added."))


def _asked(
    request: HttpRequest,
    form: RowForm,
    row: PlanRow,
    deed: Callable[[], str],
    shown: dict[str, Any],
    done: str,
) -> HttpResponse:
    """The form; pressed "how much work", the row is counted as it is typed, and nothing is kept."""
    looked, words = "look" in request.POST, ""
    if request.method == "POST" and form.is_valid():
        try:
            if not looked:
                url = do_once(request.POST.get("form_key"), request.user, deed)  # type: ignore[arg-type]
                messages.success(request, done)
                return redirect(url)
            words = _how_much(row, form.row_fields())
        except Refused as refused:
            show_refusal(form, refused)
    status = 422 if form.is_bound and (form.errors or not looked) else 200
    context = {**shown, "form": form, "plan": row.plan, "preview": words}
    return render(request, "plans/change.html", context, status=status)


def _how_much(row: PlanRow, fields: dict[str, Any]) -> str:
    """What the row as typed would ask for on this day."""
    typed = PlanRow(plan=row.plan, code=row.code, position=row.position, pk=row.pk or 0)
    for name, value in (
        {name: getattr(row, name) for name in ("term", "cohort", "unit", "evidence", "grace_days")}
        | checked(fields)
    ).items():
        setattr(typed, name, value)
    (counted,) = coverage(row.plan.school_year, clock.today(), rows=[typed])
    return preview(typed, counted.figures)

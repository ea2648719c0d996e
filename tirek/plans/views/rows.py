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
from tirek.plans.actions import add_by_amendment, add_row, amend_row, change_row
from tirek.plans.actions.making import checked
from tirek.plans.amendform import AmendForm
from tirek.plans.models import PlanRow
from tirek.plans.queries import coverage
from tirek.plans.queries.lastyear import said_last_year
from tirek.plans.review import preview
from tirek.plans.rowform import RowForm
from tirek.plans.rules.terms import ONGOING
from tirek.plans.views.asked import plan_of, row_of, school_of
from tirek.web.forms import show_refusal


@needs("plans.plan:write")
def change(request: HttpRequest, pid: str) -> HttpResponse:
    """Change a row of a draft; amend one of an approved plan, with the reason."""
    found, by = row_of(request, pid), request.user
    form = _form_for(request, found)

    def deed() -> str:
        if isinstance(form, AmendForm):
            amend_row(by=by, row=found, fields=form.row_fields(), **_why(form))  # type: ignore[arg-type]
        else:
            change_row(by=by, row=found, fields=form.row_fields())  # type: ignore[arg-type]
        return reverse("plans:row", args=[found.pid])

    amends = isinstance(form, AmendForm)
    shown = {
        "heading": _("Amend the row") if amends else _("Change the row"),
        "back": reverse("plans:row", args=[found.pid]),
        "said": said_last_year(found.plan.school_year, found.plan.kind).get(found.code),
    }
    done = _("The plan is amended.") if amends else _("The row is changed.")
    return _asked(request, form, found, deed, shown, done)


@needs("plans.plan:write")
def add(request: HttpRequest, pid: str) -> HttpResponse:
    """Add a row of the school's own to a draft, or by amendment to an approved plan."""
    plan, by = plan_of(request, pid), request.user
    blank = PlanRow(plan=plan, term=ONGOING.as_json(), unit="SCHOOL", code="-", position=0)
    form = _form_for(request, blank)

    def deed() -> str:
        fields = form.row_fields()
        if isinstance(form, AmendForm):
            add_by_amendment(by=by, plan=plan, fields=fields, **_why(form))  # type: ignore[arg-type]
            return reverse("plans:plan", args=[plan.pid])
        add_row(by=by, plan=plan, fields=fields)  # type: ignore[arg-type]
        return reverse("plans:review", args=[plan.pid])

    page = "plans:plan" if isinstance(form, AmendForm) else "plans:review"
    shown = {"heading": _("Add a row"), "back": reverse(page, args=[plan.pid])}
    return _asked(request, form, blank, deed, shown, _("The row is added."))


def _form_for(request: HttpRequest, row: PlanRow) -> RowForm:
    kind = RowForm if row.plan.approved_on is None else AmendForm
    return kind(request.POST or None, row=row, school=school_of(request))


def _why(form: RowForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("on", "reason")}


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

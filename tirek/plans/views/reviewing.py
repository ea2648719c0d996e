"""The review of a plan that was read: confirm, split, join, say what each item is."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from tirek.access import clock
from tirek.access.doors import needs
from tirek.access.refused import Refused
from tirek.plans.actions import (
    change_row,
    join_rows,
    move_row_down,
    move_row_up,
    review_plan,
    split_row,
    take_out_row,
)
from tirek.plans.models import Plan, PlanRow
from tirek.plans.queries.lastyear import said_last_year
from tirek.plans.review import answers, ready_rows, reviewed
from tirek.plans.views.asked import plan_of

STEPS: dict[str, Any] = {
    "split": split_row,
    "join": join_rows,
    "out": take_out_row,
    "up": move_row_up,
    "down": move_row_down,
}


@needs("plans.plan:write")
def review(request: HttpRequest, pid: str) -> HttpResponse:
    """Every row of a draft on one page, with what the program proposes and how much work it is."""
    plan = plan_of(request, pid)
    if plan.approved_on is not None or plan.submitted_on is not None:
        return redirect("plans:plan", plan.pid)
    if request.method != "POST":
        return _page(request, plan, reviewed(plan, clock.today()))
    shown = reviewed(plan, clock.today(), request.POST)
    found = answers(plan, request.POST, shown)
    if any(one.faults for one in shown):
        return _page(request, plan, shown, status=422)
    step = next((name for name in STEPS if request.POST.get(name)), "")
    try:
        if step:
            _take(request, plan, step, found)
            return redirect(f"{request.path}#row-{request.POST[step]}")
        review_plan(by=request.user, plan=plan, rows=found)  # type: ignore[arg-type]
    except Refused as refused:
        messages.error(request, str(refused))
        return _page(request, plan, shown, status=422)
    following = _next_to_confirm(plan)
    if following is not None:
        messages.success(request, _("Confirmed. The next plan was read from the same file."))
        return redirect("plans:review", following.pid)
    messages.success(request, _("Confirmed. The plan can be approved now."))
    return redirect("plans:plan", plan.pid)


def _take(request: HttpRequest, plan: Plan, step: str, found: dict[int, Any]) -> None:
    """Keep what is typed, then split, join or take out one row; all or nothing."""
    by: Any = request.user
    row = get_object_or_404(
        PlanRow.objects.select_related("plan"), plan=plan, pid=request.POST[step]
    )
    with transaction.atomic():
        for one in plan.rows.select_related("plan"):
            change_row(by=by, row=one, fields=found[one.pk])
        row.refresh_from_db()
        STEPS[step](by=by, row=row)


def _next_to_confirm(plan: Plan) -> Plan | None:
    drafts = Plan.objects.filter(school_year=plan.school_year, approved_on__isnull=True)
    return next((one for one in drafts.exclude(pk=plan.pk) if one.has_proposals), None)


def _page(request: HttpRequest, plan: Plan, shown: Any, status: int = 200) -> HttpResponse:
    faults = [
        (f"{name}-{one.row.pid}", one.row.number, fault)
        for one in shown
        for name, fault in one.faults.items()
    ]
    context = {
        "plan": plan,
        "shown": shown,
        "ready": ready_rows(plan),
        "said": said_last_year(plan.school_year, plan.kind),
        "faults": faults,
        "unsure": sum(one.unsure for one in shown),
    }
    return render(request, "plans/review.html", context, status=status)

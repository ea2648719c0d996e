"""The pages of the plans."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tirek.access import clock
from tirek.access.doors import needs
from tirek.access.once import do_once
from tirek.access.refused import Refused
from tirek.access.sight import may
from tirek.plans.actions import (
    adjust_due,
    approve_plan,
    change_row,
    import_plans,
    take_ready_plans,
)
from tirek.plans.detail import detail_of
from tirek.plans.forms import AdjustForm, FileForm, RowForm
from tirek.plans.models import Plan, PlanKind, PlanRow
from tirek.plans.queries import coverage
from tirek.plans.queries.facts import calendar_of
from tirek.plans.reading import NotAPlanFile, read_plan_file
from tirek.plans.reading.wording import refusal, trouble
from tirek.plans.rules.evidence import CLASS, HOUSEHOLD, PUPIL
from tirek.plans.table import lines_of, months_of
from tirek.plans.wording import KIND_LETTERS, SHORT_MONTHS, SUMMER
from tirek.school.models import Household, Pupil, SchoolClass
from tirek.schoolyear.queries import year_at
from tirek.web.forms import DayField, show_refusal


def _school(request: HttpRequest) -> Any:
    school = getattr(request, "school", None)
    if school is None:
        raise Http404
    return school


@needs("plans.plan:read")
def plans(request: HttpRequest) -> HttpResponse:
    """The plans of the school by year, the newest first."""
    school = _school(request)
    found = list(
        Plan.objects.visible_to(request.user)
        .filter(school=school)
        .select_related("school_year", "approved_by")
        .prefetch_related("rows")
        .order_by("-school_year__year", "id")
    )
    found.sort(key=lambda one: (-one.school_year.year, PlanKind.values.index(one.kind)))
    current = year_at(school, clock.today())
    there = {one.kind for one in found if current and one.school_year_id == current.pk}
    return render(
        request,
        "plans/plans.html",
        {
            "plans": found,
            "current": current,
            "missing": current is not None and len(there) < len(PlanKind.values),
            "may_write": may(request.user, "plans.plan:write", school.pk),  # type: ignore[arg-type]
        },
    )


@needs("plans.plan:write")
@require_POST
def ready(request: HttpRequest) -> HttpResponse:
    """Begin the year with the plans the program brings along."""
    school = _school(request)
    school_year = year_at(school, clock.today())
    if school_year is None:
        messages.error(request, _("Open a school year first."))
        return redirect("plans:plans")

    def deed() -> str:
        made = take_ready_plans(by=request.user, school_year=school_year)  # type: ignore[arg-type]
        return reverse("plans:plan", args=[made[0].pid]) if made else reverse("plans:plans")

    return redirect(do_once(request.POST.get("form_key"), request.user, deed))  # type: ignore[arg-type]


@needs("plans.plan:write")
def bring(request: HttpRequest) -> HttpResponse:
    """Bring plans in from a file: read, show what was read, keep as drafts."""
    school = _school(request)
    school_year = year_at(school, clock.today())
    form = FileForm(request.POST or None, request.FILES or None)
    reading = None
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            with tempfile.NamedTemporaryFile(suffix=Path(sent.name).suffix.lower()) as kept:
                for chunk in sent.chunks():
                    kept.write(chunk)
                kept.flush()
                reading = read_plan_file(Path(kept.name), sent.name)
        except NotAPlanFile as error:
            form.add_error("file", refusal(error.code))
        if reading is not None and not reading.plans:
            form.add_error("file", "; ".join(trouble(one) for one in reading.troubles))
        elif reading is not None and school_year is None:
            form.add_error(None, _("Open a school year first."))
        elif reading is not None and school_year is not None:
            try:
                made = import_plans(
                    by=request.user,  # type: ignore[arg-type]
                    school_year=school_year,
                    plans=reading.plans,
                    file=sent.name,
                )
            except Refused as refused:
                show_refusal(form, refused)
            else:
                messages.success(request, _("The plan was read. Look through it and approve it."))
                for one in reading.troubles:
                    messages.warning(request, trouble(one))
                return redirect("plans:plan", made[0].pid)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "plans/import.html", {"form": form}, status=status)


@needs("plans.plan:read")
def plan(request: HttpRequest, pid: str) -> HttpResponse:
    """A plan by months, with its figures on a day."""
    return _plan_page(request, _plan(request, pid), None)


@needs("plans.plan:read")
def row(request: HttpRequest, pid: str) -> HttpResponse:
    """The same with one row opened beside it."""
    found = _row(request, pid)
    return _plan_page(request, found.plan, found)


def _plan(request: HttpRequest, pid: str) -> Plan:
    plans = Plan.objects.visible_to(request.user).filter(school=_school(request))
    return get_object_or_404(plans.select_related("school_year__school", "approved_by"), pid=pid)


def _row(request: HttpRequest, pid: str) -> PlanRow:
    plans = Plan.objects.visible_to(request.user).filter(school=_school(request))
    rows = PlanRow.objects.select_related("plan__school_year__school", "plan__approved_by")
    return get_object_or_404(rows.filter(plan__in=plans), pid=pid)


def _plan_page(request: HttpRequest, found: Plan, opened: PlanRow | None) -> HttpResponse:
    school, user = _school(request), request.user
    day, wrong = _day_asked(request)
    rows = list(found.rows.all())
    for one in rows:
        one.plan = found
    calendar = calendar_of(found.school_year)
    covered = coverage(found.school_year, day, rows=rows, calendar=calendar)
    months = months_of(calendar, [one.figures for one in covered], day)
    siblings = list(Plan.objects.filter(school_year=found.school_year).order_by("id"))
    siblings.sort(key=lambda one: PlanKind.values.index(one.kind))
    chosen = next((one for one in covered if opened and one.row.pk == opened.pk), None)
    asked = request.GET.get("period", "")
    detail = None
    if chosen is not None:
        detail = detail_of(user, school, chosen, day, int(asked) if asked.isdigit() else None)
    drafts = [one.row.number for one in covered if not one.row.evidence]
    return render(
        request,
        "plans/plan.html",
        {
            "plan": found,
            "day": day,
            "wrong_day": wrong,
            "day_query": f"?day={day:%d.%m.%Y}" if day != clock.today() else "",
            "siblings": [(one, KIND_LETTERS[one.kind]) for one in siblings],
            "months": [
                (SUMMER if first.month == 6 else SHORT_MONTHS[first.month], index == months.now)
                for index, first in enumerate(months.firsts)
            ],
            "quarters": months.quarters,
            "lines": lines_of(covered, months, calendar, day),
            "columns": len(months.firsts) + 1,
            "detail": detail,
            "unproved": drafts,
            "may_write": may(user, "plans.plan:write", school.pk),  # type: ignore[arg-type]
            "may_approve": may(user, "plans.plan:approve", school.pk),  # type: ignore[arg-type]
        },
    )


def _day_asked(request: HttpRequest) -> tuple[date, bool]:
    """The day asked about, today when it is not said or not understood."""
    text = request.GET.get("day", "")
    if not text:
        return clock.today(), False
    try:
        return DayField().clean(text) or clock.today(), False
    except ValidationError:
        return clock.today(), True


@needs("plans.plan:approve")
@require_POST
def approve(request: HttpRequest, pid: str) -> HttpResponse:
    """Put a plan in force from today."""
    found = _plan(request, pid)
    try:
        approve_plan(by=request.user, plan=found)  # type: ignore[arg-type]
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The plan is approved."))
    return redirect("plans:plan", found.pid)


@needs("plans.plan:write")
def change(request: HttpRequest, pid: str) -> HttpResponse:
    """Change a row."""
    found = _row(request, pid)
    form = RowForm(request.POST or None, row=found, school=_school(request))
    if request.method == "POST" and form.is_valid():
        try:
            change_row(by=request.user, row=found, fields=form.row_fields())  # type: ignore[arg-type]
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("The row is changed."))
            return redirect("plans:row", found.pid)
    status = 422 if form.is_bound else 200
    return render(request, "plans/change.html", {"form": form, "row": found}, status=status)


@needs("plans.due:adjust")
def adjust(request: HttpRequest, pid: str) -> HttpResponse:
    """Move a due item, hand it on or leave it out, with a reason."""
    found, school = _row(request, pid), _school(request)
    about = _about(request, found)
    (covered,) = coverage(found.plan.school_year, clock.today(), rows=[found])
    number = request.GET.get("period", "")
    periods = covered.figures.periods
    if not number.isdigit() or int(number) >= len(periods):
        raise Http404
    period = periods[int(number)]
    form = AdjustForm(request.POST or None, school=school)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        def deed() -> str:
            adjust_due(
                by=request.user,  # type: ignore[arg-type]
                row=found,
                about=about,
                since=period.since,
                until=period.until,
                **data,
            )
            return f"{reverse('plans:row', args=[found.pid])}?period={number}"

        try:
            return redirect(do_once(request.POST.get("form_key"), request.user, deed))  # type: ignore[arg-type]
        except Refused as refused:
            show_refusal(form, refused)
    status = 422 if form.is_bound else 200
    shown = {"form": form, "row": found, "about": about, "period": period}
    return render(request, "plans/adjust.html", shown, status=status)


def _about(request: HttpRequest, found: PlanRow) -> Any:
    models: dict[str, Any] = {PUPIL: Pupil, HOUSEHOLD: Household, CLASS: SchoolClass}
    if found.unit not in models:
        return None
    visible = models[found.unit].objects.visible_to(request.user)
    return get_object_or_404(
        visible.filter(school=_school(request)), pid=request.GET.get("about", "")
    )

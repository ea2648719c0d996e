"""What an address asks for, within the reader's sight."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from tirek.access import clock
from tirek.plans.models import Plan, PlanRow
from tirek.plans.queries.rows import as_they_stood
from tirek.plans.rules.evidence import CLASS, HOUSEHOLD, PUPIL
from tirek.school.models import Household, Pupil, SchoolClass
from tirek.schoolyear.models import SchoolYear
from tirek.schoolyear.queries import year_at
from tirek.web.forms import DayField


def school_of(request: HttpRequest) -> Any:
    """The school one works in; 404 without one."""
    school = getattr(request, "school", None)
    if school is None:
        raise Http404
    return school


def plan_of(request: HttpRequest, pid: str) -> Plan:
    """A plan of the school that the reader may read."""
    plans = Plan.objects.visible_to(request.user).filter(school=school_of(request))
    return get_object_or_404(plans.select_related("school_year__school", "approved_by"), pid=pid)


def row_of(request: HttpRequest, pid: str) -> PlanRow:
    """A row of such a plan."""
    plans = Plan.objects.visible_to(request.user).filter(school=school_of(request))
    rows = PlanRow.objects.visible_to(request.user).filter(plan__in=plans)
    seen = rows.select_related("plan__school_year__school", "plan__approved_by")
    return get_object_or_404(seen, pid=pid)


def rows_asked(request: HttpRequest, day: date) -> tuple[SchoolYear | None, list[PlanRow]]:
    """The school year of a day, and its rows in force then that the reader may read."""
    school = school_of(request)
    school_year = year_at(school, day)
    if school_year is None:
        return None, []
    school_year.school = school
    seen = PlanRow.objects.visible_to(request.user).select_related("plan")
    approved = seen.filter(plan__school_year=school_year, plan__approved_on__lte=day)
    return school_year, as_they_stood(approved, day)


def about_of(request: HttpRequest, found: PlanRow) -> Any:
    """The pupil, family or class asked about, by the row's unit."""
    models: dict[str, Any] = {PUPIL: Pupil, HOUSEHOLD: Household, CLASS: SchoolClass}
    if found.unit not in models:
        return None
    visible = models[found.unit].objects.visible_to(request.user)
    return get_object_or_404(
        visible.filter(school=school_of(request)), pid=request.GET.get("about", "")
    )


def day_asked(request: HttpRequest) -> tuple[date, bool]:
    """The day asked about, today when it is not said or not understood."""
    text = request.GET.get("day", "")
    if not text:
        return clock.today(), False
    try:
        return DayField().clean(text) or clock.today(), False
    except ValidationError:
        return clock.today(), True

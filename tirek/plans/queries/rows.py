"""Rows of plans as they stood on a day: what was amended later is undone."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from datetime import date, datetime

from django.db.models import Q

from tirek.plans.models import Amendment, Plan, PlanRow
from tirek.plans.rules.amendments import before_of
from tirek.schoolyear.models import SchoolYear


def rows_in_force(
    school_year: SchoolYear, as_of: date, known_at: datetime | None = None
) -> list[PlanRow]:
    """Rows in force on a day as they stood then, each with its plan, in one query.

    A second one when some row was amended after the day or `known_at`.
    """
    approved = PlanRow.objects.filter(
        plan__school_year=school_year, plan__approved_on__lte=as_of
    ).select_related("plan")
    return as_they_stood(approved.order_by("plan_id", "position", "id"), as_of, known_at)


def as_they_stood(
    rows: Iterable[PlanRow], day: date, known_at: datetime | None = None
) -> list[PlanRow]:
    """Of these rows those in force on a day, as they stood then; they are not to be saved."""
    found = {row.pk: row for row in rows}
    amended = [
        row.pk
        for row in found.values()
        if row.amended_on and (row.amended_on > day or known_at is not None)
    ]
    if amended:
        later = Q(on__gt=day)
        if known_at is not None:
            later |= Q(recorded_at__gt=known_at)
        for one in Amendment.objects.filter(later, row__in=amended).order_by("-pk"):
            if one.kind == Amendment.Kind.ADDED:
                found.pop(one.row_id, None)
            elif one.row_id in found:
                row = found[one.row_id] = copy(found[one.row_id])
                for name, value in before_of(one.before).items():
                    setattr(row, name, value)
    return [row for row in found.values() if row.ended_on is None or row.ended_on > day]


def amendments_of(plan: Plan, rows: Iterable[PlanRow]) -> list[tuple[Amendment, dict[str, object]]]:
    """The amendments of these rows of a plan, the newest first, and what each made of the fields.

    What a field was made is what the next amendment of the row found it to be, or what it is now.
    """
    now = {row.pk: row for row in rows}
    after: dict[tuple[int, str], object] = {}
    told = []
    made = Amendment.objects.filter(row__plan=plan, row__in=list(now)).select_related("by")
    for one in made.order_by("-on", "-pk"):
        one.row = row = now[one.row_id]
        before = before_of(one.before)
        told.append((one, {name: after.get((row.pk, name), getattr(row, name)) for name in before}))
        after |= {(row.pk, name): value for name, value in before.items()}
    return told

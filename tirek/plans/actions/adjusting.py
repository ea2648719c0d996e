"""Waives, moves and hands on what is due, and takes that back."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tirek.access import audit, clock
from tirek.access.models import User
from tirek.access.refused import Refused
from tirek.access.sight import sight_of
from tirek.plans.models import Adjustment, PlanRow
from tirek.plans.queries import coverage
from tirek.plans.queries.facts import calendar_of
from tirek.plans.rules.evidence import HOUSEHOLD, PUPIL
from tirek.plans.rules.facts import THE_SCHOOL
from tirek.school.models import Household, Pupil, SchoolClass


@transaction.atomic
def adjust_due(
    *,
    by: User,
    row: PlanRow,
    kind: str,
    since: date,
    until: date,
    reason: str,
    about: Pupil | Household | SchoolClass | None = None,
    to_user: User | None = None,
    to_day: date | None = None,
) -> Adjustment:
    """Waive a due item, move it to a day or hand it to a colleague; a reason is required.

    Refused: what is done or left out already, a day outside the period and its year, a colleague
    who has no role here or does not see whom it is about.
    """
    if not reason.strip():
        raise Refused(_("State the reason."), field="reason")
    if kind == Adjustment.Kind.MOVED and (to_day is None or to_day < since):
        raise Refused(_("Choose a day after the period's beginning."), field="to_day")
    if kind == Adjustment.Kind.MOVED and to_day and to_day > _last_day(row):
        raise Refused(_("Choose a day of this school year."), field="to_day")
    if kind == Adjustment.Kind.ASSIGNED:
        _can_take(to_user, row, about)
    _still_due(row, about, since)
    whom: dict[str, Any] = {}
    if row.unit == PUPIL:
        whom = {"pupil": about}
    elif row.unit == HOUSEHOLD:
        whom = {"household": about}
    elif about is not None:
        whom = {"school_class": about}
    made = Adjustment.objects.create(
        row=row,
        since=since,
        until=until,
        kind=kind,
        to_user=to_user if kind == Adjustment.Kind.ASSIGNED else None,
        to_day=to_day if kind == Adjustment.Kind.MOVED else None,
        reason=reason.strip(),
        by=by,
        on=clock.today(),
        recorded_by=by,
        recorded_at=clock.now(),
        **whom,
    )
    audit.record(
        by=by, verb="CHANGED", thing=made, school=row.plan.school, note=f"{kind} {row.code}"
    )
    return made


@transaction.atomic
def take_back(*, by: User, adjustment: Adjustment) -> Adjustment:
    """Take back what was handed on, moved or left out: it stays on record and counts no more."""
    if adjustment.annulled_at is not None:
        raise Refused(_("This has been taken back already."))
    adjustment.annulled_at, adjustment.annulled_by = clock.now(), by
    adjustment.save(update_fields=["annulled_at", "annulled_by"])
    audit.record(
        by=by,
        verb="ANNULLED",
        thing=adjustment,
        school=adjustment.row.plan.school,
        note=f"{adjustment.kind} {adjustment.row.code}",
    )
    return adjustment


def _last_day(row: PlanRow) -> date:
    """The last day of the plan's year: the summer after it belongs to it."""
    return calendar_of(row.plan.school_year).closes_on


def _can_take(to_user: User | None, row: PlanRow, about: Any) -> None:
    """Refuse a colleague who could not do the work."""
    if to_user is None:
        raise Refused(_("Choose a colleague."), field="to_user")
    if not to_user.is_active or not sight_of(to_user).roles(row.plan.school_id):
        raise Refused(_("This colleague has no role in the school now."), field="to_user")
    if about is not None:
        seen: Any = type(about).objects
        if not seen.visible_to(to_user).filter(pk=about.pk).exists():
            raise Refused(_("This colleague does not see whom it is about."), field="to_user")


def _still_due(row: PlanRow, about: Any, since: date) -> None:
    """Refuse what is done, or left out, in the period that begins on the day."""
    member = THE_SCHOOL if about is None else about.pk
    (covered,) = coverage(row.plan.school_year, clock.today(), rows=[row])
    for period in covered.figures.periods:
        if period.since != since:
            continue
        if member in period.done:
            raise Refused(_("This is done already."))
        if member in period.waived:
            raise Refused(_("This is left out already. Take that back first."))

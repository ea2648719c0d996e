"""Waives, moves and hands on what is due, and takes that back."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tirek.access import audit, clock
from tirek.access.models import User
from tirek.access.refused import Refused
from tirek.plans.models import Adjustment, PlanRow
from tirek.plans.rules.evidence import HOUSEHOLD, PUPIL
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
    """Waive a due item, move it to a day or hand it to a colleague; a reason is required."""
    if not reason.strip():
        raise Refused(_("State the reason."), field="reason")
    if kind == Adjustment.Kind.MOVED and (to_day is None or to_day < since):
        raise Refused(_("Choose a day after the period's beginning."), field="to_day")
    if kind == Adjustment.Kind.ASSIGNED and to_user is None:
        raise Refused(_("Choose a colleague."), field="to_user")
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

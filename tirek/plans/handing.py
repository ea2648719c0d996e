"""What of this room a successor takes over: due items of this year that were handed to a person."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from tirek.access import audit, clock
from tirek.access.handing import Open
from tirek.access.models import School, User
from tirek.plans.models import Adjustment


def open_things(*, school: School, user: User, on: date) -> list[Open]:
    """Items handed to the person in plans of the running year or a later one."""
    items = Adjustment.objects.known_at().filter(
        kind=Adjustment.Kind.ASSIGNED,
        to_user=user,
        row__plan__school=school,
        row__plan__school_year__ends_on__gte=on,
    )
    return [Open("plans.due", _("Items of plans handed on"), items, hand_item)]


@transaction.atomic
def hand_item(*, by: User, row: Adjustment, to: User) -> Adjustment:
    """The item is handed to somebody else: as by `adjust_due`, a new fact replaces this one.

    The successor takes over whatever was open, so nothing is asked about the item itself.
    """
    made: Adjustment = Adjustment.objects.create(
        row=row.row,
        pupil=row.pupil,
        household=row.household,
        school_class=row.school_class,
        since=row.since,
        until=row.until,
        kind=row.kind,
        to_user=to,
        reason=row.reason,
        by=by,
        on=clock.today(),
        recorded_by=by,
        recorded_at=clock.now(),
        replaces=row,
    )
    audit.record(by=by, verb="CORRECTED", thing=made, school=row.row.plan.school, note=row.row.code)
    return made

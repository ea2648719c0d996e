"""The class teacher signs the movement of the class: figures kept, a journal entry left."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from tirek.access import audit, clock
from tirek.access.models import User
from tirek.access.refused import Refused
from tirek.journal.actions import record_entry
from tirek.journal.models import State
from tirek.reports.actions import last_day_told, rows_served
from tirek.reports.models import SignedMovement
from tirek.reports.moves import differences, movement_of_class, signed_last
from tirek.reports.queries import classes_in, month_of
from tirek.reports.rules.figures import RULE_VERSION
from tirek.school.models import SchoolClass


@transaction.atomic
def sign_movement(*, by: User, school_class: SchoolClass, month: date) -> SignedMovement:
    """Sign what is known now of a month (its first day is given).

    Refused: a month to come or of another year, sums that do not hold, nothing new to sign.
    """
    if month > clock.today():
        raise Refused(_("The day lies in the future."), "month")
    span, school = month_of(month.year, month.month), school_class.school
    own = SchoolClass.objects.select_for_update(of=("self",)).filter(pk=school_class.pk)
    if not classes_in(school, span, own):
        raise Refused(_("The class has no such month in its school year."), "month")
    found = movement_of_class(school_class, month.year, month.month)
    before = signed_last(school_class, month)
    if before is not None and not differences(before.figures, found):
        raise Refused(_("This has been signed already, and nothing has changed since."))
    old = before.entry if before is not None else None
    on = last_day_told(month)
    entry = record_entry(
        by=by,
        school=school,
        kind="MOVEMENT_REPORT",
        on=on,
        classes=[school_class],
        rows=rows_served(school, "MOVEMENT_REPORT", "", on),
        text=f"{month:%m.%Y}",
        replaces=old if old is not None and old.state == State.DONE else None,
    )
    signed = SignedMovement.objects.create(
        school_class=school_class,
        month=month,
        figures=found,
        rule_version=RULE_VERSION,
        signed_by=by,
        entry=entry,
    )
    audit.record(by=by, verb="SIGNED", thing=signed, school=school, note=f"{month:%Y-%m}")
    return signed

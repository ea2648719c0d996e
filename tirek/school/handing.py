"""What of this room a successor takes over: classes of this year and later, class lists begun."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from tirek.access import audit
from tirek.access.handing import Open
from tirek.access.models import School, User
from tirek.school.models import RosterImport, SchoolClass


def open_things(*, school: School, user: User, on: date) -> list[Open]:
    """Classes whose teacher the person is on the day or later; drafts of class lists."""
    classes = SchoolClass.objects.filter(school=school, teacher=user, school_year__ends_on__gte=on)
    drafts = RosterImport.objects.filter(school=school, by=user, state=RosterImport.State.DRAFT)
    return [
        Open("school.class", _("Classes: class teacher"), classes, hand_class),
        Open("school.roster", _("Class lists being brought in"), drafts, hand_roster),
    ]


@transaction.atomic
def hand_class(*, by: User, row: SchoolClass, to: User) -> SchoolClass:
    """The class has another teacher."""
    row.teacher = to
    row.save(update_fields=["teacher"])
    audit.record(by=by, verb="CHANGED", thing=row, school=row.school, note="teacher")
    return row


@transaction.atomic
def hand_roster(*, by: User, row: RosterImport, to: User) -> RosterImport:
    """Somebody else goes on with a class list whose preview is open."""
    row.by = to
    row.save(update_fields=["by"])
    audit.record(by=by, verb="CHANGED", thing=row, school=row.school, note="handed over")
    return row

"""Records that a family asked for a child's file, and that it was handed over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from tirek.access import audit, clock
from tirek.access.models import User
from tirek.access.refused import Refused
from tirek.reports.models import ChildFile
from tirek.school.models import Pupil


@transaction.atomic
def ask_childfile(
    *,
    by: User,
    pupil: Pupil,
    asked_by: str,
    asked_on: date,
    language: str,
    relation: str = "",
    paper_number: str = "",
    left_out: Sequence[str] = (),
    left_why: str = "",
) -> ChildFile:
    """Record a request; parts are left out only with the reason that the file will state."""
    if asked_on > clock.today():
        raise Refused(_("Enter today's date or an earlier one."), field="asked_on")
    if left_out and not left_why.strip():
        raise Refused(_("State why: the file will say it."), field="left_why")
    if pupil.erased_on is not None:
        raise Refused(_("What was known of this child has been erased."))
    made = ChildFile.objects.create(
        school=pupil.school,
        pupil=pupil,
        asked_by=asked_by,
        relation=relation,
        asked_on=asked_on,
        paper_number=paper_number,
        language=language,
        left_out=list(left_out),
        left_why=left_why,
        prepared_by=by,
    )
    audit.record(by=by, verb="CREATED", thing=made, school=pupil.school)
    return made


@transaction.atomic
def hand_over(*, by: User, asked: ChildFile, on: date) -> ChildFile:
    """The file was handed over to the family on a day."""
    asked = ChildFile.objects.select_for_update().select_related("school").get(pk=asked.pk)
    if asked.handed_on is not None:
        raise Refused(_("It has been handed over already."))
    if on > clock.today():
        raise Refused(_("Enter today's date or an earlier one."), field="on")
    if on < asked.asked_on:
        raise Refused(_("It was handed over before it was asked for."), field="on")
    asked.handed_on, asked.handed_by = on, by
    asked.save(update_fields=["handed_on", "handed_by"])
    audit.record(by=by, verb="ISSUED", thing=asked, school=asked.school)
    return asked

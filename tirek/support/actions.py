"""Marks textbooks as given, takes a mark back the same day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tirek.access import clock
from tirek.access.models import School, User
from tirek.access.refused import Refused
from tirek.journal.actions import annul_entry, record_entry
from tirek.journal.models import Entry
from tirek.school.models import Pupil
from tirek.schoolyear.queries import year_at


@transaction.atomic
def give_books(*, by: User, school: School, pupils: Iterable[Pupil], on: date) -> int:
    """Record that these pupils were given their textbooks on a day; an entry each, and how many.

    Refused: nobody, a day that is not in the school year that runs.
    """
    given = list(pupils)
    if not given:
        raise Refused(_("Tick at least one pupil."), field="pupil")
    school_year = year_at(school, clock.today())
    if school_year is None or on < school_year.starts_on:
        raise Refused(_("Enter a day of this school year."), field="on")
    for pupil in given:
        record_entry(by=by, school=school, kind="TEXTBOOK_ISSUE", on=on, pupils=[pupil])
    return len(given)


@transaction.atomic
def take_back_books(*, by: User, entry: Entry) -> Entry:
    """Annul the own record of the same day: the wrong pupil was ticked.

    Refused: somebody else's, an older one.
    """
    if entry.author_id != by.pk or timezone.localdate(entry.recorded_at) != clock.today():
        raise Refused(_("Only one's own mark of today can be taken back."))
    return annul_entry(by=by, entry=entry, reason=_("Ticked by mistake"))

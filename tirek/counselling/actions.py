"""Writes recommendations to class teachers and their answers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from tirek.access import audit
from tirek.access.models import School, User
from tirek.access.refused import Refused
from tirek.counselling.models import RECOMMENDATION, Answer
from tirek.journal.actions import correct_entry, record_entry
from tirek.journal.models import Entry, State
from tirek.journal.queries import rows_named
from tirek.school.models import SchoolClass


@transaction.atomic
def recommend(
    *, by: User, school: School, classes: Iterable[SchoolClass], on: date, text: str
) -> list[Entry]:
    """Write the same recommendation for classes: an entry for each, which names its plan rows.

    Refused: no class, no words, a date in the future, a class whose year does not hold the day.
    """
    chosen = list(classes)
    if not chosen:
        raise Refused(_("Choose a class."), field="classes")
    _worded(text)
    for one in chosen:
        if not one.school_year.starts_on <= on:
            raise Refused(
                _("The class %(name)s begins later than this day.") % {"name": one.name}, field="on"
            )
    rows = rows_named(school, RECOMMENDATION, "", on)
    return [
        record_entry(
            by=by,
            school=school,
            kind=RECOMMENDATION,
            on=on,
            classes=[one],
            rows=rows,
            text=text.strip(),
        )
        for one in chosen
    ]


@transaction.atomic
def correct_recommendation(*, by: User, entry: Entry, on: date, text: str) -> Entry:
    """Put a corrected recommendation in the place of one; answers given before stay with it."""
    _worded(text)
    return correct_entry(by=by, entry=entry, on=on, topic="", text=text.strip())


@transaction.atomic
def answer_recommendation(*, by: User, entry: Entry, state: str, text: str = "") -> Answer:
    """Answer a recommendation; the answer that holds is the last one.

    Refused: why it cannot be carried out is not said; the recommendation is annulled or replaced.
    """
    if entry.state != State.DONE or not Entry.objects.known_at().filter(pk=entry.pk).exists():
        raise Refused(_("This recommendation has been corrected or annulled."))
    if state == Answer.State.CANNOT and not text.strip():
        raise Refused(_("State why it cannot be carried out."), field="text")
    answer = Answer.objects.create(entry=entry, state=state, text=text.strip(), by=by)
    audit.record(by=by, verb="CREATED", thing=answer, school=entry.school, note=state)
    return answer


def _worded(text: str) -> None:
    if not text.strip():
        raise Refused(_("Write what you recommend."), field="text")

"""Takes the names of erased children out of recommendations about their classes, and answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tirek.counselling.models import RECOMMENDATION, Answer
from tirek.journal.models import Entry
from tirek.school.erasing import persons
from tirek.school.models import Pupil
from tirek.school.rules.redacting import redacted


def erase(pupils: Sequence[Pupil], today: date) -> dict[str, int]:
    """The children's names go out of what was written about the classes they were in."""
    people = persons(pupils)
    classes = {one.school_class_id for pupil in pupils for one in pupil.enrolments.all()}
    entries = Entry.objects.filter(
        kind=RECOMMENDATION, about_classes__school_class__in=classes
    ).distinct()
    changed = 0
    for entry in entries:
        text, reason = redacted(entry.text, people), redacted(entry.annul_reason, people)
        if (text, reason) != (entry.text, entry.annul_reason):
            entry.text, entry.annul_reason = text, reason
            entry.save(update_fields=["text", "annul_reason"])
            changed += 1
    for answer in Answer.objects.filter(entry__in=entries):
        said = redacted(answer.text, people)
        if said != answer.text:
            answer.text = said
            answer.save(update_fields=["text"])
            changed += 1
    return {"recommendations": changed}

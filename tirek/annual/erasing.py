"""Takes the names of erased children out of the words of annual reports."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tirek.annual.models import Chapter
from tirek.school.erasing import persons
from tirek.school.models import Pupil
from tirek.school.rules.redacting import redacted


def erase(pupils: Sequence[Pupil], today: date) -> dict[str, int]:
    """A name that somebody wrote into a chapter goes; the frozen papers are the documents' own."""
    people, changed = persons(pupils), 0
    schools = {one.school_id for one in pupils}
    for chapter in Chapter.objects.filter(report__school__in=schools).exclude(text=""):
        text = redacted(chapter.text, people)
        if text != chapter.text:
            chapter.text = text
            chapter.save(update_fields=["text"])
            changed += 1
    return {"chapters": changed}

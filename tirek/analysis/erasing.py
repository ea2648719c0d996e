"""Takes the names of erased children out of what analyses of their school say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tirek.analysis.models import WORDS, Part
from tirek.school.erasing import persons
from tirek.school.models import Pupil
from tirek.school.rules.redacting import redacted


def erase(pupils: Sequence[Pupil], today: date) -> dict[str, int]:
    """Figures stay; a name in the words goes. Reasons of items are read from the plans."""
    people, changed = persons(pupils), 0
    schools = {one.school_id for one in pupils}
    for part in Part.objects.filter(analysis__school__in=schools):
        said = {name: redacted(getattr(part, name), people) for name in WORDS}
        if any(getattr(part, name) != text for name, text in said.items()):
            for name, text in said.items():
                setattr(part, name, text)
            part.save(update_fields=list(WORDS))
            changed += 1
    return {"analyses": changed}

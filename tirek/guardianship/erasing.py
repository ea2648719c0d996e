"""Erases what this room holds of children: texts, papers, names; codes and days stay."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from tirek.guardianship.models import Case, Check, Talk
from tirek.journal.erasing import alone, entries_of, surnames_beside
from tirek.school.erasing import persons
from tirek.school.models import Pupil
from tirek.school.rules.redacting import redacted

OF_STEP = ("who", "how", "text", "document", "number", "annul_reason")
TEXTS = {
    Talk: ("guardian_name", "living", "health", "study", "asked", "agreed"),
    Check: ("guardian_name", "who", "findings", "recommendation"),
}


def erase(pupils: Sequence[Pupil], today: date) -> dict[str, int]:
    """Cases lose their texts; talks and checks about these children alone too, others the names."""
    cases = 0
    for case in Case.objects.filter(pupil__in=pupils):
        case.key, case.born_on = case.pid, None
        case.surname = case.given = case.patronymic = case.address = ""
        case.save()
        for step in case.steps.all():
            step.key = step.pid
            for name in OF_STEP:
                setattr(step, name, "")
            step.save()
        cases += 1
    own, people = alone(pupils), persons(pupils)
    talks = 0
    for model, names in TEXTS.items():
        rows: Any = model._default_manager.filter(entry__in=entries_of(pupils))
        for one in rows.select_related("entry"):
            keep = surnames_beside(one.entry, pupils)
            for name in names:
                kept = getattr(one, name)
                setattr(one, name, "" if one.entry_id in own else redacted(kept, people, keep=keep))
            one.save()
            talks += one.entry_id in own
    return {"guardianship": cases, "guardian_talks": talks}

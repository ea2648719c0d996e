"""Erases what acts say of children: the whole act about them alone, their rows in the others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tirek.filing.keeping import forget
from tirek.journal.erasing import alone, entries_of, surnames_beside
from tirek.school.erasing import persons
from tirek.school.models import Pupil
from tirek.school.rules.redacting import redacted, without
from tirek.visits.models import InspectionAct


def erase(pupils: Sequence[Pupil], today: date) -> dict[str, int]:
    """Contents go; number, day, author and commission's members stay."""
    own, people = alone(pupils), persons(pupils)
    acts = InspectionAct.objects.filter(entry__in=entries_of(pupils)).select_related("entry")
    done = 0
    for act in acts:
        if act.entry_id in own:
            act.details = {}
            done += 1
            act.tasks.update(what="", who="", how="")
            for file in act.files.all():
                file.caption = file.mark = ""
                file.save(update_fields=["caption", "mark"])
                forget(file)
        else:
            keep = surnames_beside(act.entry, pupils)
            act.details = without(act.details, people, keep=keep)
            for task in act.tasks.all():
                task.what = redacted(task.what, people, keep=keep)
                task.how = redacted(task.how, people, keep=keep)
                task.save(update_fields=["what", "how"])
            for file in act.files.all():
                file.caption = redacted(file.caption, people, keep=keep)
                file.save(update_fields=["caption"])
        act.save(update_fields=["details"])
    return {"acts": done}

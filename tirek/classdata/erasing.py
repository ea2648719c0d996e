"""Erases what the class data forms say of children; that there was a line, and its fate, stays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tirek.classdata.models import ClassForm, FormLine
from tirek.school.erasing import persons
from tirek.school.models import Pupil
from tirek.school.rules.redacting import without


def erase(pupils: Sequence[Pupil], today: date) -> dict[str, int]:
    """The children's own answers and lines go; their names go out of what is said of others."""
    people, pids = persons(pupils), {one.pid for one in pupils}
    lines = FormLine.objects.filter(pupil__in=pupils)
    done = lines.update(said={}, card={}, reason="", fact="")
    classes = [one.school_class_id for pupil in pupils for one in pupil.enrolments.all()]
    for form in ClassForm.objects.filter(school_class__in=classes):
        kept = {pid: answers for pid, answers in form.said.items() if pid not in pids}
        form.said = without(kept, people)
        form.save(update_fields=["said"])
    for line in FormLine.objects.filter(form__school_class__in=classes).exclude(pupil__in=pupils):
        line.said, line.card = without(line.said, people), without(line.card, people)
        line.reason = str(without({"reason": line.reason}, people)["reason"])
        line.save(update_fields=["said", "card", "reason"])
    return {"form_lines": done}

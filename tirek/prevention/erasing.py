"""Erases what this room holds of children: words go; kinds, days and votes stay."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from tirek.prevention.models import Case, Matter, Meeting
from tirek.school.erasing import persons
from tirek.school.models import Pupil
from tirek.school.rules.redacting import redacted

OF_STEP = ("who", "how", "words", "text", "number", "annul_reason")
OF_MATTER = ("heard", "decided", "number")
OF_MEASURE = ("what", "who", "mark", "drop_reason")
OF_MEETING = ("text", "guests", "annul_reason")


def erase(pupils: Sequence[Pupil], today: date) -> dict[str, int]:
    """Cases lose their words; minutes lose the names, and all words when about nobody else."""
    cases = list(Case.objects.filter(pupil__in=pupils))
    for meeting in Meeting.objects.filter(matters__case__in=cases).distinct():
        _erase_minutes(meeting, pupils)
    for case in cases:
        case.ground = ""
        _emptied(case, ())
        for step in case.steps.all():
            _emptied(step, OF_STEP)
        for measure in case.measures.all():
            _emptied(measure, OF_MEASURE)
    Matter.objects.filter(case__in=cases).update(**dict.fromkeys(OF_MATTER, ""))
    return {"prevention_cases": len(cases)}


def _emptied(one: Any, names: Sequence[str]) -> None:
    one.key = one.pid
    for name in names:
        setattr(one, name, "")
    one.save()


def _erase_minutes(meeting: Meeting, pupils: Sequence[Pupil]) -> None:
    others = Pupil.objects.filter(prevention_cases__matters__meeting=meeting).exclude(
        pk__in=[one.pk for one in pupils]
    )
    keep = frozenset(others.values_list("surname", flat=True))
    if not keep:
        _emptied(meeting, (*OF_MEETING, "place", "number"))
        return
    people = persons(pupils)
    for name in OF_MEETING:
        setattr(meeting, name, redacted(getattr(meeting, name), people, keep=keep))
    meeting.save(update_fields=list(OF_MEETING))

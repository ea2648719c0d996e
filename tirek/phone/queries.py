"""Whom one may take along, and what stands open."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from tirek.access.models import School, User
from tirek.cards.models import StatusPeriod
from tirek.journal.models import EntryPupil, State
from tirek.school.models import Pupil
from tirek.school.queries import pupils_named, pupils_on
from tirek.schoolyear.queries import year_at
from tirek.visits.models import InspectionAct
from tirek.visits.rules.nextvisit import WITHOUT_CARE

MOST = 40


def offered(school: School, user: User, text: str, day: Any) -> list[Pupil]:
    """Pupils to be taken along: by name, or without a text those whose act is due this half-year.

    Due are the children without parental care, as the rule of two acts a year says; each with
    `class_name`.
    """
    seen = Pupil.objects.visible_to(user, "visits.act:write")
    here = pupils_on(school, day, pupils=seen)
    if text.strip():
        return list(pupils_named(here, text)[:MOST])
    since = _half_began(school, day)
    visited = EntryPupil.objects.filter(
        entry__kind="HOUSING_ACT", entry__state=State.DONE, entry__on__gte=since
    )
    held = StatusPeriod.objects.on(day).known_at().filter(category__in=WITHOUT_CARE)
    due = here.filter(pk__in=held.values("pupil_id")).exclude(pk__in=visited.values("pupil_id"))
    return list(due.order_by("sort_key", "pk")[:MOST])


def drafts(school: School, user: User) -> list[InspectionAct]:
    """Drafts one may go on with."""
    mine = InspectionAct.objects.writable_by(user).filter(
        Q(entry__author=user) | Q(members__user=user), school=school, entry__state=State.DRAFT
    )
    found = mine.believed().distinct().select_related("entry")
    return list(found.prefetch_related("entry__about_pupils__pupil")[:MOST])


def _half_began(school: School, day: Any) -> Any:
    year = year_at(school, day)
    if year is None:
        return day.replace(month=1, day=1)
    begun = [first for first, _last in year.calendar().halves() if first <= day]
    return begun[-1] if begun else year.starts_on

"""What is due at homes: recommendations to be closed, the next act about a child."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import F

from tirek.access.models import School
from tirek.cards.queries import codes_by_pupil
from tirek.school.models import Pupil
from tirek.schoolyear.queries import year_at, year_of
from tirek.schoolyear.rules.calendar import default_calendar
from tirek.visits.models import InspectionAct, VisitTask, VisitTaskQuerySet
from tirek.visits.queries import children_of
from tirek.visits.rules.nextvisit import Span, next_span

OPEN, LATE, CLOSED = "OPEN", "LATE", "CLOSED"
TASK_STATES = (OPEN, LATE, CLOSED)


def tasks(school: School, user: Any, state: str, day: date) -> VisitTaskQuerySet:
    """The recommendations this reader sees: open (the late first), late alone, or closed."""
    seen = VisitTask.objects.visible_to(user).standing().filter(act__school=school)
    if state == CLOSED:
        found = seen.exclude(closed_on=None).order_by("-closed_on", "-pk")
    else:
        found = seen.filter(closed_on=None).order_by(F("by").asc(nulls_last=True), "act", "place")
        if state == LATE:
            found = found.filter(by__lt=day)
    return found.select_related("act__entry", "closed_by").prefetch_related(
        "act__entry__about_pupils__pupil"
    )


def tasks_due(school: School, user: Any, until: date) -> VisitTaskQuerySet:
    """Open recommendations due by a day that this user may close, the oldest first."""
    found = VisitTask.objects.writable_by(user).open().filter(by__lte=until, act__school=school)
    return found.select_related("act__entry").prefetch_related("act__entry__about_pupils__pupil")


def next_acts(act: InspectionAct) -> list[tuple[Pupil, Span]]:
    """For each child of a signed act the days within which the next one falls."""
    halves = _halves(act.school, act.entry.on)
    children = children_of(act)
    codes = codes_by_pupil([one.pk for one in children], act.entry.on)
    spans = (
        (one, next_span(act.entry.kind, act.entry.on, codes[one.pk], halves)) for one in children
    )
    return [(one, span) for one, span in spans if span is not None]


def _halves(school: School, day: date) -> list[Span]:
    """The halves of the year of a day and of the next one, by the ordinary calendar if unknown."""
    year = year_at(school, day)
    if year is None:
        return []
    after = year_of(school, year.year + 1)
    calendar = after.calendar() if after else default_calendar(year.year + 1)
    return [*year.calendar().halves(), *calendar.halves()]

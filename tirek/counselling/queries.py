"""Reads recommendations with their answers, and the classes that have none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch

from tirek.access.models import School
from tirek.counselling.models import RECOMMENDATION, Answer
from tirek.journal.models import Entry, EntryClass, State
from tirek.journal.queries import chain_of
from tirek.school.models import SchoolClass
from tirek.schoolyear.models import SchoolYear


@dataclass(frozen=True)
class Recommended:
    """A recommendation, the class it is about, the answer that holds (None: no answer yet)."""

    entry: Entry
    school_class: SchoolClass | None
    answer: Answer | None


def recommendations_of(user: Any, school: School) -> Any:
    """The recommendations this reader may know of, the newest first; corrected ones left out."""
    classes = Prefetch("about_classes", EntryClass.objects.select_related("school_class__teacher"))
    return (
        Entry.objects.visible_to(user)
        .known_at()
        .filter(school=school, kind=RECOMMENDATION, state=State.DONE)
        .select_related("author", "school")
        .prefetch_related(classes)
        .order_by("-on", "-id")
    )


def with_answers(entries: Any) -> list[Recommended]:
    """Each recommendation with its class and the answer that holds."""
    shown = list(entries)
    held = held_answers(shown)
    found = []
    for entry in shown:
        links = list(entry.about_classes.all())
        found.append(
            Recommended(entry, links[0].school_class if links else None, held.get(entry.pk))
        )
    return found


def held_answers(entries: Iterable[Entry]) -> dict[int, Answer]:
    """The answer that holds, by entry: its own last one, else that of what it took the place of.

    However often a recommendation was corrected; two queries.
    """
    shown = list(entries)
    ours = Entry.objects.filter(school__in={one.school_id for one in shown}, kind=RECOMMENDATION)
    before = dict(ours.filter(replaces__isnull=False).values_list("pk", "replaces"))
    answers = Answer.objects.filter(entry__in=ours).select_related("by").order_by("id")
    last = {one.entry_id: one for one in answers}
    held = {}
    for one in shown:
        at: int | None = one.pk
        while at is not None and at not in last:
            at = before.get(at)
        if at is not None:
            held[one.pk] = last[at]
    return held


def answers_of(entry: Entry) -> list[Answer]:
    """Every answer to a recommendation and to those it replaced, the oldest first."""
    chain = [one.pk for one in chain_of(entry)]
    return list(Answer.objects.filter(entry__in=chain).select_related("by").order_by("id"))


def classes_without(
    found: Sequence[Recommended], user: Any, school_year: SchoolYear
) -> list[SchoolClass]:
    """The classes of a year within reach about which no recommendation is dated in that year."""
    there = {
        one.school_class.pk
        for one in found
        if one.school_class and one.entry.on >= school_year.starts_on
    }
    classes = SchoolClass.objects.visible_to(user).filter(school_year=school_year)
    return [one for one in classes.order_by("sort_key") if one.pk not in there]


def unanswered(user: Any, school: School, since: date) -> list[Recommended]:
    """Recommendations of a year that nobody has answered."""
    found = recommendations_of(user, school).filter(on__gte=since)
    return [one for one in with_answers(found) if one.answer is None]

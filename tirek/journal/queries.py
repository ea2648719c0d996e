"""Reads the journal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.module_loading import import_string

from tirek.access.models import School
from tirek.journal.models import Entry, EntryClass, EntryHousehold, EntryPupil, EntryStaff, State
from tirek.school.models import Household, Pupil


def timeline(pupil: Pupil, user: Any, household: Household | None = None) -> Any:
    """Everything that took place with a pupil and the family, newest first, for this reader."""
    about = Q(pk__in=EntryPupil.objects.filter(pupil=pupil).values("entry_id"))
    if household is not None:
        about |= Q(pk__in=EntryHousehold.objects.filter(household=household).values("entry_id"))
    return (
        Entry.objects.visible_to(user)
        .known_at()
        .filter(about, school_id=pupil.school_id)
        .select_related("author", "replaces")
        .order_by("-on", "-id")
    )


def entries(school: School, user: Any) -> Any:
    """The school's journal for this reader, newest first, corrected ones left out."""
    found = (
        Entry.objects.visible_to(user)
        .known_at()
        .filter(school=school)
        .select_related("author")
        .order_by("-on", "-id")
    )
    return about_seen(found, user)


def about_seen(entries: Any, user: Any) -> Any:
    """The entries with those they are about, as far as this reader sees them."""
    # Asked one by one about the few on a page, not as a list of everybody whom one sees.
    seen = Pupil.objects.visible_to(user).filter(pk=OuterRef("pupil_id"))
    pupils = EntryPupil.objects.filter(Exists(seen))
    seen_homes = Household.objects.visible_to(user).filter(pk=OuterRef("household_id"))
    homes = EntryHousehold.objects.filter(Exists(seen_homes))
    return entries.prefetch_related(
        Prefetch("about_pupils", pupils.select_related("pupil").order_by("pupil__sort_key")),
        Prefetch("about_households", homes.select_related("household")),
        Prefetch("about_classes", EntryClass.objects.select_related("school_class")),
        Prefetch("about_staff", EntryStaff.objects.select_related("user")),
    )


def chain_of(entry: Entry) -> list[Entry]:
    """The entry with those it replaced and those that replaced it, the oldest first."""
    found: list[Any] = [entry]
    oldest: Any = entry
    while oldest.replaces is not None:
        oldest = oldest.replaces
        found.insert(0, oldest)
    newest: Any = entry
    while newest is not None:
        newest = newest.replacements.select_related("recorded_by").order_by("-id").first()
        if newest is not None:
            found.append(newest)
    return found


def pupils_due(school: School, row: str, day: date) -> frozenset[int]:
    """Ids of the pupils about whom a plan row is due; asked of the room settings.PUPILS_DUE names.

    Plans stand above the journal, so the journal only knows where to ask; nobody when unset.
    """
    if not settings.PUPILS_DUE:
        return frozenset()
    asked: Callable[[School, str, date], frozenset[int]] = import_string(settings.PUPILS_DUE)
    return asked(school, row, day)


def pupils_planned(school: School, kind: str, day: date) -> frozenset[int]:
    """Ids of the pupils for whom the plans want work of a kind; of settings.PUPILS_PLANNED."""
    if not settings.PUPILS_PLANNED:
        return frozenset()
    asked: Callable[[School, str, date], frozenset[int]] = import_string(settings.PUPILS_PLANNED)
    return asked(school, kind, day)


def rows_named(
    school: School, kind: str, topic: str, day: date, *, people: bool = False
) -> list[str]:
    """Codes of the rows of the school and of classes that this work serves; of settings.ROWS_NAMED.

    `people`: those of pupils and families as well, for work that is about both at once. Nothing
    when unset.
    """
    if not settings.ROWS_NAMED:
        return []
    asked: Callable[[School, str, str, date, bool], list[str]] = import_string(settings.ROWS_NAMED)
    return asked(school, kind, topic, day, people)


def drafts_of(user: Any, school: School) -> Any:
    """What one has begun oneself and not finished, the oldest first."""
    mine = Entry.objects.filter(author=user, school=school, state=State.DRAFT).known_at()
    return about_seen(mine.select_related("author").order_by("on", "id"), user)

"""Reads the journal."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from tirek.access.models import School
from tirek.journal.models import Entry, EntryHousehold, EntryPupil
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
    return (
        Entry.objects.visible_to(user)
        .known_at()
        .filter(school=school)
        .select_related("author")
        .prefetch_related(
            "about_pupils__pupil",
            "about_households__household",
            "about_classes__school_class",
            "about_staff__user",
            "rows",
        )
        .order_by("-on", "-id")
    )

"""Erases the texts and files of entries about children alone; takes them out of the others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Q

from tirek.filing.keeping import forget
from tirek.journal.models import Entry, EntryClass, EntryHousehold, EntryPupil
from tirek.school.erasing import gone_with, homes_left_empty, persons
from tirek.school.models import Pupil
from tirek.school.rules.redacting import redacted


def entries_of(pupils: Sequence[Pupil]) -> Any:
    """Every entry about one of the children or their families, replaced and annulled ones too."""
    homes = [stay.household_id for one in pupils for stay in one.stays.all()]
    return Entry.objects.filter(
        Q(pk__in=EntryPupil.objects.filter(pupil__in=pupils).values("entry_id"))
        | Q(pk__in=EntryHousehold.objects.filter(household_id__in=homes).values("entry_id"))
    ).order_by("pk")


def alone(pupils: Sequence[Pupil]) -> frozenset[int]:
    """Ids of the entries about none but these children, others erased before, their families."""
    others = (
        Q(pk__in=EntryClass.objects.values("entry_id"))
        | Q(pk__in=EntryPupil.objects.exclude(pupil_id__in=gone_with(pupils)).values("entry_id"))
        | Q(
            pk__in=EntryHousehold.objects.exclude(household_id__in=homes_left_empty(pupils)).values(
                "entry_id"
            )
        )
    )
    return frozenset(entries_of(pupils).exclude(others).values_list("pk", flat=True))


def surnames_beside(entry: Entry, pupils: Sequence[Pupil]) -> list[str]:
    """Surnames of the other children the entry is about."""
    others = entry.about_pupils.exclude(pupil__in=pupils)
    return list(others.values_list("pupil__surname", flat=True))


def erase(pupils: Sequence[Pupil], today: date) -> dict[str, int]:
    """Texts and files about these children alone go; kind, topic, date and author stay."""
    own, people = alone(pupils), persons(pupils)
    files = 0
    for entry in entries_of(pupils):
        if entry.pk in own:
            entry.key, entry.text, entry.annul_reason = entry.pid, "", ""
            files += sum(forget(one) for one in entry.attachments.all())
        else:
            keep = surnames_beside(entry, pupils)
            entry.text = redacted(entry.text, people, keep=keep)
            entry.annul_reason = redacted(entry.annul_reason, people, keep=keep)
        entry.save(update_fields=["key", "text", "annul_reason"])
    return {"entries": len(own), "attachments": files}

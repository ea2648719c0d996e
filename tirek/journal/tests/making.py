"""Makes journal entries for tests."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from tirek.access.models import School, User
from tirek.journal.models import (
    Entry,
    EntryClass,
    EntryHousehold,
    EntryPupil,
    EntryRow,
    EntryStaff,
)
from tirek.school.models import Household, Pupil, SchoolClass


def entry(
    school: School,
    kind: str = "PARENT_CONTACT",
    *,
    topic: str = "",
    on: date = date(2026, 11, 10),
    author: User | None = None,
    pupils: Iterable[Pupil] = (),
    households: Iterable[Household] = (),
    classes: Iterable[SchoolClass] = (),
    staff: Iterable[User] = (),
    rows: Iterable[str] = (),
    **fields: Any,
) -> Entry:
    """A done entry about these people, naming these plan rows (`state=`, `replaces=` ...)."""
    made = Entry.objects.create(
        school=school, kind=kind, topic=topic, on=on, author=author, recorded_by=author, **fields
    )
    EntryPupil.objects.bulk_create(EntryPupil(entry=made, pupil=one) for one in pupils)
    EntryHousehold.objects.bulk_create(EntryHousehold(entry=made, household=o) for o in households)
    EntryClass.objects.bulk_create(EntryClass(entry=made, school_class=one) for one in classes)
    EntryStaff.objects.bulk_create(EntryStaff(entry=made, user=one) for one in staff)
    EntryRow.objects.bulk_create(EntryRow(entry=made, code=code) for code in rows)
    return made

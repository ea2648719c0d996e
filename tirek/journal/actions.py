"""Records, signs, corrects and annuls entries; nothing is edited in silence or deleted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from tirek.access import audit, clock
from tirek.access.models import School, User
from tirek.access.refused import Refused
from tirek.filing.keeping import keep
from tirek.journal import kinds
from tirek.journal.models import (
    Attachment,
    Entry,
    EntryClass,
    EntryHousehold,
    EntryPupil,
    EntryRow,
    EntryStaff,
    State,
)
from tirek.school.models import Household, Pupil, SchoolClass

People = tuple[list[Pupil], list[Household], list[SchoolClass]]


@transaction.atomic
def record_entry(
    *,
    by: User,
    school: School,
    kind: str,
    on: date,
    topic: str = "",
    pupils: Iterable[Pupil] = (),
    households: Iterable[Household] = (),
    classes: Iterable[SchoolClass] = (),
    staff: Iterable[User] = (),
    rows: Iterable[str] = (),
    text: str = "",
    state: str = State.DONE,
    replaces: Entry | None = None,
    author: User | None = None,
) -> Entry:
    """Record a piece of work about somebody; `rows` are the plan rows it serves by name.

    Whose work it was: `author`, or the one who records it. Refused: an unknown kind, a date in the
    future, somebody of another school, nobody whom it is about.
    """
    if kind not in kinds.kinds():
        raise Refused(_("There is no such kind of work."), field="kind")
    if on > clock.today():
        raise Refused(_("Enter today's date or an earlier one."), field="on")
    people = _same_school(school, pupils, households, classes)
    if state == State.DONE:
        _about_somebody(kind, any(people))
    entry = Entry.objects.create(
        school=school,
        kind=kind,
        topic=topic,
        on=on,
        author=author or by,
        state=state,
        text=text,
        recorded_at=clock.now(),
        recorded_by=by,
        replaces=replaces,
    )
    _link(entry, people, staff, rows)
    audit.record(
        by=by,
        verb="CORRECTED" if replaces else "CREATED",
        thing=entry,
        school=school,
        note=f"{kind}:{topic}" if topic else kind,
    )
    return entry


@transaction.atomic
def sign_entry(*, by: User, entry: Entry, replaces: Entry | None = None) -> Entry:
    """A draft becomes done: from now on it counts, is known, and is changed only by a correction.

    `replaces`: the signed entry this one was drafted to correct; it counts until now.
    """
    if entry.state != State.DRAFT:
        raise Refused(_("Only a draft can be signed."))
    if entry.on > clock.today():
        raise Refused(_("Enter today's date or an earlier one."), field="on")
    _still_believed(entry)
    links: tuple[Any, ...] = (entry.about_pupils, entry.about_households, entry.about_classes)
    _about_somebody(entry.kind, any(link.exists() for link in links))
    if replaces is not None:
        _still_believed(replaces)
        entry.replaces = replaces
    entry.state, entry.recorded_at = State.DONE, clock.now()
    entry.save(update_fields=["state", "replaces", "recorded_at"])
    audit.record(by=by, verb="SIGNED", thing=entry, school=entry.school)
    return entry


@transaction.atomic
def correct_entry(*, by: User, entry: Entry, on: date, topic: str, text: str) -> Entry:
    """Correct an entry: a new one by the same author about the same people replaces it."""
    _still_believed(entry)
    return record_entry(
        by=by,
        school=entry.school,
        kind=entry.kind,
        on=on,
        topic=topic,
        pupils=[link.pupil for link in entry.about_pupils.select_related("pupil")],
        households=[link.household for link in entry.about_households.select_related("household")],
        classes=[link.school_class for link in entry.about_classes.select_related("school_class")],
        staff=[link.user for link in entry.about_staff.select_related("user")],
        rows=[row.code for row in entry.rows.all()],
        text=text,
        state=entry.state,
        replaces=entry,
        author=entry.author,
    )


@transaction.atomic
def annul_entry(*, by: User, entry: Entry, reason: str) -> Entry:
    """Annul an entry recorded by mistake: it stays to be seen, and counts no more."""
    if not reason.strip():
        raise Refused(_("State the reason."), field="reason")
    _still_believed(entry)
    entry.state = State.ANNULLED
    entry.annulled_at, entry.annulled_by, entry.annul_reason = clock.now(), by, reason
    entry.save(update_fields=["state", "annulled_at", "annulled_by", "annul_reason"])
    audit.record(by=by, verb="ANNULLED", thing=entry, school=entry.school)
    return entry


@transaction.atomic
def change_draft(
    *,
    by: User,
    entry: Entry,
    on: date,
    topic: str = "",
    pupils: Iterable[Pupil] = (),
    households: Iterable[Household] = (),
    classes: Iterable[SchoolClass] = (),
    staff: Iterable[User] = (),
    rows: Iterable[str] = (),
    text: str = "",
) -> Entry:
    """Go on with a draft: it is no fact yet, so what it says is written over."""
    if entry.state != State.DRAFT:
        raise Refused(_("Only a draft can be changed."))
    _still_believed(entry)
    people = _same_school(entry.school, pupils, households, classes)
    entry.on, entry.topic, entry.text = on, topic, text
    entry.save(update_fields=["on", "topic", "text"])
    for links in (
        entry.about_pupils,
        entry.about_households,
        entry.about_classes,
        entry.about_staff,
        entry.rows,
    ):
        links.all().delete()
    _link(entry, people, staff, rows)
    audit.record(by=by, verb="CHANGED", thing=entry, school=entry.school)
    return entry


@transaction.atomic
def attach_file(*, by: User, entry: Entry, file: UploadedFile[Any]) -> Attachment:
    """Attach a file to an entry; refused as `filing.keeping.keep` says."""
    attachment = Attachment.objects.create(entry=entry, **vars(keep(file)))
    audit.record(by=by, verb="CHANGED", thing=entry, school=entry.school, note="attachment")
    return attachment


def _same_school(
    school: School,
    pupils: Iterable[Pupil],
    households: Iterable[Household],
    classes: Iterable[SchoolClass],
) -> People:
    people = (list(pupils), list(households), list(classes))
    if any(one.school_id != school.pk for some in people for one in some):
        raise Refused(_("Somebody here belongs to another school."), field="pupils")
    return people


def _link(entry: Entry, people: People, staff: Iterable[User], rows: Iterable[str]) -> None:
    pupils, households, classes = people
    EntryPupil.objects.bulk_create(EntryPupil(entry=entry, pupil=p) for p in pupils)
    EntryHousehold.objects.bulk_create(EntryHousehold(entry=entry, household=h) for h in households)
    EntryClass.objects.bulk_create(EntryClass(entry=entry, school_class=c) for c in classes)
    EntryStaff.objects.bulk_create(EntryStaff(entry=entry, user=u) for u in staff)
    EntryRow.objects.bulk_create(EntryRow(entry=entry, code=code) for code in dict.fromkeys(rows))


def _about_somebody(kind: str, somebody: bool) -> None:
    if not somebody and not {kinds.SCHOOL, kinds.STAFF} & set(kinds.kind(kind).about):
        raise Refused(_("State whom the entry is about."), field="pupils")


def _still_believed(entry: Entry) -> None:
    if entry.state == State.ANNULLED or not Entry.objects.known_at().filter(pk=entry.pk).exists():
        raise Refused(_("This record has already been corrected or annulled."))

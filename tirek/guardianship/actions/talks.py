"""Records talks with guardians and checks of them, each an entry of the journal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tirek.access.models import School, User
from tirek.access.refused import Refused
from tirek.guardianship.models import Check, Talk
from tirek.guardianship.queries import CHECK, TALK
from tirek.journal.actions import correct_entry, record_entry
from tirek.journal.models import Entry
from tirek.school.models import Pupil

OF_TALK = ("guardian", "guardian_name", "living", "health", "study", "asked", "agreed", "next_on")
OF_CHECK = ("guardian", "guardian_name", "who", "findings", "recommendation", "next_on")


def _values(fields: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    values = {name: fields[name] for name in names if fields.get(name) is not None}
    if not values.get("guardian") and not values.get("guardian_name"):
        raise Refused(_("State with whom: choose, or enter the name."), field="guardian")
    if values.get("next_on") and values["next_on"] <= fields["on"]:
        raise Refused(_("The next day is not later than this one."), field="next_on")
    return values


@transaction.atomic
def record_talk(
    *,
    by: User,
    school: School,
    pupils: Iterable[Pupil],
    fields: Mapping[str, Any],
    rows: Iterable[str] = (),
) -> Entry:
    """Record a talk with a guardian; refused without a word about with whom."""
    values = _values(fields, OF_TALK)
    entry = record_entry(
        by=by,
        school=school,
        kind=TALK,
        on=fields["on"],
        pupils=pupils,
        rows=rows,
        text=fields.get("text") or "",
    )
    Talk.objects.create(entry=entry, **values)
    return entry


@transaction.atomic
def correct_talk(*, by: User, entry: Entry, fields: Mapping[str, Any]) -> Entry:
    """Correct a talk: a new entry with its details replaces the old one, which stays."""
    values = _values(fields, OF_TALK)
    text = fields.get("text") or ""
    made = correct_entry(by=by, entry=entry, on=fields["on"], topic=entry.topic, text=text)
    Talk.objects.create(entry=made, **values)
    return made


@transaction.atomic
def record_check(
    *, by: User, school: School, pupils: Iterable[Pupil], fields: Mapping[str, Any]
) -> Entry:
    """Record a check of a guardian; its findings stand beside the entry, not in it."""
    values = _values(fields, OF_CHECK)
    entry = record_entry(
        by=by, school=school, kind=TALK, topic=CHECK, on=fields["on"], pupils=pupils
    )
    Check.objects.create(entry=entry, **values)
    return entry


@transaction.atomic
def correct_check(*, by: User, entry: Entry, fields: Mapping[str, Any]) -> Entry:
    """Correct a check: a new entry with its findings replaces the old one, which stays."""
    values = _values(fields, OF_CHECK)
    made = correct_entry(by=by, entry=entry, on=fields["on"], topic=CHECK, text="")
    Check.objects.create(entry=made, **values)
    return made

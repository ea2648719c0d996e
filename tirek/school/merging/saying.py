"""Somebody looked and says: no double. It is remembered, and not proposed again."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from tirek.access import audit, clock
from tirek.access.models import User
from tirek.access.refused import Refused
from tirek.school.models import Apart, Pupil


@transaction.atomic
def say_apart(
    *, by: User, what: str, first: Iterable[Pupil], second: Iterable[Pupil]
) -> list[Apart]:
    """These pupils and those are not one family (`FAMILY`), or not one child (`CHILD`)."""
    pairs = [(one, other) for one in first for other in second if one.pk != other.pk]
    if not pairs:
        raise Refused(_("Choose two different pupils."))
    if any(one.school_id != other.school_id for one, other in pairs):
        raise Refused(_("The pupils belong to different schools."))
    made = []
    for one, other in pairs:
        low, high = sorted((one, other), key=lambda pupil: pupil.pk)
        there = Apart.objects.filter(what=what, first=low, second=high, annulled_at=None)
        if there.exists():
            continue
        said = Apart.objects.create(what=what, first=low, second=high, by=by, at=clock.now())
        audit.record(by=by, verb="CREATED", thing=said, school=low.school, note=what)
        made.append(said)
    return made


@transaction.atomic
def take_back_apart(*, by: User, said: Apart) -> Apart:
    """It may be proposed again."""
    if said.annulled_at is not None:
        raise Refused(_("This has been taken back already."))
    said.annulled_at, said.annulled_by = clock.now(), by
    said.save(update_fields=["annulled_at", "annulled_by"])
    audit.record(by=by, verb="ANNULLED", thing=said, school=said.first.school)
    return said

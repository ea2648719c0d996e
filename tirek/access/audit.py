"""Leaves a trace of what was done; call it inside the transaction of the deed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from tirek.access import clock
from tirek.access.models import AuditRow

if TYPE_CHECKING:
    from tirek.access.models import School, User

VERBS = frozenset(
    {
        *("CREATED", "CHANGED", "CORRECTED", "ANNULLED", "ENDED", "SIGNED", "APPROVED", "ISSUED"),
        *("READ", "PRINTED", "EXPORTED", "IMPORTED", "SIGNED_IN", "SIGNED_OUT", "REFUSED"),
    }
)


def record(
    *,
    by: User | None,
    verb: str,
    thing: models.Model | str,
    school: School | None,
    note: str = "",
) -> None:
    """Write one audit line: `thing` is a record (kept by its public id) or a name of a thing.

    `note` holds codes and counts only, never a value, a name or an IIN (trust rule 16).
    """
    if verb not in VERBS:
        raise ValueError(f"unknown verb {verb!r}")
    if isinstance(thing, models.Model):
        name = thing._meta.label_lower
        thing_id = str(getattr(thing, "pid", None) or thing.pk or "")
    else:
        name, thing_id = thing, ""
    AuditRow.objects.create(
        at=clock.now(), by=by, verb=verb, thing=name, thing_id=thing_id, school=school, note=note
    )

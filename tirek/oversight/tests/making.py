"""Makes traces, alarms and openings for tests."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import time_machine
from django.db import transaction

from tirek.access import audit
from tirek.access.models import Opening, School, User
from tirek.oversight.models import Alarm


def trace(
    by: User | None,
    school: School | None,
    verb: str = "READ",
    thing: Any = "school.pupil",
    *,
    at: datetime | None = None,
    thing_id: str = "",
) -> None:
    """A line of the audit, now or `at`."""

    def write() -> None:
        with transaction.atomic():
            audit.record(by=by, verb=verb, thing=thing, school=school, thing_id=thing_id)

    if at is None:
        write()
        return
    with time_machine.travel(at, tick=False):
        write()


def alarm(by: User, school: School, **fields: Any) -> Alarm:
    """An alarm on many cards, without a reason yet."""
    return Alarm.objects.create(
        by=by, school=school, **{"kind": "CARDS", "cards": 60, "exports": 0, **fields}
    )


def opening(user: User, school: School, pupil: Any, **fields: Any) -> Opening:
    """An emergency opening of a child."""
    user.__dict__.pop("_sight", None)
    return Opening.objects.create(
        user=user, school=school, pupil_key=pupil.key, **{"reason": "Қауіп бар еді", **fields}
    )

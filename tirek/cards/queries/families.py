"""Who is who to a pupil."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from tirek.cards.models import Kinship
from tirek.school.models import Pupil


def kin_of(pupil: Pupil, day: date) -> Any:
    """A pupil's kin on a day."""
    return Kinship.objects.on(day).known_at().filter(pupil=pupil).select_related("member")


def legal_representatives(
    pupil_ids: Iterable[int], day: date, known_at: datetime | None = None
) -> dict[int, Kinship]:
    """For each pupil the first legal representative on a day."""
    rows = (
        Kinship.objects.on(day)
        .known_at(known_at)
        .filter(pupil_id__in=list(pupil_ids), legal=True)
        .select_related("member")
        .order_by("-id")
    )
    return {row.pupil_id: row for row in rows}


def kin_of_many(pupil_ids: Iterable[int], day: date) -> Any:
    """Kin of several pupils on a day."""
    return (
        Kinship.objects.on(day)
        .known_at()
        .filter(pupil_id__in=list(pupil_ids))
        .select_related("pupil", "member")
        .order_by("id")
    )

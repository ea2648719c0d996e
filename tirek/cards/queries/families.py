"""Who is who to a pupil."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from tirek.access.models import School
from tirek.cards.models import IncomeStatement, Kinship, SubsistenceMinimum
from tirek.cards.rules import kin as rules
from tirek.school.models import Pupil


def kin_of(pupil: Pupil, day: date) -> Any:
    """A pupil's kin on a day, legal representatives first."""
    found = Kinship.objects.on(day).known_at().filter(pupil=pupil)
    return found.select_related("member").order_by("-legal", "id")


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


def kin_conflicts(pupil: Pupil, kin: Iterable[Kinship], day: date) -> list[rules.Conflict]:
    """What contradicts itself in what is known of a pupil's kin on a day."""
    ties = [
        rules.Tie(
            one.member_id,
            one.kinship,
            one.legal,
            one.since,
            one.until,
            not rules.paper_missing(
                one.kinship, one.paper_document, one.paper_number, one.paper_on
            ),
        )
        for one in kin
    ]
    return rules.conflicts(ties, pupil.born_on, day)


def with_minimum(
    school: School, statements: Iterable[IncomeStatement]
) -> list[tuple[IncomeStatement, SubsistenceMinimum | None]]:
    """Each income with the year's subsistence minimum when the income per head is below it.

    Of a year of which the school has entered no amount nothing is said.
    """
    amounts = {one.year: one for one in SubsistenceMinimum.objects.filter(school=school)}
    found = []
    for one in statements:
        least, head = amounts.get(one.on.year), one.per_head
        below = least is not None and head is not None and head < least.amount
        found.append((one, least if below else None))
    return found

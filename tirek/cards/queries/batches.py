"""What would become of each pupil if a status were opened or ended for all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tirek.access import clock
from tirek.cards.models import Fate, StatusPeriod
from tirek.cards.queries.categories import categories
from tirek.cards.queries.said import said_of, said_of_fields
from tirek.cards.rules.fates import fate_of_ending, fate_of_opening
from tirek.school.models import Pupil


@dataclass(frozen=True)
class Line:
    """One pupil's fate: `status` is the one that would end, `why` says why nothing is done."""

    pupil: Pupil
    fate: str
    why: str = ""
    status: StatusPeriod | None = None

    @property
    def applied(self) -> bool:
        """Is something done?"""
        return self.fate == Fate.APPLIED


def _held(pupils: Sequence[Pupil], code: str) -> dict[int, list[StatusPeriod]]:
    found: dict[int, list[StatusPeriod]] = defaultdict(list)
    known = StatusPeriod.objects.known_at().filter(category=code, pupil__in=pupils)
    for one in known.order_by("since", "id"):
        found[one.pupil_id].append(one)
    return found


def fates_of_opening(pupils: Sequence[Pupil], fields: Mapping[str, Any]) -> list[Line]:
    """For each pupil of one school, in their order; two queries however many they are."""
    if not pupils:
        return []
    code, said, today = fields["category"], said_of_fields(fields), clock.today()
    category, held = categories(pupils[0].school).get(code), _held(pupils, code)
    found = []
    for pupil in pupils:
        fate, why = fate_of_opening(
            [(one.since, one.until) for one in held[pupil.pk]],
            said,
            today,
            born_on=pupil.born_on,
            demanded=category is not None and category.basis_demanded,
        )
        found.append(Line(pupil, fate, why))
    return found


def fates_of_ending(
    pupils: Sequence[Pupil], code: str, until: date, end_on: date | None
) -> list[Line]:
    """The same for the last day of a status; one query."""
    held, today, found = _held(pupils, code), clock.today(), []
    for pupil in pupils:
        own = held[pupil.pk]
        place, fate, why = fate_of_ending([said_of(one) for one in own], until, end_on, today)
        found.append(Line(pupil, fate, why, None if place is None else own[place]))
    return found

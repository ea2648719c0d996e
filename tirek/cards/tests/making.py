"""Makes statuses and kin for tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from tirek.cards.models import Category, Kinship, StatusPeriod
from tirek.school.models import HouseholdMember, Pupil


def status(
    pupil: Pupil,
    category: str = "LOW_INCOME",
    *,
    since: date | None = date(2026, 9, 1),
    until: date | None = None,
    **fields: Any,
) -> StatusPeriod:
    """A status that holds from `since`; `recorded_at=`, `replaces=`, `annulled_at=` and so on."""
    return StatusPeriod.objects.create(
        pupil=pupil, category=category, since=since, until=until, **fields
    )


def kin(pupil: Pupil, member: HouseholdMember, kinship: str = "MOTHER", **fields: Any) -> Kinship:
    """Who a member of the family is to the pupil: a legal representative by default."""
    return Kinship.objects.create(
        pupil=pupil, member=member, kinship=kinship, **{"legal": True, **fields}
    )


def category(**fields: Any) -> Category:
    """A category of a school's own."""
    return Category.objects.create(**{"code": "OWN", "name_kk": "Өз санатымыз", **fields})

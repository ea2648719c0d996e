"""The school file's part of this room: categories, norms, statuses, kin, income, levels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tirek.access.interchange import Found
from tirek.access.models import School
from tirek.access.rules.shape import Shape
from tirek.cards.interchange import families, statuses, words

CATEGORIES, NORMS = words.CATEGORIES, words.NORMS
OF_SCHOOL: dict[str, Shape] = {**families.OF_SCHOOL, **words.OF_SCHOOL}
OF_HOUSEHOLD = families.OF_HOUSEHOLD
OF_PUPIL: dict[str, Shape] = {**families.OF_PUPIL, **statuses.OF_PUPIL}


def load(data: Mapping[str, Any], found: Found) -> None:
    """Bring in categories and norms, then what the card index adds to families and pupils."""
    words.load(data, found)
    families.load(data, found)
    statuses.load(data, found)


def dump(schools: Sequence[School], into: dict[str, Any]) -> None:
    """Write own categories and norms, and add to families and pupils."""
    words.dump(schools, into)
    families.dump(schools, into)
    statuses.dump(schools, into)

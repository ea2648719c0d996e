"""Reads categories, statuses and kin as of a day, as known at a moment."""

from tirek.cards.queries.categories import (
    categories,
    in_force,
    norms,
    norms_on,
    open_categories,
    social_codes,
)
from tirek.cards.queries.families import kin_of, kin_of_many, legal_representatives
from tirek.cards.queries.mentors import Mentor, mentor_grants, mentors, mentors_of
from tirek.cards.queries.seen import basis_seen, codes_seen
from tirek.cards.queries.statuses import (
    codes_by_pupil,
    count_by_category,
    families_among,
    held_by,
    holds,
    pupils_in,
    statuses_of,
    statuses_on,
    statuses_with_history,
)

__all__ = [
    "Mentor",
    "basis_seen",
    "categories",
    "codes_by_pupil",
    "codes_seen",
    "count_by_category",
    "families_among",
    "held_by",
    "holds",
    "in_force",
    "kin_of",
    "kin_of_many",
    "legal_representatives",
    "mentor_grants",
    "mentors",
    "mentors_of",
    "norms",
    "norms_on",
    "open_categories",
    "pupils_in",
    "social_codes",
    "statuses_of",
    "statuses_on",
    "statuses_with_history",
]

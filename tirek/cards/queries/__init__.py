"""Reads categories, statuses and kin as of a day, as known at a moment."""

from tirek.cards.queries.batches import Line, fates_of_ending, fates_of_opening
from tirek.cards.queries.categories import (
    categories,
    categories_named,
    in_force,
    norms,
    norms_on,
    open_categories,
    social_codes,
)
from tirek.cards.queries.families import (
    kin_conflicts,
    kin_of,
    kin_of_many,
    legal_representatives,
    with_minimum,
)
from tirek.cards.queries.mentors import Mentor, mentor_grants, mentors, mentors_of
from tirek.cards.queries.said import said_of, said_of_fields
from tirek.cards.queries.scans import scan_seen, scans_of
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
from tirek.cards.queries.watching import (
    Ending,
    Found,
    Watched,
    conflicts_among,
    conflicts_on,
    ending_soon,
    lacking_basis,
    soon_days,
    stays_of,
    watched_on,
)

__all__ = [
    "Ending",
    "Found",
    "Line",
    "Mentor",
    "Watched",
    "basis_seen",
    "categories",
    "categories_named",
    "codes_by_pupil",
    "codes_seen",
    "conflicts_among",
    "conflicts_on",
    "count_by_category",
    "ending_soon",
    "families_among",
    "fates_of_ending",
    "fates_of_opening",
    "held_by",
    "holds",
    "in_force",
    "kin_conflicts",
    "kin_of",
    "kin_of_many",
    "lacking_basis",
    "legal_representatives",
    "mentor_grants",
    "mentors",
    "mentors_of",
    "norms",
    "norms_on",
    "open_categories",
    "pupils_in",
    "said_of",
    "said_of_fields",
    "scan_seen",
    "scans_of",
    "social_codes",
    "soon_days",
    "statuses_of",
    "statuses_on",
    "statuses_with_history",
    "stays_of",
    "watched_on",
    "with_minimum",
]

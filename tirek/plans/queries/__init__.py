"""Reads plans: what is due, what is done, and why."""

from tirek.plans.queries.coverage import coverage
from tirek.plans.queries.facts import facts_of
from tirek.plans.queries.known import known_to
from tirek.plans.queries.rows import rows_in_force
from tirek.plans.queries.standing import Covered, Standing, plan_order, standing, standing_on

__all__ = [
    "Covered",
    "Standing",
    "coverage",
    "facts_of",
    "known_to",
    "plan_order",
    "rows_in_force",
    "standing",
    "standing_on",
]

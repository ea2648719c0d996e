"""Reads plans: what is due, what is done, and why."""

from tirek.plans.queries.coverage import Covered, coverage, plan_order
from tirek.plans.queries.facts import facts_of, rows_in_force
from tirek.plans.queries.known import known_to

__all__ = ["Covered", "coverage", "facts_of", "known_to", "plan_order", "rows_in_force"]

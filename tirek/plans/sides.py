"""Whose part of a joint plan a row is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from tirek.access.roles import Role
from tirek.plans.models import Plan, PlanKind, PlanRow
from tirek.plans.queries.hands import may_do

# With whom the social pedagogue has a joint plan.
PARTNERS = {
    PlanKind.NURSE: Role.NURSE,
    PlanKind.CLASS_TEACHERS: Role.CLASS_TEACHER,
    PlanKind.PSYCHOLOGIST: Role.PSYCHOLOGIST,
}


@dataclass(frozen=True)
class Side:
    """One side of a joint plan: the role, how many rows it has a part in, is it the reader's."""

    role: Role
    rows: int
    mine: bool


def has_part(row: PlanRow, role: Role) -> bool:
    """Does the row name the role, and do its holders record some of the work?"""
    return role in row.responsible and may_do({role}, row)


def sides_of(plan: Plan, rows: Sequence[PlanRow], roles: Collection[str]) -> list[Side]:
    """Both sides of a joint plan, the reader's first; none for the own plan."""
    partner = PARTNERS.get(PlanKind(plan.kind))
    if partner is None:
        return []
    sides = [
        Side(role, sum(has_part(row, role) for row in rows), role in roles)
        for role in (Role.SOCIAL_PEDAGOGUE, partner)
    ]
    return sorted(sides, key=lambda one: not one.mine)

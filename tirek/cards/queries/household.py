"""One family as its page and its paper show it to a reader."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tirek.cards.models import FamilyLevel, IncomeStatement, Kinship, SubsistenceMinimum
from tirek.cards.queries.families import kin_conflicts, with_minimum
from tirek.cards.rules.kin import Conflict, Tie
from tirek.school.models import Household, HouseholdMember, Pupil
from tirek.school.queries import families


@dataclass
class FamilyCard:
    """Who lives together on a day, who is who, what the family lives on.

    `seen` holds the pupils whose card the reader may open, and only of them the kin is told;
    `income` is None for those who may not know it. `past` are kinships that are over.
    """

    household: Household
    name: str
    pupils: list[Any]
    seen: frozenset[int]
    members: list[tuple[HouseholdMember, list[Kinship]]]
    former: list[HouseholdMember]
    past: list[Kinship]
    representatives: list[tuple[HouseholdMember, list[Kinship]]]
    conflicts: list[tuple[Any, Conflict]]
    levels: list[FamilyLevel]
    income: list[tuple[IncomeStatement, SubsistenceMinimum | None]] | None = field(default=None)


def family_card(household: Household, user: Any, day: date) -> FamilyCard:
    """The family as this reader may know it."""
    people = families([household.pk], day)[0]
    visible = Pupil.objects.visible_to(user).filter(pk__in=[p.pk for p in people.pupils])
    seen = frozenset(visible.values_list("pk", flat=True))
    now: list[Kinship] = []
    past: list[Kinship] = []
    rows = Kinship.objects.known_at().filter(pupil__in=seen)
    for one in rows.select_related("pupil", "member").order_by("-legal", "id"):
        holds = Tie(0, one.kinship, since=one.since, until=one.until).holds(day)
        (now if holds else past).append(one)
    by_member: dict[int, list[Kinship]] = defaultdict(list)
    by_pupil: dict[int, list[Kinship]] = defaultdict(list)
    represents: dict[HouseholdMember, list[Kinship]] = {}
    for one in now:
        by_member[one.member_id].append(one)
        by_pupil[one.pupil_id].append(one)
        if one.legal:
            represents.setdefault(one.member, []).append(one)
    living = {one.pk for one in people.members}
    incomes = Household.objects.visible_to(user, "cards.income:read")
    told = None
    if incomes.filter(pk=household.pk).exists():
        told = with_minimum(household.school, household.income.known_at())
    return FamilyCard(
        household=household,
        name=people.name,
        pupils=people.pupils,
        seen=seen,
        members=[(one, by_member[one.pk]) for one in people.members],
        former=[one for one in household.members.all() if one.pk not in living],
        past=past,
        representatives=list(represents.items()),
        conflicts=[
            (pupil, conflict)
            for pupil in people.pupils
            if pupil.pk in seen
            for conflict in kin_conflicts(pupil, by_pupil[pupil.pk], day)
        ],
        levels=list(household.levels.known_at()),
        income=told,
    )

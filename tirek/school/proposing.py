"""Reads what may be one family or one child: a person looks and decides."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from tirek.access.models import School
from tirek.school.models import (
    Apart,
    Enrolment,
    Household,
    HouseholdMember,
    PupilQuerySet,
)
from tirek.school.queries import household_ids_on
from tirek.school.rules import doubles, siblings

ADULT = 18  # years


def family_proposals(school: School, pupils: PupilQuerySet, day: date) -> list[siblings.Proposal]:
    """Families of these pupils at school on a day that may be one; five queries."""
    here = Enrolment.objects.on(day).known_at().filter(pupil__school=school)
    rows = pupils.filter(school=school, erased_on=None, pk__in=here.values("pupil_id"))
    homes = household_ids_on(school, day)
    addresses = dict(Household.objects.filter(school=school).values_list("pk", "address"))
    grown = _grown_ups(school, day)
    children = []
    for pk, surname, address, phone in rows.values_list("pk", "surname", "address", "phone"):
        home = homes.get(pk)
        where = address or (addresses.get(home, "") if home else "")
        there = tuple(grown[home]) if home else ()
        children.append(siblings.Child(pk, surname, where, phone, home, there))
    return siblings.proposals(children, _apart(school, Apart.What.FAMILY))


def _grown_ups(school: School, day: date) -> dict[int, list[siblings.Grown]]:
    """By family those who live there and are no children."""
    found: dict[int, list[siblings.Grown]] = defaultdict(list)
    for one in HouseholdMember.objects.filter(household__school=school):
        child = one.born_on is not None and one.born_on.year + ADULT > day.year
        if one.lives_here(day) and not child:
            grown = siblings.Grown(one.surname, one.given, one.patronymic, one.phones)
            found[one.household_id].append(grown)
    return found


def card_proposals(school: School, pupils: PupilQuerySet) -> list[doubles.Double]:
    """Pairs of these cards that may be of one child, of those who left too; two queries."""
    rows: Any = pupils.filter(school=school, erased_on=None, merged_into=None).order_by("pk")
    names = ("pk", "surname", "given", "patronymic", "born_on", "iin")
    cards = [doubles.Card(*row) for row in rows.values_list(*names)]
    return doubles.doubles(cards, _apart(school, Apart.What.CHILD))


def _apart(school: School, what: str) -> set[frozenset[int]]:
    said = Apart.objects.filter(what=what, annulled_at=None, first__school=school)
    return {frozenset(pair) for pair in said.values_list("first_id", "second_id")}

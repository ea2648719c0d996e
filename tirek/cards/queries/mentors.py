"""Mentors and their pupils."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tirek.access import clock
from tirek.access.models import RoleGrant, School, User
from tirek.access.roles import Role
from tirek.school.models import Pupil
from tirek.school.queries import with_class_on


@dataclass(frozen=True)
class Mentor:
    """Somebody with the role of a mentor, the pupils assigned, and how many of them the reader
    does not see.
    """

    grant: RoleGrant
    pupils: list[Pupil]
    others: int


def mentors(school: School, user: User, day: date) -> list[Mentor]:
    """The mentors of the school by name, with those of their pupils whom the reader sees."""
    grants = mentor_grants(school, day)
    keys = {key for grant in grants for key in grant.pupil_keys}
    seen = Pupil.objects.visible_to(user).filter(school=school, key__in=keys)
    found = {pupil.key: pupil for pupil in with_class_on(seen, day)}
    return [
        Mentor(
            grant,
            sorted(
                (found[key] for key in grant.pupil_keys if key in found), key=lambda p: p.sort_key
            ),
            sum(key not in found for key in grant.pupil_keys),
        )
        for grant in grants
    ]


def mentor_grants(school: School, day: date) -> list[RoleGrant]:
    """The roles of mentors that are in force on the day or later, in the order of names."""
    found = RoleGrant.objects.open_on(day).filter(school=school, role=Role.MENTOR)
    return list(
        found.select_related("user", "school", "stands_in_for__user").order_by(
            "user__full_name", "id"
        )
    )


def mentors_of(pupil: Pupil) -> list[RoleGrant]:
    """The roles of mentors that name this pupil and are not over."""
    return [
        grant
        for grant in mentor_grants(pupil.school, clock.today())
        if pupil.key in grant.pupil_keys
    ]

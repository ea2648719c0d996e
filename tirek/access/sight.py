"""Whom a user may see: facts about the user's roles, read once a request."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from tirek.access import clock
from tirek.access.roles import DOORS, REACH, WHOLE_SCHOOL, Reach, Role

if TYPE_CHECKING:
    from tirek.access.models import RoleGrant, School, User

# Those who see some children of a school only and may open one more in an emergency.
OPENERS = DOORS["oversight.glass:break"]

# A key of the table, or the roles themselves where a table of its own says who may.
Key = str | Collection[str]


def holders(key: Key) -> Collection[str]:
    """The roles that hold a key."""
    return DOORS[key] if isinstance(key, str) else key


@dataclass(frozen=True)
class Held:
    """One role held today."""

    role: str
    school_id: int | None
    department_id: int | None
    class_names: tuple[str, ...]
    pupil_keys: tuple[str, ...]
    # A social pedagogue may answer for some grades only; empty: for all.
    grades: tuple[int, ...] = ()
    # Keys of pupils outside the own ones whom an emergency opening shows now.
    opened: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Does the role reach every pupil of the school?"""
        return REACH[Role(self.role)] == Reach.SCHOOL and not self.grades


@dataclass(frozen=True)
class Sight:
    """The roles a user holds on a day and what follows from them."""

    user_id: int | None
    day: date
    held: tuple[Held, ...]
    # The schools in which a role is held, in the order in which the roles were given.
    places: Mapping[int, School] = field(default_factory=dict, compare=False)

    def schools(self, roles: Iterable[str] = WHOLE_SCHOOL) -> frozenset[int]:
        """Ids of the schools every pupil of which one of these roles reaches."""
        wanted = set(roles)
        return frozenset(
            h.school_id for h in self.held if h.school_id and h.role in wanted and h.whole
        )

    def whole(self, key: Key) -> frozenset[int]:
        """Ids of the schools every pupil of which is reached by a role that holds the key."""
        return self.schools(holders(key))

    def near(self, key: Key) -> list[Held]:
        """The roles held that hold the key and reach some pupils of a school only."""
        roles = holders(key)
        return [h for h in self.held if h.school_id and h.role in roles and not h.whole]

    def places_with(self, key: Key) -> frozenset[int]:
        """Ids of the schools in which a role that holds the key is held, however far it reaches."""
        roles = holders(key)
        return frozenset(h.school_id for h in self.held if h.school_id and h.role in roles)

    def roles(self, school_id: int | None) -> frozenset[str]:
        """The roles held in a school (departments' roles included when school_id is None)."""
        return frozenset(h.role for h in self.held if h.school_id == school_id)

    def may(self, key: str, school_id: int | None = None) -> bool:
        """Does a role held (in that school, or anywhere) open this door?"""
        roles = DOORS[key]
        return any(
            h.role in roles and (school_id is None or h.school_id in (school_id, None))
            for h in self.held
        )


NOBODY = Sight(user_id=None, day=date.min, held=())


def held_of(grant: RoleGrant, opened: Iterable[str] = ()) -> Held:
    """A role as sight reads it."""
    return Held(
        grant.role,
        grant.school_id,
        grant.department_id,
        tuple(grant.class_names),
        tuple(grant.pupil_keys),
        tuple(grant.grades),
        tuple(opened),
    )


def sight_of(user: Any, day: date | None = None) -> Sight:
    """The sight of a user today; a query or two, kept on the user object for the request."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return NOBODY
    day = day or clock.today()
    kept: Sight | None = getattr(user, "_sight", None)
    if kept is not None and kept.day == day:
        return kept
    grants = list(user.grants.on(day).select_related("school").order_by("id"))
    sight = Sight(
        user_id=user.pk,
        day=day,
        places={grant.school_id: grant.school for grant in grants if grant.school_id},
        held=_with_opened(user, day, [held_of(grant) for grant in grants]),
    )
    user._sight = sight
    return sight


def _with_opened(user: User, day: date, held: list[Held]) -> tuple[Held, ...]:
    """The roles with what emergency openings show now; one query for those who may open so."""
    if day != clock.today() or not any(_opens(one) for one in held):
        return tuple(held)
    live = list(user.openings.live(clock.now()).values_list("school_id", "pupil_key"))
    return tuple(
        replace(one, opened=tuple(key for school, key in live if school == one.school_id))
        if _opens(one)
        else one
        for one in held
    )


def _opens(held: Held) -> bool:
    return held.school_id is not None and held.role in OPENERS and not held.whole


def may(user: User, key: str, school_id: int | None = None) -> bool:
    """May this user open this door (in this school)?"""
    return sight_of(user).may(key, school_id)


__all__ = ["DOORS", "NOBODY", "WHOLE_SCHOOL", "Held", "Key", "Role", "Sight", "may", "sight_of"]

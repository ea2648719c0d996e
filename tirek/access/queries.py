"""Reads people and their roles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from tirek.access.models import RoleGrant, School, User
from tirek.access.roles import Role
from tirek.access.sight import Held, Sight, held_of, sight_of


@dataclass(frozen=True)
class Person:
    """Somebody who has or had a role at the school; `now` are the roles of the day asked about."""

    user: User
    grants: tuple[RoleGrant, ...]
    now: tuple[RoleGrant, ...]
    # In force on that day or later.
    open: tuple[RoleGrant, ...] = ()


def people_visible_to(user: User) -> QuerySet[User]:
    """Those with a role, now or before, in a school whose people the user manages."""
    schools = sight_of(user).places_with("access.people:manage")
    return User.objects.filter(grants__school_id__in=schools).distinct()


def grants_visible_to(user: User) -> QuerySet[RoleGrant]:
    """Roles in the schools whose people the user manages."""
    schools = sight_of(user).places_with("access.people:manage")
    found = RoleGrant.objects.filter(school_id__in=schools)
    return found.select_related("school", "user", "stands_in_for__user")


def people_of(school: School, day: date) -> list[Person]:
    """Everybody with a role at the school, those at work on the day first."""
    users = User.objects.filter(grants__school=school).distinct().order_by("full_name", "username")
    held: dict[int, list[RoleGrant]] = {}
    grants = RoleGrant.objects.filter(school=school).select_related("school", "stands_in_for__user")
    for grant in grants.order_by("since", "id"):
        held.setdefault(grant.user_id, []).append(grant)
    in_force = set(RoleGrant.objects.on(day).filter(school=school).values_list("pk", flat=True))
    still_open = set(
        RoleGrant.objects.open_on(day).filter(school=school).values_list("pk", flat=True)
    )
    people = [
        Person(
            user,
            tuple(held[user.pk]),
            tuple(one for one in held[user.pk] if one.pk in in_force),
            tuple(one for one in held[user.pk] if one.pk in still_open),
        )
        for user in users
    ]
    return sorted(people, key=lambda one: not one.now)


def at_work(school: School, day: date) -> list[User]:
    """Those who hold a role in the school on the day, by name, each with the sight of the roles
    held in it (without emergency openings); one query."""
    grants = RoleGrant.objects.on(day).filter(school=school, user__is_active=True)
    users: dict[int, User] = {}
    held: dict[int, list[Held]] = {}
    for grant in grants.select_related("user").order_by("user__full_name", "user_id", "id"):
        users.setdefault(grant.user_id, grant.user)
        held.setdefault(grant.user_id, []).append(held_of(grant))
    for pk, user in users.items():
        sight = Sight(user_id=pk, day=day, held=tuple(held[pk]), places={school.pk: school})
        setattr(user, "_sight", sight)  # noqa: B010 (what `sight_of` keeps on the object)
    return list(users.values())


def staff_of(school: School, day: date) -> Any:
    """People who hold a role at the school on a day, administrators aside, by name; to be named in
    a paper."""
    ids = RoleGrant.objects.on(day).filter(school=school).exclude(role=Role.ADMINISTRATOR)
    return User.objects.filter(pk__in=ids.values("user_id"), is_active=True).order_by("full_name")


def posts_of(school: School, day: date) -> dict[int, str]:
    """For each of the school's staff the name of the post on a day, in the page's language."""
    order = list(Role.values)
    grants = RoleGrant.objects.on(day).filter(school=school).order_by("-id")
    found: dict[int, str] = {}
    for grant in sorted(grants, key=lambda one: order.index(one.role), reverse=True):
        found[grant.user_id] = str(Role(grant.role).label)
    return found


@dataclass(frozen=True)
class NamedClass:
    """A class by its name and grade, and whose class it is; all that is known of it down here."""

    name: str
    grade: int
    teacher_id: int | None


def classes_of(school: School, day: date) -> list[NamedClass]:
    """The classes of the year that runs on the day, as the room above tells them
    (`settings.CLASSES_OF`).
    """
    found: list[NamedClass] = import_string(settings.CLASSES_OF)(school, day)
    return found


def class_names_of(grant: RoleGrant, day: date) -> list[str]:
    """Names of a class teacher's classes: those the role lists and those taught by the holder."""
    if grant.school is None:
        return list(grant.class_names)
    classes = classes_of(grant.school, day)
    names = [one.name for one in classes if one.teacher_id == grant.user_id]
    return names + [name for name in grant.class_names if name not in names]

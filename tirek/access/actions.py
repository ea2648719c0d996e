"""Writes schools, people and their roles; roles end, nothing is deleted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from tirek.access import audit, clock, walls
from tirek.access.first import forget_code
from tirek.access.models import RoleGrant, School, User
from tirek.access.queries import class_names_of
from tirek.access.refused import Refused
from tirek.access.roles import Role
from tirek.access.sight import sight_of


def roles_to_give(user: User, school: School) -> list[Role]:
    """The roles this person may give in the school: administrators are named by administrators."""
    closed = {Role.DEPARTMENT_EXPERT}
    if Role.ADMINISTRATOR not in sight_of(user).roles(school.pk):
        closed.add(Role.ADMINISTRATOR)
    return [role for role in Role if role not in closed]


@walls.lifted()
@transaction.atomic
def set_up_school(*, name: str, full_name: str, username: str, password: str) -> User:
    """The first school and the first person: social pedagogue and administrator in one.

    Refused when there is anybody already. The rooms above add what a new school needs
    (`settings.NEW_SCHOOL`).
    """
    if User.objects.exists():
        raise Refused(_("The program has been set up already."))
    school, _made = School.objects.get_or_create(code="school", defaults={"name": name})
    user = User.objects.create_user(username, password, full_name=full_name)
    for role in (Role.SOCIAL_PEDAGOGUE, Role.ADMINISTRATOR):
        RoleGrant.objects.create(user=user, role=role, school=school, since=clock.today())
    audit.record(by=user, verb="CREATED", thing=school, school=school)
    audit.record(by=user, verb="CREATED", thing=user, school=school)
    for begin in settings.NEW_SCHOOL:
        import_string(begin)(by=user, school=school)
    transaction.on_commit(forget_code)
    return user


@transaction.atomic
def name_school(*, by: User, school: School, name: str) -> School:
    """Change the school's name as documents show it."""
    school.name = name
    school.save(update_fields=["name"])
    audit.record(by=by, verb="CHANGED", thing=school, school=school, note="name")
    return school


@transaction.atomic
def add_person(*, by: User, school: School, full_name: str, username: str, **of_grant: Any) -> User:
    """Add somebody who works at the school, with a role; without a password nobody signs in yet."""
    if User.objects.filter(username=username).exists():
        raise Refused(_("This login is taken."), field="username")
    user = User.objects.create_user(username, full_name=full_name)
    audit.record(by=by, verb="CREATED", thing=user, school=school)
    give_role(by=by, school=school, user=user, **of_grant)
    return user


@transaction.atomic
def give_role(
    *,
    by: User,
    school: School,
    user: User,
    role: str,
    since: date | None = None,
    until: date | None = None,
    **narrowing: Iterable[Any],
) -> RoleGrant:
    """Give somebody a role in the school from - to; nobody gives a role to oneself.

    `narrowing`: `grades`, `class_names`, `pupil_keys`; what does not narrow this role is left out.
    """
    day = since or clock.today()
    _check_giving(by, school, user, role, day, until)
    if RoleGrant.objects.on(day).filter(user=user, school=school, role=role).exists():
        raise Refused(_("This person has this role already."), field="role")
    grant = RoleGrant(user=user, school=school, role=role, since=day, until=until)
    return begin_grant(by, grant, narrowing)


def _check_giving(
    by: User, school: School, user: User, role: str, since: date, until: date | None
) -> None:
    if user.pk == by.pk:
        raise Refused(_("Your own roles are changed by somebody else."), field="role")
    if role not in roles_to_give(by, school):
        raise Refused(_("You may not give this role."), field="role")
    if until is not None and until < since:
        raise Refused(_("The last day is earlier than the first."), field="until")


def begin_grant(by: User, grant: RoleGrant, narrowing: Mapping[str, Iterable[Any]]) -> RoleGrant:
    """Keep a grant that is new, with the narrowing that belongs to its role."""
    if grant.narrowed_by:
        setattr(grant, grant.narrowed_by, list(narrowing.get(grant.narrowed_by, ())))
    grant.save()
    audit.record(by=by, verb="CREATED", thing=grant, school=grant.school, note=grant.role)
    return grant


def _check_changing(by: User, grant: RoleGrant) -> School:
    if grant.user_id == by.pk:
        raise Refused(_("Your own roles are changed by somebody else."))
    if grant.school is None or grant.role not in roles_to_give(by, grant.school):
        raise Refused(_("You may not change this role."))
    return grant.school


@transaction.atomic
def end_role(*, by: User, grant: RoleGrant, until: date) -> RoleGrant:
    """A role ends; `until` is its last day."""
    _check_changing(by, grant)
    if grant.since is not None and until < grant.since:
        raise Refused(_("The last day is earlier than the first."), field="until")
    return end_grant(by, grant, until)


def end_grant(by: User, grant: RoleGrant, until: date | None) -> RoleGrant:
    """Write down a grant's last day; one before its first day means: never in force."""
    grant.until = until
    grant.save(update_fields=["until"])
    audit.record(by=by, verb="ENDED", thing=grant, school=grant.school, note=grant.role)
    return grant


@transaction.atomic
def change_grant(*, by: User, grant: RoleGrant, **narrowing: Iterable[Any]) -> RoleGrant:
    """Narrow a role to other grades, classes or pupils from today; gives the grant of today.

    The old grant ends yesterday, so that it stays known who could see whom on any day. One that
    begins today (or later) is changed itself. Substitutes of the one who is away follow.
    """
    _check_changing(by, grant)
    today = clock.today()
    name = grant.narrowed_by
    if not name or (grant.until is not None and grant.until < today):
        raise Refused(_("There is nothing to change in this role."))
    wanted = list(narrowing.get(name, ()))
    current = grant
    if wanted != getattr(grant, name):
        if grant.since is not None and grant.since >= today:
            setattr(grant, name, wanted)
            grant.save(update_fields=[name])
            audit.record(by=by, verb="CHANGED", thing=grant, school=grant.school, note=grant.role)
        else:
            current = RoleGrant(
                user_id=grant.user_id,
                school=grant.school,
                role=grant.role,
                since=today,
                until=grant.until,
                stands_in_for=grant.stands_in_for,
            )
            end_grant(by, grant, today - timedelta(days=1))
            begin_grant(by, current, {name: wanted})
    for substitute in grant.substitutes.open_on(today):
        if substitute.user_id != by.pk:
            names = {name: wanted}
            if grant.role == Role.CLASS_TEACHER:
                names = {name: class_names_of(current, today)}
            follows = change_grant(by=by, grant=substitute, **names)
            follows.stands_in_for = current
            follows.save(update_fields=["stands_in_for"])
    return current


@transaction.atomic
def stand_in(*, by: User, grant: RoleGrant, user: User, since: date, until: date) -> RoleGrant:
    """Somebody holds the role of one who is away, for the same children, from - to."""
    school = grant.school
    if school is None:
        raise Refused(_("You may not change this role."))
    _check_giving(by, school, user, grant.role, since, until)
    if user.pk == grant.user_id:
        raise Refused(_("Choose somebody else."), field="user")
    if grant.until is not None and grant.until < until:
        raise Refused(_("The role itself ends earlier."), field="until")
    if grant.since is not None and since < grant.since:
        raise Refused(_("The role itself begins later."), field="since")
    narrowing = grant.narrowing
    if grant.role == Role.CLASS_TEACHER:
        narrowing["class_names"] = class_names_of(grant, since)
    if holds(user, grant, narrowing, since):
        raise Refused(_("This person has this role already."), field="user")
    begun = RoleGrant(
        user=user, school=school, role=grant.role, since=since, until=until, stands_in_for=grant
    )
    return begin_grant(by, begun, narrowing)


def holds(user: User, like: RoleGrant, narrowing: Mapping[str, Any], day: date) -> bool:
    """Does somebody hold this role with this narrowing on the day already?"""
    held = RoleGrant.objects.on(day).filter(user=user, school=like.school, role=like.role)
    return any(grant.narrowing == dict(narrowing) for grant in held)

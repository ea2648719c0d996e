"""Writes schools, people and their roles; roles end, nothing is deleted."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from tirek.access import audit, clock
from tirek.access.first import forget_code
from tirek.access.models import RoleGrant, School, User
from tirek.access.refused import Refused
from tirek.access.roles import Role
from tirek.access.sight import sight_of

# Without letters and digits that look alike on paper.
PASSWORD_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"  # noqa: S105 - an alphabet


def new_password() -> str:
    """A first password to be told once: three groups of four signs."""
    groups = ("".join(secrets.choice(PASSWORD_SIGNS) for _n in range(4)) for _g in range(3))
    return "-".join(groups)


def roles_to_give(user: User, school: School) -> list[Role]:
    """The roles this person may give in the school: administrators are named by administrators."""
    closed = {Role.DEPARTMENT_EXPERT}
    if Role.ADMINISTRATOR not in sight_of(user).roles(school.pk):
        closed.add(Role.ADMINISTRATOR)
    return [role for role in Role if role not in closed]


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
def add_person(
    *, by: User, school: School, full_name: str, username: str, **of_grant: Any
) -> tuple[User, str]:
    """Add somebody who works at the school, with a role; gives the first password, kept nowhere."""
    if User.objects.filter(username=username).exists():
        raise Refused(_("This login is taken."), field="username")
    password = new_password()
    user = User.objects.create_user(username, password, full_name=full_name)
    audit.record(by=by, verb="CREATED", thing=user, school=school)
    give_role(by=by, school=school, user=user, **of_grant)
    return user, password


@transaction.atomic
def give_role(
    *,
    by: User,
    school: School,
    user: User,
    role: str,
    class_names: Iterable[str] = (),
    since: date | None = None,
    until: date | None = None,
) -> RoleGrant:
    """Give somebody a role in the school from - to; nobody gives a role to oneself."""
    if user.pk == by.pk:
        raise Refused(_("Your own roles are changed by somebody else."), field="role")
    if role not in roles_to_give(by, school):
        raise Refused(_("You may not give this role."), field="role")
    day = since or clock.today()
    if until is not None and until < day:
        raise Refused(_("The last day is earlier than the first."), field="until")
    held = RoleGrant.objects.on(day).filter(user=user, school=school, role=role)
    if held.exists():
        raise Refused(_("This person has this role already."), field="role")
    grant = RoleGrant.objects.create(
        user=user, school=school, role=role, class_names=list(class_names), since=day, until=until
    )
    audit.record(by=by, verb="CREATED", thing=grant, school=school, note=role)
    return grant


@transaction.atomic
def end_role(*, by: User, grant: RoleGrant, until: date) -> RoleGrant:
    """A role ends; `until` is its last day. The last one who manages people stays."""
    if grant.user_id == by.pk:
        raise Refused(_("Your own roles are changed by somebody else."))
    if grant.school is None or grant.role not in roles_to_give(by, grant.school):
        raise Refused(_("You may not end this role."))
    if grant.since is not None and until < grant.since:
        raise Refused(_("The last day is earlier than the first."), field="until")
    grant.until = until
    grant.save(update_fields=["until"])
    audit.record(by=by, verb="ENDED", thing=grant, school=grant.school, note=grant.role)
    return grant


@transaction.atomic
def renew_password(*, by: User, school: School, user: User) -> str:
    """A new first password for somebody who has forgotten theirs; gives it, kept nowhere.

    Only for those all of whose roles the giver may give: a password is all of them.
    """
    grants = RoleGrant.objects.on(clock.today()).filter(user=user)
    closed = [
        g for g in grants if g.school_id != school.pk or g.role not in roles_to_give(by, school)
    ]
    if user.pk == by.pk or closed:
        raise Refused(_("This person's password is renewed by an administrator."))
    password = new_password()
    user.set_password(password)
    user.save(update_fields=["password"])
    audit.record(by=by, verb="CHANGED", thing=user, school=school, note="password")
    return password

"""Makes schools and people for tests of any room: say what matters, the rest has a default."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import count
from typing import Any

from tirek.access.models import Department, RoleGrant, School, User
from tirek.access.roles import Role

# The Monday on which tests live; freeze it with time_machine where the clock matters.
TODAY = date(2026, 11, 23)
NOON = "2026-11-23 12:00+05:00"

# What a sensitive page asks more: a transaction (two in tests), the head, the row, the head again.
OF_THE_AUDIT = 5

_numbers = count(1)


def department(**fields: Any) -> Department:
    """An education department."""
    number = next(_numbers)
    return Department.objects.create(
        **{"code": f"dep-{number}", "name": f"№ {number} бөлім", **fields}
    )


def school(**fields: Any) -> School:
    """A school."""
    number = next(_numbers)
    return School.objects.create(**{"code": f"s-{number}", "name": f"№ {number} мектеп", **fields})


def grant(
    user: User,
    role: str,
    school: School | None = None,
    *,
    department: Department | None = None,
    classes: Iterable[str] = (),
    pupils: Iterable[Any] = (),
    grades: Iterable[int] = (),
    since: date | None = None,
    until: date | None = None,
) -> RoleGrant:
    """One more role for somebody; `pupils` are pupils or their keys."""
    user.__dict__.pop("_sight", None)
    return RoleGrant.objects.create(
        user=user,
        role=role,
        school=school,
        department=department,
        class_names=list(classes),
        pupil_keys=[getattr(one, "key", one) for one in pupils],
        grades=list(grades),
        since=since,
        until=until,
    )


def user(
    role: str | None = Role.SOCIAL_PEDAGOGUE,
    school: School | None = None,
    *,
    username: str | None = None,
    full_name: str = "",
    language: str = "",
    **of_grant: Any,
) -> User:
    """Somebody with a role in a school; role None for a person without any.

    There is no password: sign in with `client.force_login(user)`.
    """
    username = username or f"user-{next(_numbers)}"
    made = User.objects.create_user(username, full_name=full_name or username, language=language)
    if role is not None:
        grant(made, role, school, **of_grant)
    return made


def anew(user: User) -> User:
    """The same person at the next request: nothing remembered of their roles."""
    return User.objects.get(pk=user.pk)

"""Roles in words: what they are narrowed to, from when till when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from tirek.access.models import RoleGrant
from tirek.access.queries import NamedClass, Person, classes_of
from tirek.access.roles import Role


@dataclass(frozen=True)
class Line:
    """A role as a page shows it; `never` means it was taken back before it began."""

    grant: RoleGrant
    narrowing: str
    open: bool
    never: bool


def lines_of(grants: Iterable[RoleGrant], today: date) -> list[Line]:
    """The roles in words; the classes of a school are read once."""
    classes: dict[int, list[NamedClass]] = {}
    lines = []
    for grant in grants:
        if grant.role == Role.CLASS_TEACHER and grant.school is not None:
            if grant.school.pk not in classes:
                classes[grant.school.pk] = classes_of(grant.school, today)
            known = classes[grant.school.pk]
        else:
            known = []
        never = bool(grant.until and grant.since and grant.until < grant.since)
        over = never or (grant.until is not None and grant.until < today)
        lines.append(Line(grant, narrowing_of(grant, known), not over, never))
    return lines


def narrowing_of(grant: RoleGrant, classes: Sequence[NamedClass]) -> str:
    """What of the school the role is for, empty where it is for the whole school."""
    if grant.role == Role.SOCIAL_PEDAGOGUE and grant.grades:
        return _("grades: %(list)s") % {"list": ", ".join(str(one) for one in grant.grades)}
    if grant.role == Role.MENTOR:
        return _("pupils: %(n)s") % {"n": len(grant.pupil_keys)}
    if grant.role in (Role.CLASS_TEACHER, Role.SUBJECT_TEACHER):
        taught = [one.name for one in classes if one.teacher_id == grant.user_id]
        names = taught + [name for name in grant.class_names if name not in taught]
        return ", ".join(names) or _("no class yet")
    return ""


def named(people: Sequence[Person], text: str) -> list[Person]:
    """Those whose name or login holds every word of the text, whatever the case."""
    words = text.casefold().split()
    return [
        one
        for one in people
        if all(word in f"{one.user.full_name} {one.user.username}".casefold() for word in words)
    ]

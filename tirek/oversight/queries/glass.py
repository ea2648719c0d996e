"""Finds the child whom an emergency opening names, exactly as typed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from tirek.access.models import AuditRow, School, User
from tirek.school.models import Pupil
from tirek.school.queries import pupils_on
from tirek.school.rules.kazakh import folded
from tirek.school.rules.names import parse_class_name


def child_named(
    school: School, surname: str, given: str, class_name: str, day: date
) -> Pupil | None:
    """The one child of that surname, first name and class on the day, in any keyboard.

    None when there is nobody, and when two are called so: then one could open the wrong child.
    """
    wanted = (folded(surname), folded(given), _class(class_name))
    if not all(wanted):
        return None
    named: Any = pupils_on(school, day).filter(search__startswith=wanted[0])
    found = [
        one
        for one in named
        if (folded(one.surname), folded(one.given), _class(one.class_name)) == wanted
    ]
    return found[0] if len(found) == 1 else None


def _class(text: str) -> str:
    try:
        return folded(parse_class_name(text).name)
    except ValueError:
        return folded(text)


def reached_as(user: User, child: Pupil) -> bool:
    """Does a role that may open in an emergency see this child anyway?"""
    return Pupil.objects.visible_to(user, "oversight.glass:break").filter(pk=child.pk).exists()


def misses_since(user: User, moment: datetime) -> int:
    """How many emergency openings of this person named nobody since a moment."""
    rows = AuditRow.objects.filter(by=user, at__gte=moment)
    return rows.filter(verb="REFUSED", thing="access.opening").count()

"""Reads consents: who has one, who has not, what was withdrawn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from tirek.access.models import School
from tirek.access.roles import Role
from tirek.access.sight import sight_of
from tirek.consents.models import OWN, Consent, FamilyRights, Scope
from tirek.school.models import Pupil
from tirek.schoolyear.rules.working import working_day_after


def scopes(school: School) -> dict[str, Scope]:
    """Scopes by code in their order; a school's own version stands for the built-in one."""
    by_code: dict[str, Scope] = {}
    found = Scope.objects.filter(Q(school=school) | Q(school__isnull=True))
    for scope in sorted(found, key=lambda one: one.school_id is not None):
        by_code[scope.code] = scope
    return dict(sorted(by_code.items(), key=lambda item: (item[1].position, item[0])))


def scopes_open_to(user: Any, school: School) -> dict[str, Scope]:
    """The scopes about which this user may ask who has signed: all, or those of the own work."""
    found, roles = scopes(school), sight_of(user).roles(school.pk)
    whole = (*(Role.SOCIAL_PEDAGOGUE, Role.DEPUTY_DIRECTOR, Role.DIRECTOR), Role.CLASS_TEACHER)
    if roles.intersection(whole):
        return found
    own = roles.intersection(OWN)
    return {code: scope for code, scope in found.items() if scope.holder in own}


def has_consent(pupil: Pupil, scope: str, day: date, known_at: datetime | None = None) -> bool:
    """Has somebody signed for this child to that scope, in force on that day?"""
    held = Consent.objects.known_at(known_at).holding(day)
    return bool(held.filter(pupil=pupil, scope=scope).exists())


def consented(school: School, scope: str, day: date, known_at: datetime | None = None) -> set[int]:
    """Ids of the pupils for whom there is a consent to that scope in force on that day."""
    held = Consent.objects.known_at(known_at).holding(day).filter(school=school, scope=scope)
    return set(held.values_list("pupil_id", flat=True))


def standing(school: School, pupil_ids: Iterable[int], day: date) -> dict[int, set[str]]:
    """For each pupil the scopes to which there is a consent on a day: that it is, nothing more."""
    found: dict[int, set[str]] = defaultdict(set)
    held = Consent.objects.known_at().holding(day).filter(school=school)
    for pupil_id, code in held.filter(pupil_id__in=list(pupil_ids)).values_list(
        "pupil_id", "scope"
    ):
        found[pupil_id].add(code)
    return found


def unsigned(pupils: Iterable[Any], scope: str, day: date, school: School) -> list[Any]:
    """Those of the pupils for whom there is no consent to a scope on a day."""
    signed = consented(school, scope, day)
    return [one for one in pupils if one.pk not in signed]


def consents_of(pupil: Pupil, user: Any) -> list[Consent]:
    """A child's consents that are believed now and this user may read, the newest first."""
    found = Consent.objects.visible_to(user).known_at().filter(pupil=pupil)
    return list(found.select_related("signed_by", "recorded_by"))


def rights_of(school: School) -> FamilyRights:
    """What the school has set; the usual when it has set nothing."""
    return FamilyRights.objects.filter(school=school).first() or FamilyRights(school=school)


def stop_by(consent: Consent, stop_days: int) -> date | None:
    """By which day the processing stops after a withdrawal; None when there was none."""
    if consent.withdrawn_on is None:
        return None
    return working_day_after(consent.withdrawn_on, stop_days)


def to_stop(school: School, user: Any) -> list[tuple[Consent, date]]:
    """Consents withdrawn and not yet confirmed as stopped, with the last day for it."""
    found = Consent.objects.visible_to(user).to_stop().filter(school=school)
    rows = list(found.select_related("pupil").order_by("withdrawn_on", "id"))
    days = rights_of(school).stop_days if rows else 0
    return [(one, working_day_after(one.withdrawn_on, days)) for one in rows if one.withdrawn_on]

"""A successor takes over what is open: roles here, the rest by what the rooms above tell of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from tirek.access import audit, clock
from tirek.access.actions import begin_grant, end_grant, holds, roles_to_give
from tirek.access.models import HandOver, RoleGrant, School, User
from tirek.access.refused import Refused


@dataclass(frozen=True)
class Open:
    """Things of one kind that are open and name somebody.

    `code` is kept with the hand-over, `name` is for people, `rows` are the things, and
    `hand(by=, row=, to=)` is their room's action that names somebody else; it gives the thing
    as it stands now (a fact that is replaced is another row).
    """

    code: str
    name: str
    rows: QuerySet[Any]
    hand: Callable[..., Any]


def open_things(school: School, user: User, on: date) -> list[Open]:
    """What names somebody and is open on the day, kind by kind (`settings.HANDED_OVER`)."""
    return [
        found
        for name in settings.HANDED_OVER
        for found in import_string(name)(school=school, user=user, on=on)
    ]


def grants_to_hand(school: School, user: User, on: date) -> list[RoleGrant]:
    """The roles in the school that are in force on the day or later."""
    found = RoleGrant.objects.open_on(on).filter(user=user, school=school)
    return list(found.select_related("stands_in_for").order_by("id"))


def _check(by: User, school: School, people: Iterable[User], roles: Iterable[str]) -> None:
    if by.pk in {one.pk for one in people}:
        raise Refused(_("Your own roles are changed by somebody else."), field="taker")
    if set(roles) - set(roles_to_give(by, school)):
        raise Refused(_("You may not change this role."), field="taker")


@transaction.atomic
def hand_over(*, by: User, school: School, giver: User, taker: User, on: date) -> HandOver:
    """Hand over from a day all roles in the school and all that is open.

    The day is today or a later one: who could see whom in the past does not change. The giver's
    roles end on the day before and begin for the successor with the same narrowing. What is done
    stays with its author, who reads it no more.
    """
    if giver.pk == taker.pk:
        raise Refused(_("Choose somebody else."), field="taker")
    if on < clock.today():
        raise Refused(_("Enter today's date or a later one."), field="on")
    grants = grants_to_hand(school, giver, on)
    if not grants:
        raise Refused(_("This person has no role to hand over."), field="on")
    _check(by, school, (giver, taker), (grant.role for grant in grants))
    pairs = []
    for grant in grants:
        first, last = max(on, grant.since or on), grant.until
        begun = None
        if not holds(taker, grant, grant.narrowing, first):
            away = grant.stands_in_for
            begun = RoleGrant(user=taker, school=school, role=grant.role, since=first, until=last)
            begun.stands_in_for = away if away and away.user_id != taker.pk else None
            begin_grant(by, begun, grant.narrowing)
        end_grant(by, grant, first - timedelta(days=1))
        pairs.append([grant.pk, begun.pk if begun else None, last.isoformat() if last else None])
    moved: dict[str, list[int]] = {}
    for found in open_things(school, giver, on):
        handed = [found.hand(by=by, row=row, to=taker) for row in found.rows]
        if handed:
            moved[found.code] = [row.pk for row in handed]
    made = HandOver.objects.create(
        school=school, giver=giver, taker=taker, on=on, by=by, grants=pairs, moved=moved
    )
    audit.record(by=by, verb="CREATED", thing=made, school=school)
    return made


@transaction.atomic
def take_back_hand_over(*, by: User, hand_over: HandOver) -> HandOver:
    """Undo a hand-over from today: the roles, and what changed hands and is still open.

    Roles that changed hands today (or will) are as before; those of earlier days begin anew.
    """
    if hand_over.taken_back_at is not None:
        raise Refused(_("This has been taken back already."))
    school, giver, taker = hand_over.school, hand_over.giver, hand_over.taker
    ids = {pk for old, new, _last in hand_over.grants for pk in (old, new)}
    grants = {grant.pk: grant for grant in RoleGrant.objects.filter(pk__in=ids)}
    _check(by, school, (giver, taker), (grant.role for grant in grants.values()))
    today = clock.today()
    for old_id, new_id, last in hand_over.grants:
        old = grants[old_id]
        until = date.fromisoformat(last) if last else None
        first = max(hand_over.on, old.since or hand_over.on)
        if new_id is not None:
            if grants[new_id].until != until:
                raise Refused(_("The roles have been changed since: change them one by one."))
            end_grant(by, grants[new_id], max(today, first) - timedelta(days=1))
        if first >= today:
            end_grant(by, old, until)
        elif until is None or until >= today:
            again = RoleGrant(user=giver, school=school, role=old.role, since=today, until=until)
            again.stands_in_for = old.stands_in_for
            begin_grant(by, again, old.narrowing)
    for found in open_things(school, taker, hand_over.on):
        for row in found.rows.filter(pk__in=hand_over.moved.get(found.code, [])):
            found.hand(by=by, row=row, to=giver)
    hand_over.taken_back_at, hand_over.taken_back_by = clock.now(), by
    hand_over.save(update_fields=["taken_back_at", "taken_back_by"])
    audit.record(by=by, verb="ANNULLED", thing=hand_over, school=school)
    return hand_over

"""Who can see a child on a day and why, by the same policy that opens the pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Value, When
from django.utils import timezone

from tirek.access.models import Opening, RoleGrant, User
from tirek.access.roles import DOORS, REACH, TABLE, Reach, Role
from tirek.access.sight import Held, Sight, held_of
from tirek.school.models import Enrolment, Pupil, pupils_reached

# The least that is seen of a child: the name in a list of the class.
LEAST = "school.name:read"


@dataclass(frozen=True)
class Reason:
    """Why somebody sees the child: a role from - to, or an emergency opening.

    The role is of the `whole` school, of some `grades`, or of the child's `classes`.
    """

    role: Role
    since: date | None = None
    until: date | None = None
    whole: bool = False
    grades: tuple[int, ...] = ()
    classes: tuple[str, ...] = ()
    opening: Opening | None = None


@dataclass(frozen=True)
class Watcher:
    """A person and every reason for which the child is seen."""

    user: User
    reasons: tuple[Reason, ...]


def watchers(pupil: Pupil, day: date, now: datetime, brief: bool = False) -> list[Watcher]:
    """Everybody who sees the child on the day, as the roles and the classes of that day have it.

    Closed accounts see nothing today; openings of today count while they last. At most four
    queries, however many work at the school; three when `brief`, without the names of classes.
    """
    grants = list(_grants(pupil, day, timezone.localdate(now)))
    reached = _reached(pupil, day, grants)
    places = Enrolment.objects.on(day).known_at().filter(pupil=pupil)
    places = places.none() if brief else places.select_related("school_class")
    classes = list(places.order_by("since", "id"))
    openings = _openings(pupil, day, now)
    found: dict[int, tuple[User, list[Reason]]] = {}
    for grant in grants:
        _user, reasons = found.setdefault(grant.user_id, (grant.user, []))
        if grant.pk in reached:
            reasons.append(_reason(grant, classes))
        elif grant.role in DOORS["oversight.glass:break"]:
            reasons += [
                Reason(Role(grant.role), opening=one) for one in openings.get(grant.user_id, ())
            ]
    order = {role: number for number, role in enumerate(Role)}
    there = [Watcher(user, tuple(reasons)) for user, reasons in found.values() if reasons]
    return sorted(there, key=lambda one: (order[one.reasons[0].role], one.user.full_name))


def _grants(pupil: Pupil, day: date, today: date) -> Any:
    grants = RoleGrant.objects.filter(school_id=pupil.school_id, role__in=DOORS[LEAST]).on(day)
    if day == today:
        grants = grants.filter(user__is_active=True)
    return grants.select_related("user").order_by("id")


def _reached(pupil: Pupil, day: date, grants: Iterable[RoleGrant]) -> set[int]:
    """The roles that reach the child by the policy itself: those near asked in one query."""
    held = {grant.pk: (held_of(grant), grant.user_id) for grant in grants}
    reached = {pk for pk, (one, _user) in held.items() if one.whole}
    asked = {
        f"by_{pk}": Case(When(_within(one, user, day), then=Value(1)), default=Value(0))
        for pk, (one, user) in held.items()
        if not one.whole
    }
    if asked:
        row = Pupil.objects.filter(pk=pupil.pk).values(**asked).get()
        reached |= {int(name[3:]) for name, yes in row.items() if yes}
    return reached


def _within(held: Held, user_id: int, day: date) -> Any:
    return pupils_reached(held, Sight(user_id=user_id, day=day, held=(held,)))


def _reason(grant: RoleGrant, classes: list[Enrolment]) -> Reason:
    role, held = Role(grant.role), held_of(grant)
    if held.whole:
        return Reason(role, grant.since, grant.until, whole=True)
    if REACH[role] != Reach.CLASSES:
        return Reason(role, grant.since, grant.until, grades=held.grades)
    own = [
        place
        for place in classes
        if place.school_class.name in grant.class_names
        or (role == Role.CLASS_TEACHER and place.school_class.teacher_id == grant.user_id)
    ]
    known = [day for day in (grant.since, *(place.since for place in own)) if day]
    names = tuple(place.school_class.name for place in own)
    return Reason(role, max(known, default=None), grant.until, classes=names)


def _openings(pupil: Pupil, day: date, now: datetime) -> dict[int, list[Opening]]:
    openings = Opening.objects.filter(school_id=pupil.school_id, pupil_key=pupil.key)
    on_day = openings.live(now) if day == timezone.localdate(now) else openings.filter(at__date=day)
    found: dict[int, list[Opening]] = {}
    for one in on_day.order_by("at"):
        found.setdefault(one.user_id, []).append(one)
    return found


@dataclass(frozen=True)
class Rights:
    """What a role may see of a child within its reach: sections with the names of things."""

    role: Role
    sections: tuple[tuple[str, tuple[str, ...]], ...]


def rights_of(role: Role) -> Rights:
    """The role's column of the table in words: what is read, or known to have taken place."""
    sections = []
    for section in TABLE:
        names = []
        for thing in section.things:
            roles = {*thing.verbs.get("read", ()), *thing.verbs.get("know", ())}
            if role in roles and thing.code.split(".")[0] in ABOUT_CHILDREN:
                note = thing.notes.get(role)
                names.append(f"{thing.name} ({note})" if note else str(thing.name))
        if names:
            sections.append((str(section.name), tuple(names)))
    return Rights(role, tuple(sections))


# The rooms whose things are about children by name.
ABOUT_CHILDREN = frozenset({"school", "cards", "work", "visits", "raids"})

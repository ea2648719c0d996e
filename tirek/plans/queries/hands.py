"""Who may take a due item over, what stands about it, what was handed to whom."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.db.models import F, IntegerField, Q, Value

from tirek.access import clock
from tirek.access.models import School, User
from tirek.access.queries import at_work
from tirek.access.sight import sight_of
from tirek.journal.writers import codes_written_by
from tirek.plans.models import Adjustment, PlanRow
from tirek.plans.queries.coverage import coverage
from tirek.plans.rules.evidence import evidence_from_json
from tirek.plans.rules.facts import THE_SCHOOL
from tirek.plans.rules.roll import NOBODY, Members
from tirek.schoolyear.models import SchoolYear

# Of a long list so many are enough to know which colleagues see some of them.
ASKED_ABOUT = 100


def member_of(about: Any) -> int:
    """The number under which the rules know a pupil, family or class; None is the school."""
    return THE_SCHOOL if about is None else int(about.pk)


def all_standing(row: PlanRow, since: date, until: date) -> dict[int, list[Adjustment]]:
    """What stands about the items of a row in a period, by member, in the order it was made."""
    found: dict[int, list[Adjustment]] = {}
    made = Adjustment.objects.known_at().filter(row=row, since__gte=since, since__lte=until)
    for one in made.select_related("to_user").order_by("id"):
        found.setdefault(one.member, []).append(one)
    return found


def standing(row: PlanRow, kind: str, since: date, until: date) -> dict[int, Adjustment]:
    """What of a kind stands about the items of a row in a period, by member; the last of each."""
    found = all_standing(row, since, until)
    return {one.member: one for some in found.values() for one in some if one.kind == kind}


def made_together(adjustment: Adjustment) -> Any:
    """What was done in one deed with this and still stands: the same person, moment and words."""
    same = {name: getattr(adjustment, name) for name in Adjustment.OF_A_DEED}
    return Adjustment.objects.known_at().filter(**same).select_related("row__plan__school")


def settled(row: PlanRow, day: date) -> tuple[Members, Members]:
    """The members for whom the item is done, and those for whom it is left out, in the period
    that holds the day."""
    (covered,) = coverage(row.plan.school_year, clock.today(), rows=[row])
    for period in covered.figures.periods:
        if period.since <= day <= period.until:
            return period.done, period.waived
    return NOBODY, NOBODY


def may_do(roles: Collection[str], row: PlanRow) -> bool:
    """Do holders of these roles record some of the work that the row asks for?"""
    evidence = evidence_from_json(row.evidence or [])
    codes = codes_written_by(roles)
    return not evidence or any(proof.kind in codes for group in evidence for proof in group)


def unseen_by(user: User, abouts: Sequence[Any]) -> set[int]:
    """Those of the pupils, families or classes whom a colleague does not see; one query."""
    ids = {about.pk for about in abouts if about is not None}
    if not ids:
        return set()
    model: Any = type(next(about for about in abouts if about is not None))
    return ids - set(model.objects.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True))


def colleagues_for(school: School, row: PlanRow, abouts: Sequence[Any]) -> list[User]:
    """The colleagues who may do the work and see somebody it is about, by name; two queries."""
    found = []
    near = []
    for user in at_work(school, clock.today()):
        sight = sight_of(user)
        if may_do(sight.roles(school.pk), row):
            found.append(user)
            if school.pk not in sight.schools():
                near.append(user)
    ids = [about.pk for about in abouts if about is not None][:ASKED_ABOUT]
    if not ids or not near:
        return found
    model: Any = type(next(about for about in abouts if about is not None))
    seen, *more = (
        model.objects.visible_to(user)
        .filter(pk__in=ids)
        .order_by()
        .values_list(Value(user.pk, IntegerField()), flat=True)
        for user in near
    )
    seeing = set(seen.union(*more))
    unseeing = {user.pk for user in near} - seeing
    return [user for user in found if user.pk not in unseeing]


def handed_to(user: User, school_year: SchoolYear) -> dict[tuple[str, int], str]:
    """Who handed items of a year's plans to somebody, by row and member; one query."""
    rows = Adjustment.objects.known_at().filter(
        kind=Adjustment.Kind.ASSIGNED, to_user=user, row__plan__school_year=school_year
    )
    return {
        (one.row.code, one.member): one.by.full_name if one.by else ""
        for one in rows.select_related("row", "by").order_by("id")
    }


def handed_in(school_year: SchoolYear, user: User | None = None) -> list[Adjustment]:
    """What stands handed on in a year, and what colleagues gave back, the latest first; one query.

    `user`: only what was handed to or by somebody.
    """
    of_year = Adjustment.objects.filter(
        kind=Adjustment.Kind.ASSIGNED, row__plan__school_year=school_year
    )
    standing = Q(pk__in=of_year.known_at().values("pk"))
    given_back = Q(annulled_by=F("to_user")) & ~Q(annul_reason="")
    found = of_year.filter(standing | given_back)
    if user is not None:
        found = found.filter(Q(to_user=user) | Q(by=user))
    people = found.select_related("row__plan", "to_user", "by")
    return list(people.order_by("-recorded_at", "-id"))

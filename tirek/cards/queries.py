"""Reads categories and statuses as of a day, as known at a moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from tirek.access import clock
from tirek.access.models import RoleGrant, School, User
from tirek.access.roles import Role
from tirek.cards.models import REGISTER, Category, Kinship, Norm, StatusPeriod
from tirek.school.models import Pupil, PupilQuerySet
from tirek.school.queries import Over, household_ids_on, with_class_on


def categories(school: School) -> dict[str, Category]:
    """Categories by code in their order; a school's own version stands for the built-in one."""
    found = Category.objects.filter(Q(school=school) | Q(school__isnull=True))
    by_code: dict[str, Category] = {}
    for category in sorted(found, key=lambda c: (c.school_id is not None, c.position)):
        by_code[category.code] = category
    return dict(sorted(by_code.items(), key=lambda item: (item[1].position, item[0])))


def social_codes(school: School) -> frozenset[str]:
    """Codes of the categories that count as social status at this school."""
    return frozenset(code for code, category in categories(school).items() if category.social)


def norms(school: School) -> dict[str, Norm]:
    """Norms by code: the built-in ones and the school's own."""
    found = Norm.objects.filter(Q(school=school) | Q(school__isnull=True)).order_by("code")
    return {norm.code: norm for norm in found}


def statuses_on(
    school: School,
    day: date,
    known_at: datetime | None = None,
    codes: Iterable[str] | None = None,
) -> Any:
    """Statuses that hold on a day at a school, whether or not the pupil is enrolled then."""
    found = StatusPeriod.objects.on(day).known_at(known_at).filter(pupil__school=school)
    return found if codes is None else found.filter(category__in=list(codes))


def pupils_in(
    pupils: PupilQuerySet,
    codes: Iterable[str],
    day: date,
    known_at: datetime | None = None,
) -> PupilQuerySet:
    """Those of the pupils who hold any of the categories on a day."""
    held = (
        StatusPeriod.objects.on(day).known_at(known_at).filter(category__in=list(codes))
    ).values("pupil_id")
    return pupils.filter(pk__in=held)


def codes_by_pupil(
    pupil_ids: Iterable[int], day: date, known_at: datetime | None = None
) -> dict[int, list[str]]:
    """For each pupil the categories held on a day, in one query."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = (
        StatusPeriod.objects.on(day)
        .known_at(known_at)
        .filter(pupil_id__in=list(pupil_ids))
        .order_by("since", "id")
        .values_list("pupil_id", "category")
    )
    for pupil_id, code in rows:
        if code not in found[pupil_id]:
            found[pupil_id].append(code)
    return found


def statuses_of(pupil: Pupil) -> Any:
    """All statuses of a pupil that are believed now, in force and ended, newest first."""
    return (
        StatusPeriod.objects.known_at()
        .filter(pupil=pupil)
        .select_related("recorded_by")
        .order_by("-since", "-id")
    )


def statuses_with_history(pupil: Pupil) -> tuple[list[StatusPeriod], list[StatusPeriod]]:
    """The statuses believed now, newest first, and the records believed no more, in one query.

    A corrected record carries `corrected_at` and `corrected_by` of the one that replaced it.
    """
    every: list[Any] = list(
        StatusPeriod.objects.filter(pupil=pupil)
        .select_related("recorded_by", "annulled_by")
        .order_by("-recorded_at", "-id")
    )
    replacements = {s.replaces_id: s for s in every if s.replaces_id and not s.annulled_at}
    believed, before = [], []
    for status in every:
        later = replacements.get(status.pk)
        if later is None and status.annulled_at is None:
            believed.append(status)
            continue
        status.corrected_at = later.recorded_at if later else None
        status.corrected_by = later.recorded_by if later else None
        before.append(status)
    believed.sort(key=lambda s: (s.since or date.min, s.pk), reverse=True)
    return believed, before


def kin_of(pupil: Pupil, day: date) -> Any:
    """A pupil's kin on a day."""
    return Kinship.objects.on(day).known_at().filter(pupil=pupil).select_related("member")


def legal_representatives(
    pupil_ids: Iterable[int], day: date, known_at: datetime | None = None
) -> dict[int, Kinship]:
    """For each pupil the first legal representative on a day."""
    rows = (
        Kinship.objects.on(day)
        .known_at(known_at)
        .filter(pupil_id__in=list(pupil_ids), legal=True)
        .select_related("member")
        .order_by("-id")
    )
    return {row.pupil_id: row for row in rows}


def holds(status: StatusPeriod, day: date) -> bool:
    """Does the status hold on the day; the first and the last day are both included."""
    return (status.since is None or status.since <= day) and (
        status.until is None or status.until >= day
    )


def families_among(school: School, pupil_ids: Iterable[int], day: date) -> int:
    """How many families these pupils are; a pupil whose family is not known is one alone."""
    homes = household_ids_on(school, day)
    return len({("home", homes[pk]) if pk in homes else ("alone", pk) for pk in pupil_ids})


def codes_seen(over: Over, pupil: int, codes: Iterable[str]) -> list[str]:
    """Those of a pupil's categories that the reader may know: all, the register's, or none."""
    if over.may("cards.status:read", pupil):
        return list(codes)
    if over.may("cards.register:read", pupil):
        return [code for code in codes if code in REGISTER]
    return []


def basis_seen(over: Over, pupil: int, category: Category | None) -> bool:
    """May the reader know on which paper a status the reader knows of rests?"""
    if category is not None and not category.sensitive:
        return over.may("cards.status:read", pupil)
    return over.may("cards.basis:read", pupil)


def count_by_category(
    school: School, pupils: PupilQuerySet, day: date
) -> dict[str, dict[str, int]]:
    """For each category how many of these pupils and of their families hold it on a day."""
    here = set(pupils.values_list("pk", flat=True))
    homes = household_ids_on(school, day)
    held: dict[str, set[int]] = defaultdict(set)
    for pk, code in statuses_on(school, day).values_list("pupil_id", "category"):
        if pk in here:
            held[code].add(pk)
    return {
        code: {
            "pupils": len(ids),
            "families": len({("home", homes[i]) if i in homes else ("alone", i) for i in ids}),
        }
        for code, ids in held.items()
    }


def held_by(
    pupil_ids: Iterable[int], codes: Iterable[str], day: date
) -> dict[int, list[StatusPeriod]]:
    """For each pupil the statuses of these categories held on a day."""
    found: dict[int, list[StatusPeriod]] = defaultdict(list)
    rows = (
        StatusPeriod.objects.on(day)
        .known_at()
        .filter(pupil_id__in=list(pupil_ids), category__in=list(codes))
        .order_by("since", "id")
    )
    for row in rows:
        found[row.pupil_id].append(row)
    return found


def kin_of_many(pupil_ids: Iterable[int], day: date) -> Any:
    """Kin of several pupils on a day."""
    return (
        Kinship.objects.on(day)
        .known_at()
        .filter(pupil_id__in=list(pupil_ids))
        .select_related("pupil", "member")
        .order_by("id")
    )


@dataclass(frozen=True)
class Mentor:
    """Somebody with the role of a mentor, the pupils assigned, and how many of them the reader
    does not see.
    """

    grant: RoleGrant
    pupils: list[Pupil]
    others: int


def mentors(school: School, user: User, day: date) -> list[Mentor]:
    """The mentors of the school by name, with those of their pupils whom the reader sees."""
    grants = mentor_grants(school, day)
    keys = {key for grant in grants for key in grant.pupil_keys}
    seen = Pupil.objects.visible_to(user).filter(school=school, key__in=keys)
    found = {pupil.key: pupil for pupil in with_class_on(seen, day)}
    return [
        Mentor(
            grant,
            sorted(
                (found[key] for key in grant.pupil_keys if key in found), key=lambda p: p.sort_key
            ),
            sum(key not in found for key in grant.pupil_keys),
        )
        for grant in grants
    ]


def mentor_grants(school: School, day: date) -> list[RoleGrant]:
    """The roles of mentors that are in force on the day or later, in the order of names."""
    found = RoleGrant.objects.open_on(day).filter(school=school, role=Role.MENTOR)
    return list(
        found.select_related("user", "school", "stands_in_for__user").order_by(
            "user__full_name", "id"
        )
    )


def mentors_of(pupil: Pupil) -> list[RoleGrant]:
    """The roles of mentors that name this pupil and are not over."""
    return [
        grant
        for grant in mentor_grants(pupil.school, clock.today())
        if pupil.key in grant.pupil_keys
    ]

"""Reads categories and statuses as of a day, as known at a moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from tirek.access.models import School
from tirek.cards.models import Category, Kinship, Norm, StatusPeriod
from tirek.school.models import Pupil, PupilQuerySet


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

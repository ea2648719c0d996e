"""Statuses as of a day, as known at a moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from tirek.access.models import School
from tirek.cards.models import StatusPeriod
from tirek.school.models import Pupil, PupilQuerySet
from tirek.school.queries import household_ids_on


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


def holds(status: StatusPeriod, day: date) -> bool:
    """Does the status hold on the day; the first and the last day are both included."""
    return (status.since is None or status.since <= day) and (
        status.until is None or status.until >= day
    )


def families_among(school: School, pupil_ids: Iterable[int], day: date) -> int:
    """How many families these pupils are; a pupil whose family is not known is one alone."""
    homes = household_ids_on(school, day)
    return len({("home", homes[pk]) if pk in homes else ("alone", pk) for pk in pupil_ids})


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

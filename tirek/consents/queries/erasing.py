"""Reads whose data are due to be erased, and what waits for approval."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, Q

from tirek.access.models import School
from tirek.consents.models import Erasure, ErasurePupil
from tirek.school.models import Enrolment, Pupil


@dataclass(frozen=True)
class Due:
    """A child who left so long ago that the school's term has passed."""

    pupil: Pupil
    left_on: date


def due_by_term(school: School, keep_years: int | None, today: date) -> list[Due]:
    """Children whose last day at school lies more than `keep_years` back; None: nobody, ever.

    A child who is or will be enrolled again is not due, nor one already proposed or erased.
    """
    if keep_years is None:
        return []
    believed = Enrolment.objects.known_at().filter(pupil__school=school)
    still = believed.filter(Q(until__isnull=True) | Q(until__gte=today)).values("pupil_id")
    asked = ErasurePupil.objects.filter(erasure__state=Erasure.State.PROPOSED).values("pupil_id")
    left = (
        believed.exclude(pupil_id__in=still)
        .exclude(pupil_id__in=asked)
        .filter(pupil__erased_on__isnull=True)
        .order_by()
        .values("pupil_id")
        .annotate(last=Max("until"))
    )
    gone = {
        row["pupil_id"]: row["last"]
        for row in left
        if _years_later(row["last"], keep_years) <= today
    }
    pupils = Pupil.objects.filter(pk__in=gone).order_by("sort_key", "id")
    return [Due(one, gone[one.pk]) for one in pupils]


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February, or beyond the calendar's end
        return date(min(day.year + years, 9999), 3, 1) if day.year + years <= 9999 else date.max


def proposals(school: School, user: Any) -> list[Erasure]:
    """The school's erasures, the newest first."""
    found = Erasure.objects.visible_to(user).filter(school=school)
    return list(
        found.select_related("proposed_by", "decided_by").prefetch_related("pupils__pupil")[:50]
    )


def waiting(school: School) -> int:
    """How many erasures wait for somebody's approval."""
    return Erasure.objects.filter(school=school, state=Erasure.State.PROPOSED).count()

"""Erases why something was moved or waived for a child."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from tirek.plans.models import Adjustment
from tirek.school.erasing import homes_left_empty
from tirek.school.models import Pupil


def erase(pupils: Sequence[Pupil], today: date) -> dict[str, int]:
    """Reasons go; what was moved to which day stays."""
    about = Q(pupil__in=pupils) | Q(household_id__in=homes_left_empty(pupils))
    return {"adjustments": Adjustment.objects.filter(about).update(reason="", annul_reason="")}

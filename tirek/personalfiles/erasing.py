"""Erases what personal files and records of interests say of children."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tirek.filing.keeping import forget
from tirek.journal.erasing import alone, entries_of
from tirek.personalfiles.models import FileCheck, FilePaper, Interests, PaperScan
from tirek.school.models import Pupil


def erase(pupils: Sequence[Pupil], today: date) -> dict[str, int]:
    """Numbers, notes, days and scans go; which paper it was and its state stay for the counts."""
    FilePaper.objects.filter(pupil__in=pupils).update(
        number="", note="", annul_reason="", on=None, until=None
    )
    scans = sum(forget(one) for one in PaperScan.objects.filter(pupil__in=pupils))
    own = alone(pupils)
    for model in (FileCheck, Interests):
        kept = model._base_manager.filter(entry__in=entries_of(pupils))
        kept.filter(entry_id__in=own).update(details={})
    return {"scans": scans}

"""What goes over from an act to the draft that corrects it."""

from __future__ import annotations

from typing import Any

from tirek.visits.models import ActFile, InspectionAct
from tirek.visits.rules.details import LONGEST_LINE, MOST_ROWS, rows_of


def advice_as_tasks(details: dict[str, Any]) -> None:
    """Recommendations kept as text become lines that can be closed one by one."""
    advice = str(details.pop("recommendations", "")).split("\n")
    rows = [{"what": line.strip()[:LONGEST_LINE]} for line in advice if line.strip()]
    if rows and not rows_of(details, "tasks"):
        details["tasks"] = rows[:MOST_ROWS]


def copy_photos(source: InspectionAct, target: InspectionAct) -> None:
    """A correction begins with the photos of the act it corrects; it is signed anew."""
    fields = ("kind", "caption", "kept_at", "kept_by_id", "name", "type", "sha256", "size", "file")
    ActFile.objects.bulk_create(
        ActFile(act=target, **{name: getattr(one, name) for name in fields})
        for one in source.files.standing().filter(kind=ActFile.PHOTO)
    )

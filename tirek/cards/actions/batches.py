"""Opens and ends one status for many pupils in one go, and takes that back as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tirek.access import audit, clock
from tirek.access.models import School, User
from tirek.access.refused import Refused
from tirek.cards.actions.evidence import annul_evidence, leave_evidence
from tirek.cards.actions.statuses import category_open, ending, make_status
from tirek.cards.models import BatchLine, Fate, StatusBatch, StatusPeriod
from tirek.cards.queries import Line, fates_of_ending, fates_of_opening
from tirek.school.models import Pupil


@transaction.atomic
def open_many(
    *, by: User, school: School, pupils: Sequence[Pupil], fields: Mapping[str, Any]
) -> StatusBatch:
    """Open one status for all of these pupils for whom nothing speaks against it.

    Who has it already, or is refused, stands in the batch with the reason.
    """
    category_open(school, fields)
    batch, lines = _begun(by, school, "OPEN", fields["category"], pupils), []
    for line in fates_of_opening(pupils, fields):
        made = make_status(by, line.pupil, fields, "CREATED") if line.applied else None
        lines.append(_line(batch, line, made))
    _written(by, batch, lines)
    leave_evidence(by, [line.status for line in lines if line.status is not None])
    return batch


@transaction.atomic
def end_many(
    *,
    by: User,
    school: School,
    pupils: Sequence[Pupil],
    category: str,
    until: date,
    note: str = "",
    paper: Mapping[str, Any] | None = None,
) -> StatusBatch:
    """End one status for all of these pupils who have it; the others stand with the reason."""
    batch, lines = _begun(by, school, "END", category, pupils), []
    for line in fates_of_ending(pupils, category, until, (paper or {}).get("on")):
        made = None
        if line.applied and line.status is not None:
            said = ending(line.status, until, note=note, paper=paper)
            made = make_status(by, line.pupil, said, "ENDED", replaces=line.status)
        lines.append(_line(batch, line, made))
    _written(by, batch, lines)
    return batch


@transaction.atomic
def take_back_batch(*, by: User, batch: StatusBatch) -> int:
    """Annul what the batch made, where nothing has replaced it since; how many that was."""
    locked = StatusBatch.objects.select_for_update().get(pk=batch.pk)
    if locked.taken_back_at is not None:
        raise Refused(_("This has been taken back already."))
    made = StatusPeriod.objects.known_at().filter(
        pk__in=locked.lines.exclude(status=None).values("status_id")
    )
    left = list(made.select_related("pupil__school"))
    if not left:
        raise Refused(_("Everything made here has been corrected or annulled since."))
    reason = _("Taken back together with the others.")
    now = clock.now()
    for one in left:
        one.annulled_at, one.annulled_by, one.annul_reason = now, by, reason
    StatusPeriod.objects.bulk_update(left, ["annulled_at", "annulled_by", "annul_reason"])
    audit.record_many(
        [("ANNULLED", one, "", one.category) for one in left], by=by, school=batch.school
    )
    annul_evidence(by, left, reason)
    batch.taken_back_at, batch.taken_back_by = now, by
    batch.save(update_fields=["taken_back_at", "taken_back_by"])
    return len(left)


def _begun(
    by: User, school: School, deed: str, category: str, pupils: Sequence[Pupil]
) -> StatusBatch:
    if not pupils:
        raise Refused(_("Tick at least one pupil."), field="pupils")
    if any(pupil.school_id != school.pk for pupil in pupils):
        raise Refused(_("Somebody here belongs to another school."), field="pupils")
    return StatusBatch.objects.create(
        school=school, deed=deed, category=category, by=by, at=clock.now()
    )


def _line(batch: StatusBatch, line: Line, made: StatusPeriod | None) -> BatchLine:
    return BatchLine(batch=batch, pupil=line.pupil, fate=line.fate, why=line.why, status=made)


def _written(by: User, batch: StatusBatch, lines: list[BatchLine]) -> None:
    if not any(line.fate == Fate.APPLIED for line in lines):
        raise Refused(_("There is nothing to do: see the reasons."))
    BatchLine.objects.bulk_create(lines)
    note = f"{batch.deed} {batch.category}: {sum(one.fate == Fate.APPLIED for one in lines)}"
    audit.record(by=by, verb="CREATED", thing=batch, school=batch.school, note=note)

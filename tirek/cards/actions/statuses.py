"""Opens, ends, corrects and annuls statuses."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tirek.access import audit, clock
from tirek.access.models import User
from tirek.access.refused import Refused
from tirek.cards.models import StatusPeriod
from tirek.cards.queries import categories, in_force, norms
from tirek.school.models import Pupil

STATUS_FIELDS = (
    "category",
    "since",
    "until",
    "basis_document",
    "basis_number",
    "basis_on",
    "norm",
    "note",
)


def _checked(pupil: Pupil, fields: Mapping[str, Any], replaces: StatusPeriod | None) -> None:
    code, since, until = fields["category"], fields.get("since"), fields.get("until")
    category = categories(pupil.school).get(code)
    if category is None:
        raise Refused(_("There is no such category."), field="category")
    if since is None:
        raise Refused(_("State from which day the status holds."), field="since")
    if since > clock.today():
        raise Refused(_("Enter today's date or an earlier one."), field="since")
    if category.until is not None and since > category.until:
        raise Refused(_("No status of this category begins any more."), field="category")
    if until is not None and until < since:
        raise Refused(_("The last day is before the first day."), field="until")
    basis_on = fields.get("basis_on")
    if basis_on is not None and basis_on > clock.today():
        raise Refused(_("The document is dated in the future."), field="basis_on")
    if not replaces or (replaces.norm, replaces.since) != (fields.get("norm"), since):
        _norm_in_force(pupil, fields.get("norm") or "", since)
    same = StatusPeriod.objects.known_at().filter(pupil=pupil, category=code)
    if replaces is not None:
        same = same.exclude(pk=replaces.pk)
    if same.touching(since, until or date.max).exists():
        raise Refused(_("The pupil already has this status in that time."), field="since")


def _norm_in_force(pupil: Pupil, code: str, on: date) -> None:
    if not code:
        return
    norm = norms(pupil.school).get(code)
    if norm is None:
        raise Refused(_("There is no such norm."), field="norm")
    if not in_force(norm, on):
        raise Refused(_("The norm is not in force on the first day."), field="norm")


def _made(by: User, pupil: Pupil, fields: Mapping[str, Any], verb: str, **more: Any) -> Any:
    values = {name: fields[name] for name in STATUS_FIELDS if fields.get(name) is not None}
    made = StatusPeriod.objects.create(
        pupil=pupil, recorded_by=by, recorded_at=clock.now(), **values, **more
    )
    audit.record(by=by, verb=verb, thing=made, school=pupil.school, note=made.category)
    return made


@transaction.atomic
def open_status(*, by: User, pupil: Pupil, fields: Mapping[str, Any]) -> StatusPeriod:
    """Open a status; the same category twice at one time is refused."""
    _checked(pupil, fields, None)
    made: StatusPeriod = _made(by, pupil, fields, "CREATED")
    return made


@transaction.atomic
def correct_status(*, by: User, status: StatusPeriod, fields: Mapping[str, Any]) -> StatusPeriod:
    """Correct a status: a new fact replaces it; what was believed before can still be shown."""
    _still_believed(status)
    _checked(status.pupil, fields, status)
    made: StatusPeriod = _made(by, status.pupil, fields, "CORRECTED", replaces=status)
    return made


@transaction.atomic
def end_status(*, by: User, status: StatusPeriod, until: date, note: str = "") -> StatusPeriod:
    """End a status: `until` is its last day."""
    fields = {name: getattr(status, name) for name in STATUS_FIELDS}
    fields["until"] = until
    if note:
        fields["note"] = f"{status.note}\n{note}".strip()
    _still_believed(status)
    _checked(status.pupil, fields, status)
    made: StatusPeriod = _made(by, status.pupil, fields, "ENDED", replaces=status)
    return made


@transaction.atomic
def annul_status(*, by: User, status: StatusPeriod, reason: str) -> StatusPeriod:
    """Annul a status recorded by mistake; a reason is required."""
    if not reason.strip():
        raise Refused(_("State the reason."), field="reason")
    _still_believed(status)
    status.annulled_at, status.annulled_by, status.annul_reason = clock.now(), by, reason
    status.save(update_fields=["annulled_at", "annulled_by", "annul_reason"])
    audit.record(by=by, verb="ANNULLED", thing=status, school=status.pupil.school)
    return status


def _still_believed(status: StatusPeriod) -> None:
    if not StatusPeriod.objects.known_at().filter(pk=status.pk).exists():
        raise Refused(_("This record has already been corrected or annulled."))

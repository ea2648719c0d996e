"""Opens, ends, renews, corrects and annuls statuses."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from tirek.access import audit, clock
from tirek.access.models import School, User
from tirek.access.refused import Refused
from tirek.cards.actions.evidence import annul_evidence, leave_evidence
from tirek.cards.actions.scans import attach_scan
from tirek.cards.models import Category, StatusPeriod
from tirek.cards.queries import categories, in_force, norms, said_of, said_of_fields
from tirek.cards.rules.conflicts import RETURNEE
from tirek.cards.rules.papers import (
    Fault,
    fault,
    fault_of_end,
    lacks_basis,
    last_day_before_citizenship,
)
from tirek.cards.wording import WHYS
from tirek.school.models import Pupil

STATUS_FIELDS = (
    "category",
    "since",
    "until",
    "basis_document",
    "basis_number",
    "basis_on",
    "basis_until",
    "norm",
    "note",
)
# How a status ended: kept by a correction for as long as it has a last day.
END_FIELDS = ("end_document", "end_number", "end_on", "citizen_on")


def refuse(found: Fault | None) -> None:
    """Say no to a fault that a rule found, in words, at its field."""
    if found is not None:
        raise Refused(WHYS[found[1]], field=found[0])


def _checked(
    pupil: Pupil,
    fields: Mapping[str, Any],
    replaces: StatusPeriod | None = None,
    *,
    ahead: bool = False,
) -> None:
    code, since = fields["category"], fields.get("since")
    kept = replaces is not None and (replaces.norm, replaces.since) == (fields.get("norm"), since)
    category = category_open(pupil.school, fields, norm_kept=kept)
    # What was brought in without its basis can be corrected in its other parts.
    excused = replaces is not None and replaces.category == code and lacks_basis(said_of(replaces))
    refuse(
        fault(
            said_of_fields(fields),
            clock.today(),
            born_on=pupil.born_on,
            demanded=category.basis_demanded and not excused,
            ahead=ahead,
        )
    )
    _not_twice(pupil, fields, replaces)


def category_open(
    school: School, fields: Mapping[str, Any], *, norm_kept: bool = False
) -> Category:
    """The category of a status that begins, when it may begin then and its norm is in force."""
    category, since = categories(school).get(fields["category"]), fields.get("since")
    if category is None:
        raise Refused(_("There is no such category."), field="category")
    if since is not None and category.until is not None and since > category.until:
        raise Refused(_("No status of this category begins any more."), field="category")
    if (code := fields.get("norm")) and since is not None and not norm_kept:
        norm = norms(school).get(code)
        if norm is None:
            raise Refused(_("There is no such norm."), field="norm")
        if not in_force(norm, since):
            raise Refused(_("The norm is not in force on the first day."), field="norm")
    return category


def _not_twice(pupil: Pupil, fields: Mapping[str, Any], replaces: StatusPeriod | None) -> None:
    same = StatusPeriod.objects.known_at().filter(pupil=pupil, category=fields["category"])
    if replaces is not None:
        same = same.exclude(pk=replaces.pk)
    since, until = fields.get("since") or date.min, fields.get("until") or date.max
    if same.touching(since, until).exists():
        raise Refused(WHYS["HAS"], field="since")


def make_status(by: User, pupil: Pupil, fields: Mapping[str, Any], verb: str, **more: Any) -> Any:
    """Write the fact down, with its line in the audit; whoever calls has checked it."""
    names = STATUS_FIELDS + END_FIELDS
    values = {name: fields[name] for name in names if fields.get(name) is not None}
    made = StatusPeriod.objects.create(
        pupil=pupil, recorded_by=by, recorded_at=clock.now(), **values, **more
    )
    audit.record(by=by, verb=verb, thing=made, school=pupil.school, note=made.category)
    return made


@transaction.atomic
def open_status(
    *,
    by: User,
    pupil: Pupil,
    fields: Mapping[str, Any],
    scan: UploadedFile[Any] | None = None,
) -> StatusPeriod:
    """Open a status; the same category twice at one time is refused, and one without the basis
    that its category demands.
    """
    _checked(pupil, fields)
    made: StatusPeriod = make_status(by, pupil, fields, "CREATED")
    if scan is not None:
        attach_scan(by=by, status=made, file=scan)
    leave_evidence(by, [made])
    return made


@transaction.atomic
def correct_status(
    *,
    by: User,
    status: StatusPeriod,
    fields: Mapping[str, Any],
    scan: UploadedFile[Any] | None = None,
) -> StatusPeriod:
    """Correct a status: a new fact replaces it; what was believed before can still be shown."""
    still_believed(status)
    _checked(status.pupil, fields, status, ahead=fields.get("since") == status.since)
    if fields.get("until"):
        fields = {name: getattr(status, name) for name in END_FIELDS} | dict(fields)
    made: StatusPeriod = make_status(by, status.pupil, fields, "CORRECTED", replaces=status)
    if scan is not None:
        attach_scan(by=by, status=made, file=scan)
    return made


@transaction.atomic
def end_status(
    *,
    by: User,
    status: StatusPeriod,
    until: date,
    note: str = "",
    paper: Mapping[str, Any] | None = None,
    citizen_on: date | None = None,
) -> StatusPeriod:
    """End a status: `until` is its last day, `paper` (document, number, on) why it ends."""
    still_believed(status)
    fields = ending(status, until, note=note, paper=paper)
    refuse(fault_of_end(said_of_fields(fields), clock.today()))
    _not_twice(status.pupil, fields, status)
    fields["citizen_on"] = citizen_on
    made: StatusPeriod = make_status(by, status.pupil, fields, "ENDED", replaces=status)
    return made


def ending(
    status: StatusPeriod,
    until: date,
    *,
    note: str = "",
    paper: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """What the fact says that ends a status."""
    fields = {name: getattr(status, name) for name in STATUS_FIELDS}
    fields["until"] = until
    if note:
        fields["note"] = f"{status.note}\n{note}".strip()
    said = paper or {}
    fields["end_document"] = said.get("document") or ""
    fields["end_number"], fields["end_on"] = said.get("number") or "", said.get("on")
    return fields


@transaction.atomic
def grant_citizenship(
    *, by: User, status: StatusPeriod, on: date, paper: Mapping[str, Any]
) -> StatusPeriod:
    """A returnee becomes a citizen on a day, by a paper: the status ends the day before."""
    if status.category != RETURNEE:
        raise Refused(_("Only a returnee's status ends with citizenship."))
    if on > clock.today():
        raise Refused(WHYS["AHEAD"], field="on")
    last = last_day_before_citizenship(status.since, on)
    if last is None:
        raise Refused(_("Citizenship is granted before the status begins."), field="on")
    note = _("Citizenship granted on %(day)s.") % {"day": f"{on:%d.%m.%Y}"}
    return end_status(by=by, status=status, until=last, note=note, paper=paper, citizen_on=on)


@transaction.atomic
def renew_status(
    *,
    by: User,
    status: StatusPeriod,
    fields: Mapping[str, Any],
    scan: UploadedFile[Any] | None = None,
) -> StatusPeriod:
    """A status goes on by a new paper: the old one ends with its term, the new begins after it.

    Without a last day the old one ends on the day before the new one.
    """
    still_believed(status)
    since = fields.get("since")
    if since is None:
        raise Refused(WHYS["NO_SINCE"], field="since")
    if status.until is None or status.until >= since:
        if status.since is not None and since <= status.since:
            raise Refused(_("The new term begins after the old one."), field="since")
        end_status(by=by, status=status, until=since - timedelta(days=1))
    given = {**fields, "category": status.category}
    _checked(status.pupil, given, ahead=True)
    made: StatusPeriod = make_status(by, status.pupil, given, "CREATED")
    if scan is not None:
        attach_scan(by=by, status=made, file=scan)
    return made


@transaction.atomic
def annul_status(*, by: User, status: StatusPeriod, reason: str) -> StatusPeriod:
    """Annul a status recorded by mistake; a reason is required."""
    if not reason.strip():
        raise Refused(_("State the reason."), field="reason")
    still_believed(status)
    status.annulled_at, status.annulled_by, status.annul_reason = clock.now(), by, reason
    status.save(update_fields=["annulled_at", "annulled_by", "annul_reason"])
    audit.record(by=by, verb="ANNULLED", thing=status, school=status.pupil.school)
    annul_evidence(by, [status], reason)
    return status


def still_believed(status: StatusPeriod) -> None:
    """Refuse to touch a record that has been corrected or annulled."""
    if not StatusPeriod.objects.known_at().filter(pk=status.pk).exists():
        raise Refused(_("This record has already been corrected or annulled."))

"""Opens cases and records their steps; status in the card opens and closes with decisions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tirek.access import audit, clock
from tirek.access.models import User
from tirek.access.refused import Refused
from tirek.cards import actions as cards
from tirek.cards.models import StatusPeriod
from tirek.journal.actions import annul_entry, record_entry
from tirek.prevention.models import Case, Matter, Step, StepKind
from tirek.prevention.queries import believed, facts_of, grounds_on
from tirek.prevention.rules import procedure
from tirek.prevention.rules.regimes import regime_on
from tirek.school.models import Pupil
from tirek.school.queries import pupils_on

FIELDS = ("who", "how", "words", "text", "number")
CATEGORY = "REGISTER"
# What each step leaves in the journal.
ENTRY_OF = {
    StepKind.PLACED: "REGISTER_DECISION",
    StepKind.DECLINED: "REGISTER_DECISION",
    StepKind.KEPT: "REGISTER_DECISION",
    StepKind.REMOVED: "REGISTER_DECISION",
    StepKind.REVIEWED: "REGISTER_REVIEW",
}


def why(code: str) -> str:
    """A refusal of the procedure in words."""
    return {
        "FUTURE": _("Enter today's date or an earlier one."),
        "NOT_ON": _("The child is not on the register."),
        "OVER": _("The case is over: nothing can be added to it."),
        "TWICE": _("This step is recorded already."),
        "EARLIER": _("Other steps are dated after this day."),
    }[code]


@transaction.atomic
def propose(*, by: User, pupil: Pupil, ground: str, fields: Mapping[str, Any]) -> Case:
    """Propose to place a child; the day decides the regime, the regime knows its grounds.

    Refused while another case of the child is open or the child is on the register already, for a
    ground that the regime does not know, and on a day on which the child was no pupil.
    """
    on: date = fields["on"]
    Pupil.objects.select_for_update().get(pk=pupil.pk)
    _ground_known(pupil, ground, on)
    _nothing_open(pupil)
    if _held(pupil, on).exists():
        raise Refused(_("The pupil is on the register already."), field="on")
    made = _case(by, pupil, ground, on)
    add_step(by=by, case=made, kind=StepKind.PROPOSED, fields=fields)
    return made


def _held(pupil: Pupil, on: date) -> Any:
    return (
        StatusPeriod.objects.known_at()
        .touching(on, date.max)
        .filter(pupil=pupil, category=CATEGORY)
    )


def _ground_known(pupil: Pupil, ground: str, on: date) -> None:
    if on > clock.today():
        raise Refused(why("FUTURE"), field="on")
    if ground not in grounds_on(pupil.school, on):
        raise Refused(_("This ground is not known on that day: choose another."), field="ground")
    if not pupils_on(pupil.school, on).filter(pk=pupil.pk).exists():
        raise Refused(_("The child was not a pupil on that day."), field="on")


def _nothing_open(pupil: Pupil) -> None:
    for other in Case.objects.filter(pupil=pupil):
        state = procedure.state_of(facts_of(believed(other)))
        if state in (procedure.WAITING, procedure.ON):
            raise Refused(_("The pupil has an open case already."))


def _case(by: User, pupil: Pupil, ground: str, on: date) -> Case:
    made = Case.objects.create(
        school=pupil.school, pupil=pupil, regime=regime_on(on), ground=ground
    )
    audit.record(by=by, verb="CREATED", thing=made, school=pupil.school)
    return made


@transaction.atomic
def enter_earlier(*, by: User, status: StatusPeriod, ground: str, number: str, text: str) -> Case:
    """A child on the register since before the program kept the procedure: its case is entered.

    The day is the status's first; the decision has no meeting, only its number.
    """
    pupil, on = status.pupil, status.since
    if status.category != CATEGORY or on is None:
        raise Refused(_("The child is not on the register."))
    if status.until is not None and status.until < clock.today():
        raise Refused(_("The child is not on the register."))
    Pupil.objects.select_for_update().get(pk=pupil.pk)
    _ground_known(pupil, ground, on)
    _nothing_open(pupil)
    made = _case(by, pupil, ground, on)
    made.status = status
    made.save(update_fields=["status"])
    for kind in (StepKind.PROPOSED, StepKind.PLACED):
        said = {"number": number, "text": text} if kind == StepKind.PLACED else {}
        _write(by, made, kind, on, said)
    return made


@transaction.atomic
def add_step(
    *,
    by: User,
    case: Case,
    kind: str,
    fields: Mapping[str, Any],
    matter: Matter | None = None,
) -> Step:
    """Record the next step; a decision only from a matter of a meeting.

    PLACED opens the status in the card, REMOVED and LEFT end it: their day is its last.
    """
    on: date = fields["on"]
    Case.objects.select_for_update().get(pk=case.pk)
    if (kind in procedure.DECISIONS) != (matter is not None):
        raise Refused(_("Only the council decides this."))
    if code := procedure.problem(kind, on, facts_of(believed(case)), clock.today()):
        raise Refused(why(code), field="on")
    if kind == StepKind.PLACED:
        if regime_on(on) != case.regime:
            raise Refused(
                _("The regime has changed since the proposal: propose anew with its ground.")
            )
        number = fields.get("number") or ""
        case.status = cards.open_status(
            by=by,
            pupil=case.pupil,
            fields={
                "category": CATEGORY,
                "since": on,
                "basis_document": _("Decision of the prevention council"),
                "basis_number": number,
                "basis_on": on,
            },
        )
        case.save(update_fields=["status"])
    if kind in (StepKind.REMOVED, StepKind.LEFT):
        _end_status(by, case, on, fields)
    return _write(by, case, kind, on, fields, matter)


def _write(
    by: User,
    case: Case,
    kind: str,
    on: date,
    fields: Mapping[str, Any],
    matter: Matter | None = None,
) -> Step:
    values = {name: fields[name] for name in FIELDS if fields.get(name)}
    entry = None
    if kind in ENTRY_OF:
        entry = record_entry(
            by=by,
            school=case.school,
            kind=ENTRY_OF[StepKind(kind)],
            on=on,
            pupils=[case.pupil],
            text=values.get("text") or str(StepKind(kind).label),
        )
    made = Step.objects.create(
        case=case,
        kind=kind,
        on=on,
        recorded_by=by,
        recorded_at=clock.now(),
        matter=matter,
        entry=entry,
        **values,
    )
    audit.record(by=by, verb="CREATED", thing=case, school=case.school, note=kind)
    return made


def _end_status(by: User, case: Case, on: date, fields: Mapping[str, Any]) -> None:
    status = _status_now(case)
    if status is None or status.until is not None:
        return
    paper = {
        "document": _("Decision of the prevention council") if fields.get("number") else "",
        "number": fields.get("number") or "",
        "on": on if fields.get("number") else None,
    }
    case.status = cards.end_status(by=by, status=status, until=on, paper=paper)
    case.save(update_fields=["status"])


def _status_now(case: Case) -> StatusPeriod | None:
    """The status of the case as believed now: the card may have corrected it since."""
    if case.status is None:
        return None
    held: StatusPeriod | None = (
        StatusPeriod.objects.known_at()
        .filter(pupil=case.pupil, category=CATEGORY, since=case.status.since)
        .first()
    )
    return held


@transaction.atomic
def annul_step(*, by: User, step: Step, reason: str) -> Step:
    """The last step of a case was recorded by mistake; what it did to the card is undone."""
    if not reason.strip():
        raise Refused(_("State the reason."), field="reason")
    case = Case.objects.select_for_update().get(pk=step.case_id)
    steps = believed(case)
    if step.pk not in {one.pk for one in steps}:
        raise Refused(_("This record has already been corrected or annulled."))
    if steps[-1].pk != step.pk:
        raise Refused(_("Annul the later steps first."))
    if step.kind == StepKind.PROPOSED and case.matters.filter(meeting__held_at=None).exists():
        raise Refused(_("The case is on a meeting's agenda: take it off first."))
    step.annulled_at, step.annulled_by, step.annul_reason = clock.now(), by, reason
    step.save(update_fields=["annulled_at", "annulled_by", "annul_reason"])
    if step.entry is not None and step.entry.annulled_at is None:
        annul_entry(by=by, entry=step.entry, reason=reason)
    _undo_status(by, case, step, reason)
    audit.record(by=by, verb="ANNULLED", thing=case, school=case.school, note=step.kind)
    return step


def _undo_status(by: User, case: Case, step: Step, reason: str) -> None:
    """Annul what the step wrote on the card; what stood there before is believed again."""
    status = _status_now(case)
    if step.kind == StepKind.PLACED and step.matter is not None:
        while status is not None:
            cards.annul_status(by=by, status=status, reason=reason)
            status = _status_now(case)
    elif step.kind in (StepKind.REMOVED, StepKind.LEFT) and status and status.until == step.on:
        cards.annul_status(by=by, status=status, reason=reason)
        status = _status_now(case)
    else:
        return
    case.status = status
    case.save(update_fields=["status"])

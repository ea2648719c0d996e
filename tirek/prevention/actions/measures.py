"""Measures of an individual plan: added, changed, carried out, dropped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tirek.access import audit, clock
from tirek.access.models import User
from tirek.access.refused import Refused
from tirek.journal.actions import annul_entry, record_entry
from tirek.prevention.models import Case, Measure
from tirek.prevention.queries import believed, facts_of
from tirek.prevention.rules import procedure

NAMES = ("what", "user", "who", "due_on")


def _checked(case: Case, fields: Mapping[str, Any]) -> dict[str, Any]:
    facts = facts_of(believed(case))
    if procedure.state_of(facts) != procedure.ON:
        raise Refused(_("The child is not on the register."))
    if not (fields.get("user") or fields.get("who")):
        raise Refused(_("State who carries it out."), field="user")
    if fields["due_on"] < min(one.on for one in facts):
        raise Refused(_("The term is before the case began."), field="due_on")
    return {name: fields.get(name) or ("" if name == "who" else None) for name in NAMES}


@transaction.atomic
def add_measure(*, by: User, case: Case, fields: Mapping[str, Any]) -> Measure:
    """Add a measure to the plan of a child on the register."""
    made = Measure.objects.create(case=case, **_checked(case, fields))
    audit.record(by=by, verb="CHANGED", thing=case, school=case.school, note="MEASURE")
    return made


def _undone(measure: Measure) -> Measure:
    found = Measure.objects.select_for_update().get(pk=measure.pk)
    if found.done_on is not None or found.dropped_at is not None:
        raise Refused(_("The measure was carried out or dropped already."))
    return found


@transaction.atomic
def change_measure(*, by: User, measure: Measure, fields: Mapping[str, Any]) -> Measure:
    """Change a measure that is not carried out yet."""
    found = _undone(measure)
    for name, value in _checked(found.case, fields).items():
        setattr(found, name, value)
    found.save()
    audit.record(by=by, verb="CHANGED", thing=found.case, school=found.case.school, note="MEASURE")
    return found


@transaction.atomic
def mark_measure(
    *, by: User, measure: Measure, on: date, mark: str, rows: Iterable[str] = ()
) -> Measure:
    """The measure was carried out: the journal has it as evidence from now on."""
    found = _undone(measure)
    facts = facts_of(believed(found.case))
    if on > clock.today():
        raise Refused(_("Enter today's date or an earlier one."), field="on")
    if on < min(one.on for one in facts):
        raise Refused(_("Before the case began."), field="on")
    if not mark.strip():
        raise Refused(_("Say how it was carried out."), field="mark")
    found.done_on, found.mark = on, mark
    found.entry = record_entry(
        by=by,
        school=found.case.school,
        kind="REGISTER_MEASURE",
        on=on,
        pupils=[found.case.pupil],
        rows=rows,
        text=f"{found.what}\n{mark}",
    )
    found.save()
    audit.record(by=by, verb="CHANGED", thing=found.case, school=found.case.school, note="DONE")
    return found


@transaction.atomic
def unmark_measure(*, by: User, measure: Measure, reason: str) -> Measure:
    """The mark was a mistake: the measure is open again, its evidence annulled."""
    if not reason.strip():
        raise Refused(_("State the reason."), field="reason")
    found = Measure.objects.select_for_update().get(pk=measure.pk)
    if found.done_on is None:
        raise Refused(_("The measure is not marked as carried out."))
    if found.entry is not None and found.entry.annulled_at is None:
        annul_entry(by=by, entry=found.entry, reason=reason)
    found.done_on, found.mark, found.entry = None, "", None
    found.save()
    audit.record(by=by, verb="CHANGED", thing=found.case, school=found.case.school, note="UNDONE")
    return found


@transaction.atomic
def drop_measure(*, by: User, measure: Measure, reason: str) -> Measure:
    """The measure is not needed any more: it stays in the plan, with the reason."""
    if not reason.strip():
        raise Refused(_("State the reason."), field="reason")
    found = _undone(measure)
    found.dropped_at, found.drop_reason = clock.now(), reason
    found.save(update_fields=["dropped_at", "drop_reason"])
    audit.record(by=by, verb="CHANGED", thing=found.case, school=found.case.school, note="MEASURE")
    return found

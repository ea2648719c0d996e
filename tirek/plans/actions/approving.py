"""Submits plans, sends them back and puts them in force."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tirek.access import audit, clock
from tirek.access.models import User
from tirek.access.refused import Refused
from tirek.journal.actions import record_entry
from tirek.plans.actions.making import check_draft
from tirek.plans.models import Plan, PlanRow

SUBMITTED = ("submitted_on", "submitted_by")
SENT_BACK = ("sent_back_on", "sent_back_by", "sent_back_reason")


@transaction.atomic
def submit_plan(*, by: User, plan: Plan) -> Plan:
    """Give a draft to the deputy director or director; nobody changes it until they answer.

    Refused: it is no draft; it has no rows; some of its terms are only proposed.
    """
    check_draft(plan)
    _ready(plan)
    plan.submitted_on, plan.submitted_by = clock.today(), by
    plan.save(update_fields=SUBMITTED)
    audit.record(by=by, verb="CHANGED", thing=plan, school=plan.school, note="submitted")
    return plan


@transaction.atomic
def take_back_plan(*, by: User, plan: Plan) -> Plan:
    """Take a submitted plan back before it is answered: it is a draft again."""
    _submitted(plan)
    plan.submitted_on = plan.submitted_by = None
    plan.save(update_fields=SUBMITTED)
    audit.record(by=by, verb="CHANGED", thing=plan, school=plan.school, note="taken back")
    return plan


@transaction.atomic
def send_back_plan(*, by: User, plan: Plan, reason: str) -> Plan:
    """Send a submitted plan back to be changed, with the reason: it is a draft again."""
    _submitted(plan)
    if not reason.strip():
        raise Refused(_("State the reason."), field="reason")
    plan.submitted_on = plan.submitted_by = None
    plan.sent_back_on, plan.sent_back_by = clock.today(), by
    plan.sent_back_reason = reason.strip()
    plan.save(update_fields=[*SUBMITTED, *SENT_BACK])
    audit.record(by=by, verb="CHANGED", thing=plan, school=plan.school, note="sent back")
    return plan


@transaction.atomic
def approve_plan(*, by: User, plan: Plan, on: date | None = None) -> Plan:
    """Put a plan in force from a day; the journal keeps it as the proof of rows that ask for it."""
    day = on or clock.today()
    if plan.approved_on is not None:
        raise Refused(_("This plan is approved already."))
    if day > clock.today():
        raise Refused(_("Enter today's date or an earlier one."), field="on")
    rows = _ready(plan)
    plan.approved_on, plan.approved_by = day, by
    plan.submitted_on = None
    plan.save(update_fields=["approved_on", "approved_by", "submitted_on"])
    proves = [row.code for row in rows if "PLAN_APPROVED" in _flat(row.evidence)]
    record_entry(by=by, school=plan.school, kind="PLAN_APPROVED", on=day, rows=proves)
    audit.record(by=by, verb="APPROVED", thing=plan, school=plan.school, note=plan.kind)
    return plan


def _submitted(plan: Plan) -> None:
    if plan.submitted_on is None or plan.approved_on is not None:
        raise Refused(_("This plan is not submitted."))


def _ready(plan: Plan) -> list[PlanRow]:
    """The rows of a plan that can be approved; Refused with what is missing."""
    rows = list(plan.rows.all())
    if not rows:
        raise Refused(_("The plan has no rows yet."))
    if plan.has_proposals:
        raise Refused(
            _("Some terms are only proposed: look through the plan and confirm it first.")
        )
    return rows


def _flat(evidence: Iterable[Any]) -> list[str]:
    return [one for group in evidence for one in ([group] if isinstance(group, str) else group)]

"""Amends approved plans: a row is added, changed, ended or taken up again from a day on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tirek.access import audit, clock
from tirek.access.models import User
from tirek.access.refused import Refused
from tirek.plans.actions.making import checked
from tirek.plans.actions.reviewing import appended
from tirek.plans.models import Amendment, Plan, PlanRow
from tirek.plans.rules.amendments import AMENDED, before_of, kept_of


@transaction.atomic
def amend_row(
    *, by: User, row: PlanRow, fields: Mapping[str, Any], reason: str, on: date
) -> Amendment:
    """Change a row of an approved plan from a day on; earlier days stay as they were.

    Refused: no reason; nothing changed; a day before the approval, before the row's last
    amendment or after today; an ended row; what the rules cannot count.
    """
    values = {name: value for name, value in checked(fields).items() if name in AMENDED}
    before = {name: getattr(row, name) for name in values if getattr(row, name) != values[name]}
    _can_amend(row.plan, row, reason, on)
    if row.ended_on is not None:
        raise Refused(_("This row has ended. Take it up again first."))
    if not before:
        raise Refused(_("Nothing is changed yet."))
    return _amended(by, row, Amendment.Kind.CHANGED, on, reason, before, values)


@transaction.atomic
def add_by_amendment(
    *, by: User, plan: Plan, fields: Mapping[str, Any], reason: str, on: date
) -> Amendment:
    """Add a row of the school's own at the end of an approved plan, in force from a day on."""
    _can_amend(plan, None, reason, on)
    return _amended(by, appended(plan, fields), Amendment.Kind.ADDED, on, reason, {}, {})


@transaction.atomic
def end_row(*, by: User, row: PlanRow, reason: str, on: date) -> Amendment:
    """End a row of an approved plan: from that day on nothing is due by it."""
    _can_amend(row.plan, row, reason, on)
    if row.ended_on is not None:
        raise Refused(_("This row has ended already."))
    ended = {"ended_on": on}
    return _amended(by, row, Amendment.Kind.ENDED, on, reason, {"ended_on": None}, ended)


@transaction.atomic
def take_back_amendment(*, by: User, amendment: Amendment, reason: str) -> Amendment:
    """Answer a row's last amendment with another of the same day: it is as if not made.

    Both stay in the list. Refused: no reason; a later amendment of the row stands.
    """
    row, last = amendment.row, amendment.row.amendments.order_by("pk").last()
    if last != amendment:
        raise Refused(_("The row was amended later. Take that back first."))
    if amendment.kind == Amendment.Kind.ADDED:
        return end_row(by=by, row=row, reason=reason, on=amendment.on)
    _can_amend(row.plan, row, reason, amendment.on)
    values = before_of(amendment.before)
    before = {name: getattr(row, name) for name in values}
    kind = Amendment.Kind.CHANGED
    if "ended_on" in values:
        kind = Amendment.Kind.RESUMED if values["ended_on"] is None else Amendment.Kind.ENDED
    return _amended(by, row, kind, amendment.on, reason, before, values)


def _can_amend(plan: Plan, row: PlanRow | None, reason: str, on: date) -> None:
    if plan.approved_on is None:
        raise Refused(_("This plan is a draft: change its rows themselves."))
    if not reason.strip():
        raise Refused(_("State the reason."), field="reason")
    if on > clock.today():
        raise Refused(_("Enter today's date or an earlier one."), field="on")
    first = max(filter(None, (plan.approved_on, plan.school_year.starts_on)))
    if on < first:
        words = _("Choose a day from %(day)s on.") % {"day": f"{first:%d.%m.%Y}"}
        raise Refused(words, field="on")
    if row is not None and row.amended_on is not None and on < row.amended_on:
        words = _("This row was amended on %(day)s: choose that day or a later one.")
        raise Refused(words % {"day": f"{row.amended_on:%d.%m.%Y}"}, field="on")


def _amended(
    by: User,
    row: PlanRow,
    kind: str,
    on: date,
    reason: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
) -> Amendment:
    for name, value in after.items():
        setattr(row, name, value)
    row.amended_on = on
    row.save(update_fields=[*after, "amended_on"])
    made = Amendment.objects.create(
        row=row, kind=kind, on=on, reason=reason.strip(), before=kept_of(before), by=by
    )
    note = f"{kind} {row.code} {','.join(before)}".rstrip()
    audit.record(by=by, verb="CHANGED", thing=made, school=row.plan.school, note=note)
    return made

"""The review of a plan that was read from a file: confirm, split, join, say what an item is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tirek.access import audit
from tirek.access.models import User
from tirek.access.refused import Refused
from tirek.plans.actions.making import LETTERS, change_row, check_draft, checked
from tirek.plans.models import Plan, PlanRow
from tirek.plans.rules.evidence import SCHOOL


@transaction.atomic
def review_plan(*, by: User, plan: Plan, rows: Mapping[int, Mapping[str, Any]]) -> Plan:
    """Keep what the review says of each row (by its key), and that a person has confirmed it."""
    check_draft(plan)
    for row in plan.rows.all():
        if row.pk in rows:
            change_row(by=by, row=row, fields=rows[row.pk])
    plan.source = {**plan.source, "confirmed": True}
    plan.save(update_fields=["source"])
    audit.record(by=by, verb="CHANGED", thing=plan, school=plan.school, note="reviewed")
    return plan


@transaction.atomic
def split_row(*, by: User, row: PlanRow) -> list[PlanRow]:
    """Make one row of every line of the item's words; the first keeps its code and meaning."""
    check_draft(row.plan)
    lines = [line.strip() for line in row.text_kk.splitlines() if line.strip()]
    if len(lines) < 2:
        raise Refused(_("Put each part on a line of its own first, then split."))
    rows = list(row.plan.rows.all())
    at = rows.index(row)
    row.text_kk = lines[0]
    made = [
        PlanRow(
            plan=row.plan,
            code=_free_code(row, number),
            number=row.number,
            section_kk=row.section_kk,
            section_ru=row.section_ru,
            section_en=row.section_en,
            text_kk=line,
            term=row.term,
            responsible=row.responsible,
            unit=SCHOOL,
            position=0,
        )
        for number, line in enumerate(lines[1:], start=2)
    ]
    _put_in_order([*rows[:at], row, *made, *rows[at + 1 :]])
    audit.record(by=by, verb="CHANGED", thing=row, school=row.plan.school, note="split")
    return [row, *made]


@transaction.atomic
def join_rows(*, by: User, row: PlanRow) -> PlanRow:
    """Join a row to the one above it: its words are added there, the row goes."""
    check_draft(row.plan)
    rows = list(row.plan.rows.all())
    at = rows.index(row)
    if at == 0:
        raise Refused(_("There is no row above to join to."))
    above = rows[at - 1]
    above.text_kk = f"{above.text_kk}\n{row.text_kk}"
    above.save(update_fields=["text_kk"])
    row.delete()
    _put_in_order([*rows[:at], *rows[at + 1 :]])
    audit.record(by=by, verb="CHANGED", thing=above, school=above.plan.school, note="joined")
    return above


@transaction.atomic
def take_out_row(*, by: User, row: PlanRow) -> None:
    """Take a row out of a draft; what the file said is kept with the plan."""
    check_draft(row.plan)
    plan, code = row.plan, row.code
    row.delete()
    _put_in_order(list(plan.rows.all()))
    audit.record(by=by, verb="CHANGED", thing=plan, school=plan.school, note=f"without {code}")


@transaction.atomic
def add_row(*, by: User, plan: Plan, fields: Mapping[str, Any]) -> PlanRow:
    """Add a row of the school's own at the end of a draft; its code and number are given to it.

    Refused: the plan is approved; a term, cohort or evidence that cannot be counted.
    """
    check_draft(plan)
    row = appended(plan, fields)
    audit.record(by=by, verb="CREATED", thing=row, school=plan.school, note=row.code)
    return row


def appended(plan: Plan, fields: Mapping[str, Any]) -> PlanRow:
    """A row kept at the end of a plan, in its last section, with the next number and a code."""
    rows = list(plan.rows.all())
    numbers = [int(row.number) for row in rows if row.number.isdigit()]
    row = PlanRow(
        plan=plan,
        position=len(rows) + 1,
        number=str(max(numbers, default=0) + 1),
        section_kk=rows[-1].section_kk if rows else "",
        section_ru=rows[-1].section_ru if rows else "",
        section_en=rows[-1].section_en if rows else "",
        **checked(fields),
    )
    row.code = _free_code(row, 1)
    row.save()
    return row


@transaction.atomic
def move_row_up(*, by: User, row: PlanRow) -> PlanRow:
    """Put a row of a draft before the one above it."""
    return _moved(by, row, -1)


@transaction.atomic
def move_row_down(*, by: User, row: PlanRow) -> PlanRow:
    """Put a row of a draft after the one below it."""
    return _moved(by, row, +1)


def _moved(by: User, row: PlanRow, by_places: int) -> PlanRow:
    check_draft(row.plan)
    rows = list(row.plan.rows.all())
    at = rows.index(row)
    to = at + by_places
    if not 0 <= to < len(rows):
        raise Refused(_("The row stands at the end already."))
    rows.insert(to, rows.pop(at))
    _put_in_order(rows)
    audit.record(by=by, verb="CHANGED", thing=row, school=row.plan.school, note="position")
    return row


def _put_in_order(rows: Sequence[PlanRow]) -> None:
    for position, row in enumerate(rows, start=1):
        row.position = position
        row.save()


def _free_code(row: PlanRow, number: int) -> str:
    """A code of the plan's letter that no row of the year has."""
    taken = set(
        PlanRow.objects.filter(plan__school_year=row.plan.school_year_id).values_list(
            "code", flat=True
        )
    )
    code = f"{LETTERS.get(row.plan.kind, 'S')}{row.number}-{number}"
    while code in taken:
        code += "+"
    return code

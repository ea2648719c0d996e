"""Brings a list in as long work: read, looked at once more, written."""

from __future__ import annotations

import hashlib

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from tirek.access.refused import Refused
from tirek.longwork.actions import Tell
from tirek.longwork.models import Work
from tirek.school.importing.applying import apply_roster
from tirek.school.importing.planning import Plan, plan_import
from tirek.school.models import RosterImport
from tirek.school.reading import read_tables
from tirek.school.rules.roster import Table


def tables_of(draft: RosterImport) -> list[Table]:
    """The sheets of the file that was sent."""
    with draft.file.open("rb") as opened:
        return read_tables(opened.read())


def planned(draft: RosterImport, tables: list[Table]) -> Plan:
    """What happens to each row of the file as things stand."""
    return plan_import(
        tables=tables,
        school=draft.school,
        school_year=draft.school_year,
        since=draft.since,
        open_classes=draft.open_classes,
    )


def mark(plan: Plan) -> str:
    """The same for the same plan: what was shown is what is brought in."""
    told = [(d.row.sheet, d.row.row, d.fate.value, d.pupil, d.changes) for d in plan.decisions]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:20]


def bring_in(work: Work, tell: Tell) -> str:
    """Bring in the draft that the work names; refused when its plan is no more the one seen."""
    draft = RosterImport.objects.visible_to(work.by).select_related("school", "school_year")
    found = draft.get(pid=work.args["draft"])
    address = reverse("school:import_preview", args=[found.pid])
    if found.state != RosterImport.State.DRAFT:
        return address
    tables = tables_of(found)
    plan = planned(found, tables)
    if mark(plan) != work.args["seen"]:
        raise Refused(_("The card index has changed meanwhile: look once more."))
    apply_roster(
        by=work.by,
        school=found.school,
        school_year=found.school_year,
        tables=tables,
        file_name=found.file_name,
        since=found.since,
        open_classes=found.open_classes,
        draft=found,
        tell=tell,
    )
    stored = found.file
    transaction.on_commit(lambda: stored.delete(save=False))
    return address

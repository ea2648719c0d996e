"""Recommendations of signed acts: what is to be done, until somebody closes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tirek.access import audit, clock
from tirek.access.models import User
from tirek.access.refused import Refused
from tirek.visits.models import InspectionAct, VisitTask
from tirek.visits.rules.details import rows_of


def open_tasks(act: InspectionAct, corrected: InspectionAct | None = None) -> None:
    """Make the lines of a signed act due; what was closed on the act it corrects stays closed."""
    made = tasks_of(act)
    before = {task.what: task for task in corrected.tasks.all()} if corrected else {}
    for task in made:
        if (old := before.get(task.what)) and old.closed_on:
            task.closed_on, task.how = old.closed_on, old.how
            task.closed_by_id, task.closed_at = old.closed_by_id, old.closed_at
    VisitTask.objects.bulk_create(made)


def tasks_of(
    act: InspectionAct,
    closed: Sequence[Mapping[str, Any]] = (),
    logins: Mapping[str, int] | None = None,
) -> list[VisitTask]:
    """The rows of an act's recommendations, not kept yet; `closed` as in the school file.

    `logins`: ids of the people who closed them, by login.
    """
    ends = {one.get("task"): one for one in closed}
    made = []
    for place, row in enumerate(rows_of(act.details, "tasks"), start=1):
        end = ends.get(place, {})
        by = str(row.get("by") or "")
        made.append(
            VisitTask(
                act=act,
                place=place,
                what=str(row.get("what", "")),
                who=str(row.get("who", "")),
                by=date.fromisoformat(by) if by else None,
                closed_on=date.fromisoformat(str(end["on"])) if end.get("on") else None,
                how=str(end.get("how", "")),
                closed_by_id=(logins or {}).get(str(end.get("by", ""))),
            )
        )
    return made


@transaction.atomic
def close_task(*, by: User, task: VisitTask, on: date, how: str) -> VisitTask:
    """What was recommended is done, or will not be: said in words, with its day.

    Refused: closed already, no words, a day in the future or before the act.
    """
    held = _held(task)
    if held.closed_on is not None:
        raise Refused(_("This recommendation is closed already."))
    if not how.strip():
        raise Refused(_("Say what was done."), field="how")
    if on > clock.today():
        raise Refused(_("Enter today's date or an earlier one."), field="on")
    if on < held.act.entry.on:
        raise Refused(_("This is before the day of the inspection."), field="on")
    held.closed_on, held.how = on, how.strip()[:300]
    held.closed_by, held.closed_at = by, clock.now()
    held.save(update_fields=["closed_on", "how", "closed_by", "closed_at"])
    audit.record(by=by, verb="CHANGED", thing=held.act, school=held.act.school, note="task closed")
    return held


@transaction.atomic
def reopen_task(*, by: User, task: VisitTask) -> VisitTask:
    """A recommendation closed by mistake is due again; the audit keeps who closed it."""
    held = _held(task)
    if held.closed_on is None:
        raise Refused(_("This recommendation is open."))
    held.closed_on, held.how, held.closed_by, held.closed_at = None, "", None, None
    held.save(update_fields=["closed_on", "how", "closed_by", "closed_at"])
    audit.record(by=by, verb="CHANGED", thing=held.act, school=held.act.school, note="task opened")
    return held


def _held(task: VisitTask) -> VisitTask:
    rows = VisitTask.objects.select_for_update(of=("self",)).select_related("act__entry")
    held = rows.get(pk=task.pk)
    if not InspectionAct.objects.signed().filter(pk=held.act_id).exists():
        raise Refused(_("The act has been corrected or annulled meanwhile."))
    return held

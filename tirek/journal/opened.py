"""What the card index leaves in the journal: a status opened is a piece of work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tirek.access.models import School, User
from tirek.journal.actions import annul_entry, record_entry
from tirek.journal.models import Entry
from tirek.school.models import Pupil


def status_opened(*, by: User, school: School, pupils: Sequence[Pupil], on: date, text: str) -> str:
    """One entry about all of them (`settings.STATUS_OPENED`); gives its public id."""
    entry = record_entry(
        by=by, school=school, kind="STATUS_OPENED", on=on, pupils=pupils, text=text
    )
    return entry.pid


def status_annulled(*, by: User, evidence: str, reason: str) -> None:
    """None of the statuses stands any more: nor does the entry (`settings.STATUS_ANNULLED`)."""
    entry = Entry.objects.known_at().filter(pid=evidence).select_related("school").first()
    if entry is not None and entry.state != "ANNULLED":
        annul_entry(by=by, entry=entry, reason=reason)

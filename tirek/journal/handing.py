"""What of this room a successor takes over: drafts. What is done stays with its author."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from tirek.access import audit
from tirek.access.handing import Open
from tirek.access.models import School, User
from tirek.journal import kinds
from tirek.journal.models import Entry, State


def open_things(*, school: School, user: User, on: date) -> list[Open]:
    """The person's drafts, kind by kind (a housing act that is not signed is one of them)."""
    drafts: QuerySet[Entry] = Entry.objects.filter(
        school=school, author=user, state=State.DRAFT, annulled_at__isnull=True
    )
    codes = drafts.order_by("kind").values_list("kind", flat=True).distinct()
    return [
        Open(f"journal.{code}", str(kinds.kind(code).name), drafts.filter(kind=code), hand_draft)
        for code in codes
    ]


@transaction.atomic
def hand_draft(*, by: User, row: Entry, to: User) -> Entry:
    """Somebody else goes on with a draft: it is no fact yet, so its author is written over."""
    row.author = to
    row.save(update_fields=["author"])
    audit.record(by=by, verb="CHANGED", thing=row, school=row.school, note="handed over")
    return row

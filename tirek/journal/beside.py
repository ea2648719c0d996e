"""What a room keeps beside a journal entry that is drafted, signed, corrected and annulled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.db import models
from django.db.models import Q

from tirek.access.facts import known
from tirek.journal.models import Entry, State

Row = TypeVar("Row", bound=models.Model)


class BesideQuerySet(models.QuerySet[Row]):
    """Reads rows that have an `entry` and a `school`."""

    def believed(self) -> Self:
        """Those that stand: neither annulled nor replaced by a correction."""
        replaced = Entry.objects.filter(known(None), replaces__isnull=False).values("replaces_id")
        return self.filter(entry__annulled_at__isnull=True).exclude(entry_id__in=replaced)

    def signed(self) -> Self:
        """Those that stand and are signed."""
        return self.believed().filter(entry__state=State.DONE)

    def on_paper(self, school: Any, key: str) -> Self:
        """The signed or annulled one of an entry's key or public id."""
        named = Q(entry__key=key.strip()) | Q(entry__pid=key.strip())
        found = self.filter(named, school=school).exclude(entry__state=State.DRAFT)
        return found.select_related("entry", "school")


class BesideEntry:
    """What such a row says of its entry."""

    if TYPE_CHECKING:
        entry: Any

    @property
    def pid(self) -> str:
        """The public id: the entry's."""
        return str(self.entry.pid)

    @property
    def is_draft(self) -> bool:
        """Not signed yet."""
        return bool(self.entry.state == State.DRAFT)

    @property
    def is_annulled(self) -> bool:
        """Annulled: it stays to be seen and counts no more."""
        return bool(self.entry.state == State.ANNULLED)

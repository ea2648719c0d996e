"""What the journal puts into a child's file: what took place, and texts where they may go."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from tirek.journal import kinds
from tirek.journal.erasing import alone, entries_of
from tirek.journal.models import Entry, State
from tirek.office.document import Cell, Column, Table
from tirek.school.childfile import Part, staff_words
from tirek.school.models import Pupil

# A protection case may be about those who ask for the file: not even that there is one is told.
NEVER = "work.protection"


def part(pupil: Pupil, user: Any, language: str) -> Part:
    """Done entries about the child and the family, the oldest first, with author.

    Left out: texts about other children too, and those that are not open to who prepares the file
    (kept for their author, or by a specialist).
    """
    rows: list[list[Cell]] = []
    files: list[tuple[str, str]] = []
    closed = shared = 0
    for entry, own, open_ in told(pupil, user):
        text = entry.text if own and open_ else ""
        closed += bool(entry.text) and not open_
        shared += bool(entry.text) and open_ and not own
        if own and open_:
            files += [
                (f"{entry.on:%Y-%m-%d} {one.name}", str(one.file.name))
                for one in entry.attachments.all()
                if one.file
            ]
        what = f"{entry.kind_name}: {entry.topic_name}" if entry.topic else entry.kind_name
        rows.append([entry.on, what, text, staff_words(entry.author, entry.school, entry.on)])
    left = [_("Protection cases, if there are any: the school decides on them one by one")]
    if closed:
        left.append(_("Notes kept by their author or a specialist: %(n)s") % {"n": closed})
    if shared:
        left.append(_("Texts about several children: %(n)s") % {"n": shared})
    table = Table(
        columns=[
            Column(_("Date"), 1.1),
            Column(_("What took place"), 2.2),
            Column(_("Text"), 4),
            Column(_("Author"), 2),
        ],
        rows=rows,
        empty="–",
    )
    return Part("journal", _("What took place"), [table], left, files)


def told(pupil: Pupil, user: Any) -> list[tuple[Entry, bool, bool]]:
    """Entries about the child or the family that are done, believed now and known to this user.

    With each: is it about this child alone, and may its text be read. The oldest first.
    """
    own = alone([pupil])
    found = (
        Entry.objects.visible_to(user)
        .known_at()
        .filter(pk__in=entries_of([pupil]).values("pk"), state=State.DONE)
        .select_related("author", "school")
        .prefetch_related("attachments")
        .order_by("on", "id")
    )
    return [
        (entry, entry.pk in own, not kinds.kind(entry.kind).private and entry.open_to(user))
        for entry in found
        if kinds.kind(entry.kind).thing != NEVER
    ]

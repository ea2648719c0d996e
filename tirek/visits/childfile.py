"""What the housing acts put into a child's file: those about this child alone, whole."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from tirek.journal.erasing import alone, entries_of
from tirek.office.document import Block, Heading
from tirek.school.childfile import Part
from tirek.school.models import Pupil
from tirek.visits.documents import act_paper
from tirek.visits.models import InspectionAct


def part(pupil: Pupil, user: Any, language: str) -> Part | None:
    """Signed acts; those about other children too are counted as left out."""
    own = alone([pupil])
    acts = InspectionAct.objects.signed().filter(entry__in=entries_of([pupil]))
    blocks: list[Block] = []
    shared = 0
    for act in acts.select_related("entry", "school").order_by("entry__on", "pk"):
        if act.entry_id not in own:
            shared += 1
            continue
        paper = act_paper(act, language)
        blocks += [Heading(f"{paper.title} {paper.right}, {paper.left}"), *paper.blocks]
    left = [_("Acts about several children: %(n)s") % {"n": shared}] if shared else []
    return Part("visits", _("Inspection acts"), blocks, left) if blocks or left else None

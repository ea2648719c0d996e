"""What this room puts into a child's file: the steps of cases, talks and checks about it alone."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from tirek.access.sight import may
from tirek.guardianship.models import READ, Check, Step, Talk
from tirek.guardianship.queries import CHECK, talks_of
from tirek.guardianship.wording import step_facts
from tirek.journal.erasing import alone
from tirek.office.document import Block, Facts, Heading
from tirek.school.childfile import Part
from tirek.school.models import Pupil


def part(pupil: Pupil, user: Any, language: str) -> Part | None:
    """Steps believed now, the oldest first; those about other children too are left out."""
    blocks: list[Block] = []
    reads = may(user, READ, pupil.school_id)
    steps = Step.objects.known_at().filter(case__pupil=pupil) if reads else Step.objects.none()
    for step in steps.select_related("kin__member").order_by("on", "id"):
        blocks += [
            Heading(f"{step.get_kind_display()}, {step.on:%d.%m.%Y}"),
            Facts(step_facts(step)),
        ]
    own, shared = alone([pupil]), 0
    for entry in reversed(list(talks_of(pupil, user))):
        if entry.pk not in own:
            shared += 1
        elif entry.topic == CHECK and reads and hasattr(entry, "guardian_check"):
            blocks += _said(_("Check of the guardian"), entry, entry.guardian_check)
        elif entry.topic != CHECK and entry.open_to(user) and hasattr(entry, "guardian_talk"):
            blocks += _said(_("Talk with the guardian"), entry, entry.guardian_talk)
    left = [_("Talks and checks about several children: %(n)s") % {"n": shared}] if shared else []
    return Part("guardianship", _("Guardianship"), blocks, left) if blocks or left else None


def _said(title: str, entry: Any, details: Talk | Check) -> list[Block]:
    return [Heading(f"{title}, {entry.on:%d.%m.%Y}"), Facts(details_facts(details))]


def details_facts(details: Talk | Check) -> list[tuple[str, str]]:
    """What a talk or a check says, as labels and values; empty ones left out."""
    names = (
        ("living", "health", "study", "asked", "agreed")
        if isinstance(details, Talk)
        else ("who", "findings", "recommendation")
    )
    labels = {field.name: field.verbose_name for field in details._meta.concrete_fields}
    rows = [(_("Guardian"), details.with_whom)]
    rows += [(str(labels[name]), getattr(details, name)) for name in names]
    if details.next_on:
        rows.append((str(labels["next_on"]), f"{details.next_on:%d.%m.%Y}"))
    return [(label, value) for label, value in rows if value]

"""Words for steps: what happened, and what is to be done."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tirek.guardianship.models import Step, StepKind


def step_name(kind: str) -> str:
    """The step as something to be done; empty for none."""
    names: dict[str, str] = {
        StepKind.NOTIFIED: _("Notify the guardianship body"),
        StepKind.PLACED: _("Record the placement"),
        StepKind.REVIEWED: _("Record a review"),
        StepKind.CLOSED: _("Close the case"),
        StepKind.IDENTIFIED: _("Record the discovery"),
    }
    return names.get(kind, "")


def step_facts(step: Step) -> list[tuple[str, str]]:
    """What a step says, as labels and values; empty ones left out."""
    names: dict[str, str] = {
        StepKind.IDENTIFIED: _("Who found out"),
        StepKind.NOTIFIED: _("Who was notified"),
        StepKind.PLACED: _("Guardian"),
    }
    who = names.get(step.kind, _("Who took part"))
    how = _("How it was sent") if step.kind == StepKind.NOTIFIED else _("How it became known")
    paper = ", ".join(
        part
        for part in (
            step.document,
            f"№ {step.number}" if step.number else "",
            f"{step.paper_on:%d.%m.%Y}" if step.paper_on else "",
        )
        if part
    )
    said = [
        (_("Placement"), str(step.get_placement_display())),
        (_("Reason"), str(step.get_reason_display())),
        (who, step.kin.member.full_name if step.kin else step.who),
        (how, step.how),
        (_("Number of the letter") if step.kind == StepKind.NOTIFIED else _("Paper"), paper),
        (_("Text"), step.text),
    ]
    return [(label, value) for label, value in said if value]

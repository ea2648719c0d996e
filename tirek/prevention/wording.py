"""Words of the register: grounds, steps to be done, what is due."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tirek.prevention.models import Step, StepKind
from tirek.prevention.rules import clock


def ground_name(ground: str) -> str:
    """A ground in words: the law's by its code, the school's own as it was written."""
    return {
        "LEARNING": _("difficulties in learning"),
        "ABSENCE": _("systematic absence"),
        "ANTISOCIAL": _("antisocial behaviour"),
        "OFFENCE": _("an offence"),
        "VIOLENCE": _("suffered violence"),
        "HARDSHIP": _("difficult life situation"),
    }.get(ground, ground)


def step_name(kind: str) -> str:
    """A step as something to be done; empty for what only the council does."""
    return {
        StepKind.TOLD.value: _("Parents told"),
        StepKind.CONTACT.value: _("Record a contact"),
        StepKind.REVIEWED.value: _("Record a review"),
        StepKind.WITHDRAWN.value: _("Withdraw the proposal"),
        StepKind.LEFT.value: _("Left the school"),
    }.get(kind, "")


def due_name(what: str) -> str:
    """What is due in a case."""
    return {
        clock.DECIDE: _("Decision of the council"),
        clock.TELL: _("Tell the parents"),
        clock.PLAN: _("Make the individual plan"),
        clock.REVIEW: _("Review"),
    }[what]


def step_facts(step: Step) -> list[tuple[str, str]]:
    """What a step says, as labels and values; empty ones left out."""
    votes = ""
    if step.matter is not None and step.matter.yes is not None:
        votes = f"{step.matter.yes} : {step.matter.no} : {step.matter.abstained}"
    said = [
        (_("Number of the decision"), step.number),
        (_("For : against : abstained"), votes),
        (_("Proposed by") if step.kind == StepKind.PROPOSED else _("With whom"), step.who),
        (_("How"), step.how),
        (_("The parents' own words"), step.words),
        (_("Text"), step.text),
    ]
    return [(label, value) for label, value in said if value]

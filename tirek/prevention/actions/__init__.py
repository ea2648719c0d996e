"""Writes the register: proposals, meetings with their decisions, steps, measures."""

from tirek.prevention.actions.cases import add_step, annul_step, enter_earlier, propose
from tirek.prevention.actions.council import (
    add_matter,
    add_member,
    annul_meeting,
    call_meeting,
    change_meeting,
    drop_matter,
    end_member,
    hold_meeting,
)
from tirek.prevention.actions.measures import (
    add_measure,
    change_measure,
    drop_measure,
    mark_measure,
    unmark_measure,
)
from tirek.prevention.actions.terms import set_terms

__all__ = [
    "add_matter",
    "add_measure",
    "add_member",
    "add_step",
    "annul_meeting",
    "annul_step",
    "call_meeting",
    "change_measure",
    "change_meeting",
    "drop_matter",
    "drop_measure",
    "end_member",
    "enter_earlier",
    "hold_meeting",
    "mark_measure",
    "propose",
    "set_terms",
    "unmark_measure",
]

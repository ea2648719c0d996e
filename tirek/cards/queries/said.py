"""Statuses in the words of the rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tirek.cards.models import StatusPeriod
from tirek.cards.rules.conflicts import Held
from tirek.cards.rules.papers import Said


def said_of(status: StatusPeriod) -> Said:
    """The days and the papers of a status."""
    return Said(
        status.since,
        status.until,
        status.basis_document,
        status.basis_on,
        status.basis_until,
        status.end_on,
    )


def said_of_fields(fields: Mapping[str, Any]) -> Said:
    """The same of a status that is not written yet."""
    return Said(
        fields.get("since"),
        fields.get("until"),
        fields.get("basis_document") or "",
        fields.get("basis_on"),
        fields.get("basis_until"),
        fields.get("end_on"),
    )


def held_of(status: StatusPeriod) -> Held:
    """What the rule of conflicts asks of a status."""
    return Held(status.pk, status.category, status.since, status.until, status.citizen_on)

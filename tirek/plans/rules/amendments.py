"""What an amendment keeps of a row: the fields that changed, as the school file writes them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

# The code stays: the journal names rows by it.
AMENDED = (
    *("text_kk", "text_ru", "text_en"),
    *("term", "responsible", "cohort", "unit", "evidence", "grace_days"),
)
ENDED_ON = "ended_on"


def kept_of(before: Mapping[str, Any]) -> dict[str, Any]:
    """The values that fields had, ready to be kept as JSON: days as text."""
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in before.items()
    }


def before_of(kept: Mapping[str, Any]) -> dict[str, Any]:
    """What was kept as the values that fields had; a name that is no field is left."""
    found = {name: kept[name] for name in AMENDED if name in kept}
    if ENDED_ON in kept:
        text = kept[ENDED_ON]
        found[ENDED_ON] = date.fromisoformat(text) if text else None
    return found

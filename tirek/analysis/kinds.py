"""The kind of entry that finishing an analysis leaves; its form is this room's own page."""

from __future__ import annotations

from dataclasses import replace

from tirek.analysis.models import ANALYSIS
from tirek.journal import kinds


def register_all() -> None:
    """Take over ANALYSIS."""
    kinds.register(replace(kinds.kind(ANALYSIS), form="analysis:analyses"))

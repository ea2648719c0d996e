"""The kind of entry this room records."""

from __future__ import annotations

from dataclasses import replace

from tirek.journal import kinds


def register_all() -> None:
    """Take over CLASS_DATA: its form is the class's page."""
    kinds.register(replace(kinds.kind("CLASS_DATA"), form="classdata:new"))

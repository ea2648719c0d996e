"""The entry that handing over leaves; its form is the package's own page."""

from __future__ import annotations

from dataclasses import replace

from tirek.journal import kinds


def register_all() -> None:
    """Take it over."""
    kinds.register(replace(kinds.kind("HANDOVER"), form="handover:packages"))

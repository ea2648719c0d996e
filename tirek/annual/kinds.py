"""The kind of entry that a frozen report leaves; it is recorded by freezing one."""

from __future__ import annotations

from dataclasses import replace

from tirek.annual.models import ANNUAL_REPORT
from tirek.journal import kinds


def register_all() -> None:
    """Take over ANNUAL_REPORT: its form is the page of the reports."""
    kinds.register(replace(kinds.kind(ANNUAL_REPORT), form="annual:reports"))

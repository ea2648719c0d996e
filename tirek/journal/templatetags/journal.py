"""What the journal's own pages and the desk say in templates: `{% load journal %}`."""

from __future__ import annotations

from typing import Any

from django import template

from tirek.journal.models import Entry
from tirek.journal.rules.rowcodes import on_screen

register = template.Library()
register.filter("rowcode", on_screen)


@register.filter
def open_to(entry: Entry, user: Any) -> bool:
    """May this user read the text of the entry?"""
    return entry.open_to(user)


@register.filter
def size(octets: int) -> str:
    """`1,4 MB`, `12 KB`."""
    if octets >= 1_000_000:
        return f"{octets / 1_000_000:.1f}".replace(".", ",") + "\u00a0MB"
    return f"{max(1, round(octets / 1000))}\u00a0KB"

"""Words of plans in templates."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.translation import get_language

from tirek.journal.rules.rowcodes import on_screen

register = template.Library()


@register.filter
def ready_words(row: dict[str, Any]) -> str:
    """A ready row for a choice: its code as it stands on the screen, then its words."""
    said = row["text"].get((get_language() or "kk")[:2]) or row["text"]["kk"]
    return f"{on_screen(row['code'])} · {said}"


@register.filter
def at(row: Sequence[Any], place: int) -> Any:
    """What stands at a place, counted from 0: the heading of a column."""
    return row[place]

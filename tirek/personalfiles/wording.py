"""Records of interests in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

LABELS = {
    "clubs": _("Clubs and sections"),
    "subjects": _("Favourite subjects"),
    "leisure": _("Leisure"),
    "talents": _("Talents"),
    "who": _("Who leads it"),
}


def interests_said(details: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(label, what was said) of what was said."""
    return [(str(label), str(details[name])) for name, label in LABELS.items() if details.get(name)]

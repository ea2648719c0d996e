"""What of a child's statuses a reader may know."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from tirek.cards.models import Category
from tirek.cards.queries import codes_seen
from tirek.school.queries import Over


def tags_of(
    over: Over, pupil: int, codes: list[str], categories: Mapping[str, Category]
) -> list[str]:
    """The names of a pupil's statuses that the reader may know.

    A nurse learns only that there is a social status.
    """
    seen = codes_seen(over, pupil, codes)
    if seen or over.may("cards.status:read", pupil):
        return [categories[code].name() if code in categories else code for code in seen]
    if not over.may("cards.mark:read", pupil):
        return []
    social = any(code in categories and categories[code].social for code in codes)
    return [_("has a social status")] if social else []

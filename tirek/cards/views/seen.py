"""What of a child's statuses a reader may know."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest
from django.utils.translation import gettext as _

from tirek.access.asking import allowed
from tirek.cards.models import Category


def tags_of(
    request: HttpRequest, codes: list[str], categories: Mapping[str, Category]
) -> list[str]:
    """The names of a pupil's statuses that this reader may know.

    Without the right to read statuses only "has a social status" is said.
    """
    if allowed(request, "cards.status:read"):
        return [categories[code].name() if code in categories else code for code in codes]
    social = any(code in categories and categories[code].social for code in codes)
    return [_("has a social status")] if social else []

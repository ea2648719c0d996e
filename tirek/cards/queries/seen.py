"""What of a pupil's statuses a reader may know."""

from __future__ import annotations

from collections.abc import Iterable

from tirek.cards.models import REGISTER, Category
from tirek.school.queries import Over


def codes_seen(over: Over, pupil: int, codes: Iterable[str]) -> list[str]:
    """Those of a pupil's categories that the reader may know: all, the register's, or none."""
    if over.may("cards.status:read", pupil):
        return list(codes)
    if over.may("cards.register:read", pupil):
        return [code for code in codes if code in REGISTER]
    return []


def basis_seen(over: Over, pupil: int, category: Category | None) -> bool:
    """May the reader know on which paper a status the reader knows of rests?"""
    if category is not None and not category.sensitive:
        return over.may("cards.status:read", pupil)
    return over.may("cards.basis:read", pupil)

"""Categories and norms of a school."""

from __future__ import annotations

from django.db.models import Q

from tirek.access.models import School
from tirek.cards.models import Category, Norm


def categories(school: School) -> dict[str, Category]:
    """Categories by code in their order; a school's own version stands for the built-in one."""
    found = Category.objects.filter(Q(school=school) | Q(school__isnull=True))
    by_code: dict[str, Category] = {}
    for category in sorted(found, key=lambda c: (c.school_id is not None, c.position)):
        by_code[category.code] = category
    return dict(sorted(by_code.items(), key=lambda item: (item[1].position, item[0])))


def social_codes(school: School) -> frozenset[str]:
    """Codes of the categories that count as social status at this school."""
    return frozenset(code for code, category in categories(school).items() if category.social)


def norms(school: School) -> dict[str, Norm]:
    """Norms by code: the built-in ones and the school's own."""
    found = Norm.objects.filter(Q(school=school) | Q(school__isnull=True)).order_by("code")
    return {norm.code: norm for norm in found}

"""Categories and norms of a school."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import OuterRef, Q, Subquery

from tirek.access import clock
from tirek.access.models import School
from tirek.cards.models import Category, CategorySetting, Norm
from tirek.cards.rules.meaning import meant


def categories(
    school: School, day: date | None = None, known_at: datetime | None = None
) -> dict[str, Category]:
    """Categories by code in their order; a school's own version stands for the built-in one.

    `social` is as the school had set it for that day (today by default), as known at a moment.
    """
    said = CategorySetting.objects.filter(
        school=school, code=OuterRef("code"), since__lte=day or clock.today()
    ).order_by("-since", "-id")
    if known_at is not None:
        said = said.filter(recorded_at__lte=known_at)
    found = Category.objects.filter(Q(school=school) | Q(school__isnull=True))
    by_code: dict[str, Category] = {}
    for category in sorted(
        found.annotate(set_social=Subquery(said.values("social")[:1])),
        key=lambda c: (c.school_id is not None, c.position),
    ):
        if category.set_social is not None:
            category.social = category.set_social
        by_code[category.code] = category
    return dict(sorted(by_code.items(), key=lambda item: (item[1].position, item[0])))


def open_categories(school: School, day: date | None = None) -> dict[str, Category]:
    """Those of which a status may begin on a day, today by default."""
    on = day or clock.today()
    return {
        code: one
        for code, one in categories(school, on).items()
        if one.until is None or on <= one.until
    }


def social_codes(
    school: School, day: date | None = None, known_at: datetime | None = None
) -> frozenset[str]:
    """Codes of the categories that count as social status at this school on a day."""
    found = categories(school, day, known_at)
    return frozenset(code for code, category in found.items() if category.social)


def norms(school: School) -> dict[str, Norm]:
    """Norms by code: the built-in ones and the school's own, which stand for built-in ones."""
    found = Norm.objects.filter(Q(school=school) | Q(school__isnull=True)).order_by("code")
    return {norm.code: norm for norm in sorted(found, key=lambda norm: norm.school_id is not None)}


def norms_on(school: School, day: date) -> dict[str, Norm]:
    """Norms in force on a day; one without a first or last day has always been, or still is."""
    return {code: norm for code, norm in norms(school).items() if in_force(norm, day)}


def in_force(norm: Norm, day: date) -> bool:
    """Whether a norm is in force on a day; the first and the last day are both included."""
    return (norm.since is None or norm.since <= day) and (norm.until is None or norm.until >= day)


def categories_named(school: School, text: str) -> list[str]:
    """Codes of the categories that a text means: its code, a name in any language, another word.

    «оралман», «қандас», «returnee» and RETURNEE are one; in any keyboard.
    """
    found: dict[str, None] = {}
    if not text.strip():
        return []
    rows = Category.objects.filter(Q(school=school) | Q(school__isnull=True))
    for code, *names, also in rows.order_by("position", "code").values_list(
        "code", "name_kk", "name_ru", "name_en", "also"
    ):
        if text == code or meant(text, [name for name in [*names, *also.split(",")] if name]):
            found[code] = None
    return list(found)

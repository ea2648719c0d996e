"""In what the figures of a paper differ: as it was issued, or known then, and as known now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tirek.access.models import School
from tirek.cards.queries import categories
from tirek.school.models import Pupil

Difference = tuple[str, Any, Any]


def figure_words() -> dict[str, str]:
    """What each figure of a passport, a list or a movement is called."""
    return {
        "pupils": pgettext("count", "pupils"),
        "families": pgettext("count", "families"),
        "boys": pgettext("count", "boys"),
        "girls": pgettext("count", "girls"),
        "start": _("At the start"),
        "arrived": pgettext("movement", "Came"),
        "left": pgettext("movement", "Left"),
        "end": _("At the end"),
    }


def changed(school: School, then: Mapping[str, Any], now: Mapping[str, Any]) -> list[Difference]:
    """The figures that differ, in words: what, then, now; for a list also who was added or gone."""
    words, known = figure_words(), categories(school)
    rows: list[Difference] = _pairs("", then, now, words)
    old, new = then.get("categories") or {}, now.get("categories") or {}
    for code in {**old, **new}:
        name = known[code].name() if code in known else code
        rows += _pairs(f"{name}: ", old.get(code, {}), new.get(code, {}), words)
    return [*rows, *_listed(school, then.get("rows"), now.get("rows"))]


def _pairs(
    before: str, then: Mapping[str, Any], now: Mapping[str, Any], words: Mapping[str, str]
) -> list[Difference]:
    return [
        (f"{before}{word}", then.get(key, 0), now.get(key, 0))
        for key, word in words.items()
        if isinstance(then.get(key, 0), int) and then.get(key, 0) != now.get(key, 0)
    ]


def _listed(school: School, then: Any, now: Any) -> list[Difference]:
    """The pupils who stand in one of two lists only."""
    if not isinstance(then, list) or not isinstance(now, list):
        return []
    old, new = ({row.get("pupil") for row in rows} for rows in (then, now))
    pupils = Pupil.objects.filter(school=school, key__in=old ^ new)
    yes, no = _("in the list"), _("not in the list")
    return [
        (pupil.short_name, yes if pupil.key in old else no, yes if pupil.key in new else no)
        for pupil in pupils
    ]

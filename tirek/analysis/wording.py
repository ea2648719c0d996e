"""Figures and words of an analysis as sentences of labels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from tirek.analysis.models import WORDS, Part
from tirek.analysis.rules.figures import not_done
from tirek.plans.models import Adjustment


def figures_words(figures: Mapping[str, int], term: Mapping[str, Any]) -> str:
    """`done 26 of 27, not done: 1`; an ongoing row: `worked with: 12 of 30`."""
    going_on = figures.get("touched", 0) + figures.get("untouched", 0)
    if term.get("ongoing") or (not figures.get("due") and going_on):
        return _("worked with: %(done)s of %(whole)s") % {
            "done": figures.get("touched", 0),
            "whole": going_on,
        }
    if term.get("on_request"):
        return _("requests waiting: %(n)s") % {"n": figures.get("open", 0)}
    if not any(figures.get(name) for name in ("due", "done_left", "waived")):
        return _("nothing was due")
    said = [
        _("done %(done)s of %(due)s")
        % {"done": figures.get("done", 0), "due": figures.get("due", 0)}
    ]
    for words, number in (
        (_("not done"), not_done(figures)),
        (_("about those who left"), figures.get("done_left", 0)),
        (_("waived"), figures.get("waived", 0)),
        (_("moved"), figures.get("moved", 0)),
    ):
        if number:
            said.append(f"{words}: {number}")
    return ", ".join(said)


def part_words(part: Part) -> str:
    """What an analysis said of a row, on a line: figures, then each text under its label."""
    said = [figures_words(part.figures, part.item.get("term") or {})] if part.code else []
    for name in WORDS:
        if text := " ".join(getattr(part, name).split()):
            said.append(f"{label_of(name)}: {text}")
    return " · ".join(said)


def label_of(name: str) -> str:
    """The heading of one of the texts."""
    return str(getattr(Part._meta.get_field(name), "verbose_name", name))


def reason_words(one: Any) -> str:
    """`left out: nothing is needed (2)`."""
    kind = str(Adjustment.Kind(one.kind).label)
    return f"{kind}: {one.text or '–'}" + (f" ({one.count})" if one.count > 1 else "")

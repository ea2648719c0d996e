"""The preview of a class list: every row in words, and the figures that filter them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext as _

from tirek.school.importing import Plan, shown_first
from tirek.school.rules.matching import Change, Decision, Fate
from tirek.school.wording import field_name, flaw_advice, flaw_message, note_text
from tirek.web.parts import Figure

ROWS_A_PAGE = 100

LABELS = {
    Fate.REFUSED: ("cross", "no"),
    Fate.CHANGED: ("arrows", "chg"),
    Fate.NEW: ("plus", "new"),
    Fate.DUPLICATE: ("note", "same"),
    Fate.SAME: ("equal", "same"),
}


def _labels() -> dict[Fate, tuple[str, str]]:
    """The words of each fate: above its number, and in its row."""
    return {
        Fate.REFUSED: (_("Refused"), _("refused")),
        Fate.CHANGED: (_("Changed"), _("changed")),
        Fate.NEW: (_("New"), _("new")),
        Fate.DUPLICATE: (_("Repeated"), _("repeated")),
        Fate.SAME: (_("As before"), _("as before")),
    }


@dataclass(frozen=True)
class Line:
    """One row of the preview in words."""

    decision: Decision
    kind: str
    fate: str
    name: str
    values: dict[str, Any]
    reason: str
    advice: str
    changes: list[tuple[str, str, str]]
    notes: list[str]

    @property
    def bad(self) -> bool:
        """Whether the row is refused."""
        return self.decision.fate is Fate.REFUSED


def shown(request: HttpRequest, plan: Plan) -> dict[str, Any]:
    """The figures that filter, and a page of rows, refused first."""
    wanted = request.GET.get("show", "")
    labels = _labels()
    chosen = shown_first(
        one for one in plan.decisions if wanted not in Fate.__members__ or one.fate == wanted
    )
    page = Paginator(chosen, ROWS_A_PAGE).get_page(request.GET.get("page"))
    lines = [_line(one, labels) for one in page]
    figures = [
        Figure(
            number=len(plan.of(fate)),
            label=labels[fate][0],
            url=f"?show={fate.value}",
            icon=LABELS[fate][0],
            current=wanted == fate.value,
        )
        for fate in LABELS
        if fate is not Fate.DUPLICATE or plan.of(fate)
    ]
    if plan.of(Fate.DUPLICATE):
        # Five figures at most: the rows that need nothing stand last and are still listed.
        figures = figures[:4]
    all_of = Figure(
        number=len(plan.decisions),
        label=_("All"),
        url="?",
        current=wanted not in Fate.__members__,
    )
    return {
        "page": page,
        "lines": lines,
        "figures": [*figures, all_of],
        "to_do": len(plan.of(Fate.NEW, Fate.CHANGED)),
        "refused_count": len(plan.of(Fate.REFUSED)),
        "several_sheets": len({one.row.sheet for one in plan.decisions}) > 1,
    }


def _line(one: Decision, labels: dict[Fate, tuple[str, str]]) -> Line:
    values, shown = one.row.values, one.row.shown
    name = f"{values.get('surname', '')} {values.get('given', '')}".strip()
    return Line(
        decision=one,
        kind=LABELS[one.fate][1],
        fate=labels[one.fate][1],
        name=name or shown.get("full_name") or shown.get("surname") or "",
        values={
            "class": values.get("class") or shown.get("class", ""),
            "born_on": _text(values.get("born_on")) or shown.get("born_on", ""),
            "iin": values.get("iin") or shown.get("iin", ""),
            "arrived_on": _text(values.get("arrived_on")),
        },
        reason=flaw_message(one.flaw) if one.flaw else "",
        advice=flaw_advice(one.flaw) if one.flaw else "",
        changes=[_change(change) for change in one.changes if one.fate is Fate.CHANGED],
        notes=[note_text(code) for code in one.row.notes],
    )


def _change(change: Change) -> tuple[str, str, str]:
    words = {"M": _("boy"), "F": _("girl")} if change.field == "sex" else {}
    old, new = (words.get(_text(v), _text(v)) for v in (change.old, change.new))
    return field_name(change.field), old or _("empty"), new


def _text(value: Any) -> str:
    return f"{value:%d.%m.%Y}" if isinstance(value, date) else str(value or "")

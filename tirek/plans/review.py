"""The page on which a person confirms what was read from a plan's file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from tirek.plans.models import Plan, PlanRow
from tirek.plans.queries import coverage
from tirek.plans.ready import plans as ready_plans
from tirek.plans.rules.coverage import RowCoverage
from tirek.plans.rules.words import parse_term
from tirek.plans.wording import counted_words, term_words

OWN_WORK = ""


@dataclass
class Reviewed:
    """A row under review: what stands in it, what the program proposes, how much work that is."""

    row: PlanRow
    text: str
    term: str
    model: str
    unsure: bool
    preview: str
    faults: dict[str, str] = field(default_factory=dict)


def unsure_numbers(plan: Plan) -> set[str]:
    """Numbers of the rows whose items and terms were paired by guess."""
    return {row["number"] for row in plan.source.get("rows", []) if not row.get("paired", True)}


def ready_rows(plan: Plan) -> list[dict[str, Any]]:
    """The ready rows an item of this plan may stand for."""
    return next((one["rows"] for one in ready_plans() if one["kind"] == plan.kind), [])


def reviewed(plan: Plan, day: date, posted: Mapping[str, Any] | None = None) -> list[Reviewed]:
    """The rows of a draft with an instant preview of each; what was typed stands."""
    rows = list(plan.rows.select_related("plan"))
    figures = {one.row.pk: one.figures for one in coverage(plan.school_year, day, rows=rows)}
    unsure = unsure_numbers(plan) if plan.has_proposals else set()
    codes = {row["code"] for row in ready_rows(plan)}
    found = []
    for row in rows:
        typed = posted or {}
        found.append(
            Reviewed(
                row=row,
                text=typed.get(f"text-{row.pid}", row.text_kk),
                term=typed.get(f"term-{row.pid}", term_words(row.term)),
                model=typed.get(f"model-{row.pid}", row.code if row.code in codes else OWN_WORK),
                unsure=row.number in unsure,
                preview=preview(row, figures.get(row.pk)),
            )
        )
    return found


def preview(row: PlanRow, figures: RowCoverage | None) -> str:
    """«Оқушы: 36 · барлығы: 72 · алғашқы мерзімі: 31.12.2026»."""
    if figures is None:
        return ""
    parts = [counted_words(row.unit, len(figures.members)) or _("the whole school")]
    if figures.periods:
        times = row.term.get("times", 1)
        due = sum(len(one.members) for one in figures.periods) * times
        parts.append(_("in all: %(n)s") % {"n": due})
        first = min(one.until for one in figures.periods)
        parts.append(_("first due: %(day)s") % {"day": f"{first:%d.%m.%Y}"})
    if not row.evidence:
        parts.append(_("no evidence chosen"))
    return " · ".join(parts)


def answers(
    plan: Plan, posted: Mapping[str, Any], shown: list[Reviewed]
) -> dict[int, dict[str, Any]]:
    """What the page says of each row, by its key; faults are put on the rows."""
    ready = {row["code"]: row for row in ready_rows(plan)}
    found: dict[int, dict[str, Any]] = {}
    chosen: set[str] = set()
    for one in shown:
        row = one.row
        fields: dict[str, Any] = {"text_kk": one.text.strip()}
        if not fields["text_kk"]:
            one.faults["text"] = _("Write what is to be done.")
        if one.term.strip() != term_words(row.term):
            term = parse_term(one.term)
            if term is None:
                one.faults["term"] = _("These words of time are not understood.")
            else:
                fields["term"] = term.as_json()
        model = ready.get(one.model)
        if model is not None and one.model in chosen:
            one.faults["model"] = _("Another row of the plan is this work already.")
        elif model is not None and one.model != row.code:
            fields |= {
                "code": model["code"],
                "cohort": model["cohort"],
                "unit": model["unit"],
                "evidence": model["evidence"],
                "text_ru": model["text"].get("ru", ""),
            }
        if model is not None:
            chosen.add(one.model)
        found[row.pk] = fields
    return found

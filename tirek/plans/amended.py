"""The amendments of a plan in words, for its page and its paper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tirek.access.models import School
from tirek.plans.models import Amendment, Plan, PlanRow
from tirek.plans.queries.rows import amendments_of
from tirek.plans.rules.amendments import ENDED_ON
from tirek.plans.rules.cohorts import cohort_from_json
from tirek.plans.rules.evidence import evidence_from_json
from tirek.plans.wording import (
    UNIT_NAMES,
    cohort_words,
    evidence_words,
    role_words,
    term_words,
)


@dataclass(frozen=True)
class Told:
    """An amendment, what it changed (label, before, after), and whether it is the row's last."""

    made: Amendment
    changes: list[tuple[str, str, str]]
    last: bool

    @property
    def row(self) -> PlanRow:
        """The row as it is now."""
        return self.made.row

    def words(self) -> str:
        """What changed in one text: a line for each field."""
        return "\n".join(f"{label}: {before} → {after}" for label, before, after in self.changes)


def told(plan: Plan, rows: Iterable[PlanRow]) -> list[Told]:
    """The amendments of these rows, the newest first; no query when none was amended."""
    amended = [row for row in rows if row.amended_on is not None]
    if not amended:
        return []
    seen: set[int] = set()
    found = []
    for made, after in amendments_of(plan, amended):
        changes = [
            (_label(name), _said(plan.school, made, name, was), _said(plan.school, made, name, now))
            for name, was, now in (
                (name, made.before.get(name), now)
                for name, now in after.items()
                if name != ENDED_ON
            )
        ]
        found.append(Told(made, changes, made.row_id not in seen))
        seen.add(made.row_id)
    return found


def _label(name: str) -> str:
    labels = {
        "text_kk": _("Activity, in Kazakh"),
        "text_ru": _("Activity, in Russian"),
        "text_en": _("Activity, in English"),
        "term": _("Term"),
        "responsible": _("Responsible"),
        "unit": _("Counted by"),
        "cohort": _("For whom"),
        "evidence": _("Proved by"),
        "grace_days": _("Days of grace"),
    }
    return labels[name]


def _said(school: School, made: Amendment, name: str, value: Any) -> str:
    if name == "term":
        return term_words(value)
    if name == "responsible":
        return role_words(value)
    if name == "unit":
        return str(UNIT_NAMES[value])
    if name == "cohort":
        return cohort_words(school, cohort_from_json(value or {}), made.row.unit)
    if name == "evidence":
        return evidence_words(evidence_from_json(value or []))
    return str(value) if value not in (None, "") else "–"

"""Coverage of a school's plans in force, from nothing in at most eight queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tirek.plans.models import PlanKind, PlanRow
from tirek.plans.queries.facts import facts_of, row_rule, rows_in_force
from tirek.plans.rules.coverage import Counting, RowCoverage
from tirek.schoolyear.models import SchoolYear
from tirek.schoolyear.rules.calendar import Calendar


@dataclass(frozen=True)
class Covered:
    """A plan row with its figures on a day."""

    row: PlanRow
    figures: RowCoverage

    def as_json(self) -> dict[str, Any]:
        """The figures as `tirek coverage` gives them: numbers, never null."""
        found = self.figures
        return {
            "plan": self.row.plan.kind,
            "code": self.row.code,
            "term": self.row.term,
            "members": len(found.members),
            "due": found.due,
            "done": found.done,
            "overdue": found.overdue,
            "open": found.open,
            "done_left": found.done_left,
            "touched": len(found.touched),
            "untouched": len(found.untouched),
            "gap": found.gap,
        }


def plan_order(row: PlanRow) -> tuple[int, int, int]:
    """Own plan first, then nurse, class teachers, psychologist; rows as they stand in it."""
    return PlanKind.values.index(row.plan.kind), row.position, row.pk


def coverage(
    school_year: SchoolYear,
    as_of: date,
    known_at: datetime | None = None,
    rows: Iterable[PlanRow] | None = None,
    calendar: Calendar | None = None,
) -> list[Covered]:
    """Every row of the plans in force on a day, counted; `rows` asks about some rows only."""
    chosen = sorted(rows_in_force(school_year, as_of) if rows is None else rows, key=plan_order)
    if not chosen:
        return []
    facts = facts_of(school_year, as_of, known_at, calendar)
    counting = Counting(facts, as_of)
    return [Covered(row, counting.row(row_rule(row))) for row in chosen]

"""What the plans ask for one child: due, late, untouched, with the reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from tirek.plans.models import PlanRow
from tirek.plans.queries.facts import facts_of, row_rule
from tirek.plans.queries.rows import rows_in_force
from tirek.plans.queries.standing import Standing, plan_order
from tirek.plans.rules.coverage import Counting, RowCoverage
from tirek.plans.rules.evidence import PUPIL
from tirek.plans.rules.roll import Roll
from tirek.schoolyear.models import SchoolYear

LATE, OPEN, UNTOUCHED = "LATE", "OPEN", "UNTOUCHED"


@dataclass(frozen=True)
class ChildDue:
    """One thing a plan asks for the child: LATE, OPEN (both with a last day) or UNTOUCHED.

    `to`: the colleague (a user) to whom it was handed on; `moved`: was it put off?
    """

    row: PlanRow
    state: str
    since: date | None = None
    until: date | None = None
    to: int | None = None
    moved: bool = False


def due_for(school_year: SchoolYear, pupil: Any, day: date) -> list[ChildDue]:
    """What is due for one pupil on a day, late first, then by the last day; eight queries."""
    return due_and_roll(school_year, pupil, day)[0]


def due_and_roll(
    school_year: SchoolYear, pupil: Any, day: date, stands: Standing | None = None
) -> tuple[list[ChildDue], Roll | None]:
    """The same, with what tells why; None when no row counts pupils.

    Of a year that `stands` counted already nothing is asked.
    """
    rows = stands.rows if stands is not None else rows_in_force(school_year, day)
    rows = [one for one in rows if one.unit == PUPIL]
    if not rows:
        return [], None
    counting, figures = _counting(school_year, pupil, day, stands)
    found: list[ChildDue] = []
    for row in sorted(rows, key=plan_order):
        counted = figures(row)
        handed = {
            on: user for (one, on), user in counting.assigned(row.code).items() if one == pupil.pk
        }
        for period in counted.periods:
            to = [user for on, user in handed.items() if period.since <= on <= period.until]
            for state, members in ((LATE, period.overdue), (OPEN, period.open)):
                if pupil.pk in members:
                    until = period.ends_for(pupil.pk)
                    holder, moved = to[-1] if to else None, pupil.pk in period.moved
                    found.append(ChildDue(row, state, period.since, until, holder, moved))
        if pupil.pk in counted.untouched:
            found.append(ChildDue(row, UNTOUCHED))
    order = (LATE, OPEN, UNTOUCHED)
    found.sort(key=lambda one: (order.index(one.state), one.until or date.max))
    return found, counting.roll


def _counting(
    school_year: SchoolYear, pupil: Any, day: date, stands: Standing | None
) -> tuple[Counting, Callable[[PlanRow], RowCoverage]]:
    if stands is not None:
        return stands.counting, stands.figures
    counting = Counting(facts_of(school_year, day, pupil=pupil.pk), day)
    return counting, lambda row: counting.row(row_rule(row))

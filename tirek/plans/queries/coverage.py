"""Coverage of a school's plans in force: one query when nothing changed, from nothing eight."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from tirek.plans.models import PlanRow
from tirek.plans.queries.facts import facts_of
from tirek.plans.queries.standing import Covered, Standing, standing
from tirek.schoolyear.models import SchoolYear


def coverage(
    school_year: SchoolYear,
    as_of: date,
    known_at: datetime | None = None,
    rows: Iterable[PlanRow] | None = None,
) -> list[Covered]:
    """Every row of the plans in force on a day, counted; `rows` asks about some rows only."""
    stands = (
        standing(school_year, as_of)
        if known_at is None
        else Standing(school_year, as_of, facts_of(school_year, as_of, known_at), known_at=known_at)
    )
    return stands.covered(stands.rows if rows is None else rows)

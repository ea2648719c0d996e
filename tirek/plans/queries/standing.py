"""A school year as it stands on a day: its rows in force and its facts, counted once for all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from tirek.access.audit import version_of, with_version
from tirek.access.kept import Kept
from tirek.access.models import School
from tirek.plans.models import PlanKind, PlanRow
from tirek.plans.queries.facts import facts_of, row_rule
from tirek.plans.queries.rows import rows_in_force
from tirek.plans.rules.coverage import Counting, RowCoverage
from tirek.plans.rules.facts import Facts, Row
from tirek.schoolyear.models import SchoolYear
from tirek.schoolyear.rules.calendar import Calendar

# A year of a school of 1,500 pupils takes a few MB.
STANDINGS = Kept(at_most=32)


@dataclass(frozen=True)
class Covered:
    """A plan row with its figures on a day."""

    row: PlanRow
    figures: RowCoverage

    def numbers(self) -> dict[str, int]:
        """The figures by the names of the school file."""
        found = self.figures
        return {
            "members": len(found.members),
            "due": found.due,
            "done": found.done,
            "overdue": found.overdue,
            "open": found.open,
            "done_left": found.done_left,
            "touched": len(found.touched),
            "untouched": len(found.untouched),
            "waived": found.waived,
            "moved": found.moved,
        }

    def as_json(self) -> dict[str, Any]:
        """The figures as `tirek coverage` gives them: numbers, never null."""
        numbers = self.numbers()
        del numbers["waived"], numbers["moved"]
        row = self.row
        about = {"plan": row.plan.kind, "code": row.code, "term": row.term}
        return {**about, **numbers, "gap": self.figures.gap}


def plan_order(row: PlanRow) -> tuple[int, int, int]:
    """Own plan first, then nurse, class teachers, psychologist; rows as they stand in it."""
    return PlanKind.values.index(row.plan.kind), row.position, row.pk


class Standing:
    """One year on one day; each row is counted when it is first asked for."""

    def __init__(
        self,
        school_year: SchoolYear,
        day: date,
        facts: Facts,
        version: str = "",
        known_at: datetime | None = None,
    ) -> None:
        self.school_year = school_year
        self.day = day
        self.known_at = known_at
        self.version = version
        self.counting = Counting(facts, day)
        self._figures: dict[Row, RowCoverage] = {}

    @cached_property
    def rows(self) -> list[PlanRow]:
        """The rows in force, as they stood on the day."""
        return rows_in_force(self.school_year, self.day, self.known_at)

    @property
    def calendar(self) -> Calendar:
        """The year's calendar."""
        return self.counting.calendar

    @property
    def facts(self) -> Facts:
        """What everything is counted from."""
        return self.counting.facts

    def figures(self, row: PlanRow) -> RowCoverage:
        """A row counted, in force or not."""
        rule = row_rule(row)
        if rule not in self._figures:
            self._figures[rule] = self.counting.row(rule)
        return self._figures[rule]

    def covered(self, rows: Iterable[PlanRow]) -> list[Covered]:
        """Rows counted, in the order of the plans."""
        return [Covered(row, self.figures(row)) for row in sorted(rows, key=plan_order)]


def standing(school_year: SchoolYear, day: date) -> Standing:
    """The year on a day: one query when nothing changed since it was last asked, else eight."""
    return _standing(version_of(school_year.school), school_year, day)


def standing_on(school: School, day: date) -> Standing | None:
    """The year that began last on or before the day, as it stands; None before the first one.

    It says under which `version` of the school's data it stands.
    """
    found = _year_on(school, day)
    return _standing(found.version or "", found, day) if found is not None else None


def kept_on(school: School, day: date) -> tuple[SchoolYear | None, Standing | None]:
    """The same year, and how it stands if that is known without counting: one query."""
    found = _year_on(school, day)
    if found is None:
        return None, None
    return found, STANDINGS.answered(school, found.version or "", (found.pk, day))


def _year_on(school: School, day: date) -> Any | None:
    """The year that began last on or before the day, with the `version` of the school's data."""
    begun = SchoolYear.objects.filter(school=school, starts_on__lte=day)
    found = with_version(begun).order_by("-starts_on").first()
    if found is not None:
        found.school = school
    return found


def _standing(version: str, school_year: SchoolYear, day: date) -> Standing:
    def derive() -> Standing:
        return Standing(school_year, day, facts_of(school_year, day), version)

    return STANDINGS.answer(school_year.school, version, (school_year.pk, day), derive)

"""What the year before left for a plan to be made: its rows, what was said and proposed of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from tirek.plans.models import PlanRow
from tirek.plans.queries.rows import rows_in_force
from tirek.schoolyear.models import SchoolYear
from tirek.schoolyear.queries import year_before


def rows_of_last_year(school_year: SchoolYear) -> list[PlanRow]:
    """The rows in force at the end of the school year before, in their order."""
    last = year_before(school_year)
    if last is None:
        return []
    return rows_in_force(last, last.ends_on)


def said_last_year(school_year: SchoolYear, kind: str) -> dict[str, str]:
    """By row code what the analysis of the year before said; of settings.SAID_LAST_YEAR."""
    return _asked("SAID_LAST_YEAR", school_year, kind) or {}


def proposed_last_year(school_year: SchoolYear, kind: str) -> list[str]:
    """New things to do that it proposed; of settings.PROPOSED_LAST_YEAR."""
    found = _asked("PROPOSED_LAST_YEAR", school_year, kind) or []
    return [one.text for one in found if not one.code]


def _asked(name: str, school_year: SchoolYear, kind: str) -> Any:
    path: str = getattr(settings, name, "")
    if not path:
        return None
    hook: Callable[[SchoolYear, str], Any] = import_string(path)
    return hook(school_year, kind)

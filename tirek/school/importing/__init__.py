"""Brings class lists in: the plan of an import, its application, its withdrawal."""

from tirek.school.importing.applying import apply_roster
from tirek.school.importing.planning import Plan, first_day, plan_import, shown_first
from tirek.school.importing.running import bring_in, mark, planned, tables_of
from tirek.school.importing.undoing import may_be_withdrawn, undo_import

__all__ = [
    "Plan",
    "apply_roster",
    "bring_in",
    "first_day",
    "mark",
    "may_be_withdrawn",
    "plan_import",
    "planned",
    "shown_first",
    "tables_of",
    "undo_import",
]

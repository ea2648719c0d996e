"""Writes plans: drafts and their review, approval, rows, what is handed on, moved or waived."""

from tirek.plans.actions.adjusting import (
    adjust_due,
    adjust_items,
    give_back,
    take_back,
    take_back_together,
)
from tirek.plans.actions.lastyear import take_last_year
from tirek.plans.actions.making import (
    approve_plan,
    change_row,
    draft_plan,
    flat_row,
    import_plans,
    proposed_rows,
    take_ready_plans,
)
from tirek.plans.actions.reviewing import (
    add_row,
    join_rows,
    move_row_down,
    move_row_up,
    review_plan,
    split_row,
    take_out_row,
)

__all__ = [
    "add_row",
    "adjust_due",
    "adjust_items",
    "approve_plan",
    "change_row",
    "draft_plan",
    "flat_row",
    "give_back",
    "import_plans",
    "join_rows",
    "move_row_down",
    "move_row_up",
    "proposed_rows",
    "review_plan",
    "split_row",
    "take_back",
    "take_back_together",
    "take_last_year",
    "take_out_row",
    "take_ready_plans",
]

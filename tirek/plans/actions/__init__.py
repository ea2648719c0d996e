"""Writes plans: drafts, their review and approval, amendments, what is handed on or moved."""

from tirek.plans.actions.adjusting import (
    adjust_due,
    adjust_items,
    give_back,
    take_back,
    take_back_together,
)
from tirek.plans.actions.amending import (
    add_by_amendment,
    amend_row,
    end_row,
    take_back_amendment,
)
from tirek.plans.actions.approving import (
    approve_plan,
    send_back_plan,
    submit_plan,
    take_back_plan,
)
from tirek.plans.actions.lastyear import take_last_year
from tirek.plans.actions.making import (
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
    "add_by_amendment",
    "add_row",
    "adjust_due",
    "adjust_items",
    "amend_row",
    "approve_plan",
    "change_row",
    "draft_plan",
    "end_row",
    "flat_row",
    "give_back",
    "import_plans",
    "join_rows",
    "move_row_down",
    "move_row_up",
    "proposed_rows",
    "review_plan",
    "send_back_plan",
    "split_row",
    "submit_plan",
    "take_back",
    "take_back_amendment",
    "take_back_plan",
    "take_back_together",
    "take_last_year",
    "take_out_row",
    "take_ready_plans",
]

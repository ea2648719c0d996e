"""What may be done with raids and their stops."""

from tirek.raids.actions.raids import (
    Unready,
    annul_raid,
    change_raid,
    correct_raid,
    plan_raid,
    sign_raid,
)
from tirek.raids.actions.stops import add_stops, fill_stop, move_stop, remove_stop, sort_stops

__all__ = [
    "Unready",
    "add_stops",
    "annul_raid",
    "change_raid",
    "correct_raid",
    "fill_stop",
    "move_stop",
    "plan_raid",
    "remove_stop",
    "sign_raid",
    "sort_stops",
]

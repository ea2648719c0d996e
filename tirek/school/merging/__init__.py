"""Joining doubles: what is done to which row is kept, so that it can be taken back exactly."""

from tirek.school.merging.households import join_households, live_together, share_home
from tirek.school.merging.moving import Dated, dated
from tirek.school.merging.pupils import CHOSEN, differing, join_pupils, records
from tirek.school.merging.saying import say_apart, take_back_apart
from tirek.school.merging.undoing import undo_merge

__all__ = [
    "CHOSEN",
    "Dated",
    "dated",
    "differing",
    "join_households",
    "join_pupils",
    "live_together",
    "records",
    "say_apart",
    "share_home",
    "take_back_apart",
    "undo_merge",
]

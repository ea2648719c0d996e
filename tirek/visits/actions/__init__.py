"""What may be done with acts, their recommendations, photos and signatures."""

from tirek.visits.actions.acts import (
    Overtaken,
    Unfit,
    annul_act,
    correct_act,
    draft_act,
    known_staff,
    link_members,
    save_step,
    sign_act,
    words_of,
)
from tirek.visits.actions.files import add_photo, add_signature, take_out
from tirek.visits.actions.tasks import close_task, reopen_task
from tirek.visits.actions.whole import details_with, fill_act, fitting

__all__ = [
    "Overtaken",
    "Unfit",
    "add_photo",
    "add_signature",
    "annul_act",
    "close_task",
    "correct_act",
    "details_with",
    "draft_act",
    "fill_act",
    "fitting",
    "known_staff",
    "link_members",
    "reopen_task",
    "save_step",
    "sign_act",
    "take_out",
    "words_of",
]

"""What may be done with acts, their recommendations, photos and signatures."""

from tirek.visits.actions.acts import (
    Overtaken,
    Unfit,
    annul_act,
    correct_act,
    draft_act,
    link_members,
    save_step,
    sign_act,
    words_of,
)
from tirek.visits.actions.tasks import close_task, reopen_task

__all__ = [
    "Overtaken",
    "Unfit",
    "annul_act",
    "close_task",
    "correct_act",
    "draft_act",
    "link_members",
    "reopen_task",
    "save_step",
    "sign_act",
    "words_of",
]

"""Opens, ends, corrects and annuls statuses and kinship; records income and levels."""

from tirek.cards.actions.families import add_kin, end_kin, record_income, record_level
from tirek.cards.actions.mentors import assign_mentor, release_pupil
from tirek.cards.actions.statuses import (
    STATUS_FIELDS,
    annul_status,
    correct_status,
    end_status,
    open_status,
)

__all__ = [
    "STATUS_FIELDS",
    "add_kin",
    "annul_status",
    "assign_mentor",
    "correct_status",
    "end_kin",
    "end_status",
    "open_status",
    "record_income",
    "record_level",
    "release_pupil",
]

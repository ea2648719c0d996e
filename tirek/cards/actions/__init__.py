"""Opens, ends, corrects and annuls statuses and kinship; records income and levels."""

from tirek.cards.actions.batches import end_many, open_many, take_back_batch
from tirek.cards.actions.families import (
    annul_income,
    annul_level,
    correct_income,
    correct_level,
    record_income,
    record_level,
    set_minimum,
)
from tirek.cards.actions.kin import add_kin, annul_kin, correct_kin, end_kin
from tirek.cards.actions.mentors import assign_mentor, release_pupil
from tirek.cards.actions.scans import annul_scan, attach_scan
from tirek.cards.actions.settings import change_soon_days
from tirek.cards.actions.statuses import (
    STATUS_FIELDS,
    annul_status,
    correct_status,
    end_status,
    grant_citizenship,
    open_status,
    renew_status,
)

__all__ = [
    "STATUS_FIELDS",
    "add_kin",
    "annul_income",
    "annul_kin",
    "annul_level",
    "annul_scan",
    "annul_status",
    "assign_mentor",
    "attach_scan",
    "change_soon_days",
    "correct_income",
    "correct_kin",
    "correct_level",
    "correct_status",
    "end_kin",
    "end_many",
    "end_status",
    "grant_citizenship",
    "open_many",
    "open_status",
    "record_income",
    "record_level",
    "release_pupil",
    "renew_status",
    "set_minimum",
    "take_back_batch",
]

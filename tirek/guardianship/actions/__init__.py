"""Writes cases, checks of guardians and talks with them."""

from tirek.guardianship.actions.cases import (
    FIELDS,
    add_step,
    annul_step,
    close_case,
    correct_step,
    link_pupil,
    open_case,
    place_child,
    set_terms,
)
from tirek.guardianship.actions.talks import (
    correct_check,
    correct_talk,
    record_check,
    record_talk,
)

__all__ = [
    "FIELDS",
    "add_step",
    "annul_step",
    "close_case",
    "correct_check",
    "correct_step",
    "correct_talk",
    "link_pupil",
    "open_case",
    "place_child",
    "record_check",
    "record_talk",
    "set_terms",
]

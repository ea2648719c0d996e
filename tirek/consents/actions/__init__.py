"""Writes consents, what the school has set about them, and erasures."""

from tirek.consents.actions.consents import (
    FIELDS,
    annul_consent,
    confirm_stopped,
    correct_consent,
    give_consent,
    give_many,
    withdraw_consent,
)
from tirek.consents.actions.erasing import approve_erasure, decline_erasure, propose_erasure
from tirek.consents.actions.settings import keep_scope, set_rights

__all__ = [
    "FIELDS",
    "annul_consent",
    "approve_erasure",
    "confirm_stopped",
    "correct_consent",
    "decline_erasure",
    "give_consent",
    "give_many",
    "keep_scope",
    "propose_erasure",
    "set_rights",
    "withdraw_consent",
]

"""Reads consents and what is to be erased."""

from tirek.consents.queries.consents import (
    consented,
    consents_of,
    has_consent,
    rights_of,
    scopes,
    scopes_open_to,
    standing,
    stop_by,
    to_stop,
    unsigned,
)
from tirek.consents.queries.erasing import Due, due_by_term, proposals, waiting

__all__ = [
    "Due",
    "consented",
    "consents_of",
    "due_by_term",
    "has_consent",
    "proposals",
    "rights_of",
    "scopes",
    "scopes_open_to",
    "standing",
    "stop_by",
    "to_stop",
    "unsigned",
    "waiting",
]

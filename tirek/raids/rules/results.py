"""What a stop of a raid can end with."""

from __future__ import annotations

SEEN = "SEEN"
NOBODY_HOME = "NOBODY_HOME"
NOT_LET_IN = "NOT_LET_IN"
MOVED = "MOVED"
RESULTS = (SEEN, NOBODY_HOME, NOT_LET_IN, MOVED)
UNSEEN = (NOBODY_HOME, NOT_LET_IN)
"""The family lives there and was not seen: the raid has to come again."""

"""When a session ends by itself and when tries must wait; the moment is an argument."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

ABSOLUTE = timedelta(hours=10)
MOST_TRIES = 10
WINDOW = timedelta(minutes=15)


def ended(now: float, since: float, seen: float, idle_minutes: int) -> str:
    """Why a session is over: IDLE, ABSOLUTE, or empty while it is not. Moments are Unix seconds."""
    if now - since > ABSOLUTE.total_seconds():
        return "ABSOLUTE"
    if now - seen > idle_minutes * 60:
        return "IDLE"
    return ""


def wait_until(now: datetime, failed: Sequence[datetime]) -> datetime | None:
    """From when one may try again, None when now: 10 failed tries in 15 minutes are the most."""
    recent = sorted((at for at in failed if at > now - WINDOW), reverse=True)
    return recent[MOST_TRIES - 1] + WINDOW if len(recent) >= MOST_TRIES else None

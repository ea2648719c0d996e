"""Sessions: who is signed in where, since when; how they end (trust rules 4 and 8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.http import HttpRequest

from tirek.access import clock
from tirek.access.models import User
from tirek.accounts.models import OpenSession
from tirek.accounts.rules.devices import device_words
from tirek.accounts.rules.limits import ended

# The session's own marks: begun, last request, the second factor was shown, password confirmed.
SINCE, SEEN, SECOND, CONFIRMED = "since", "seen", "second", "confirmed"


@dataclass(frozen=True)
class Shown:
    """A session as its owner sees it."""

    pid: str
    device: str
    since: datetime
    seen: datetime
    this: bool


def begin(sender: Any, request: HttpRequest, user: User, **_more: Any) -> None:
    """Mark a session that has just been signed in to, and note it for its owner."""
    now = clock.now()
    session = request.session
    if session.session_key is None:  # somebody else was signed in here: that session was emptied
        session.create()
    session[SINCE] = session[SEEN] = now.timestamp()
    session.pop(SECOND, None)
    session.pop(CONFIRMED, None)
    _forget_closed(user)
    device = device_words(request.headers.get("User-Agent", ""))
    OpenSession.objects.update_or_create(
        key=session.session_key, defaults={"user": user, "device": device, "since": now}
    )


def why_ended(session: Any, now: float) -> str:
    """IDLE or ABSOLUTE when a signed-in session is over, else empty."""
    if SINCE not in session or SEEN not in session:
        return "ABSOLUTE"
    return ended(now, session[SINCE], session[SEEN], settings.IDLE_MINUTES)


def sessions_of(user: User, this_key: str | None) -> list[Shown]:
    """The user's sessions that are not over, the present one first, then by last use."""
    noted = {one.key: one for one in OpenSession.objects.filter(user=user)}
    now = clock.now()
    shown = []
    for kept in Session.objects.filter(session_key__in=noted, expire_date__gt=now):
        data, one = kept.get_decoded(), noted[kept.session_key]
        if not why_ended(data, now.timestamp()):
            seen = datetime.fromtimestamp(data[SEEN], UTC)
            shown.append(Shown(one.pid, one.device, one.since, seen, one.key == this_key))
    return sorted(shown, key=lambda one: (not one.this, -one.seen.timestamp()))


def end_sessions(user: User, *, pid: str = "", but_key: str | None = None) -> int:
    """End one session of a user, or all but one; acts at the next request. Gives how many."""
    found = OpenSession.objects.filter(user=user)
    if pid:
        found = found.filter(pid=pid.replace("\x00", ""))
    keys = [key for key in found.values_list("key", flat=True) if key != but_key]
    count, _all = Session.objects.filter(session_key__in=keys).delete()
    OpenSession.objects.filter(key__in=keys).delete()
    return count


def _forget_closed(user: User) -> None:
    noted = OpenSession.objects.filter(user=user)
    alive = set(
        Session.objects.filter(
            session_key__in=noted.values_list("key", flat=True), expire_date__gt=clock.now()
        ).values_list("session_key", flat=True)
    )
    noted.exclude(key__in=alive).delete()

"""What the door asks before it shows a child's card (`settings.BEFORE_READ`)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from tirek.access import clock
from tirek.access.models import School
from tirek.oversight.actions import raise_alarm
from tirek.oversight.queries.alarms import CARD, reading_to_ask


def ask_for_a_reason(
    request: HttpRequest, verb: str, thing: str, thing_id: str, school: School | None
) -> HttpResponseBase | None:
    """The page that asks why so much is read, or None: a child's card, or a file, is handed out.

    The director is told at once, before any reason is given.
    """
    user: Any = request.user
    card = verb == "READ" and thing == CARD and bool(thing_id)
    if school is None or not (card or verb == "EXPORTED"):
        return None
    asked = reading_to_ask(user, clock.now(), thing_id if card else "")
    if asked is None:
        return None
    raise_alarm(by=user, school=school, asked=asked)
    back = request.get_full_path() if request.method == "GET" else "/"
    return redirect(f"{reverse('oversight:why')}?{urlencode({'next': back})}")

"""The way in: password, second factor, inside. One road for sign-in, first run and invitation."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth import authenticate, login
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from tirek.access import audit, clock
from tirek.access.models import User
from tirek.accounts.second import has_factor
from tirek.accounts.sessions import SECOND
from tirek.accounts.tries import (
    begin_try,
    device_of,
    forget_tries,
    hash_of,
    remember_device,
)

BACKEND = "django.contrib.auth.backends.ModelBackend"
PENDING = "entering"
PATIENCE = timedelta(minutes=10)


def right_password(request: HttpRequest, username: str, password: str) -> User | None:
    """Whose login and password these are; Locked when there were too many tries.

    A login that does not exist is counted and takes its time alike.
    """
    who = hash_of(username)
    one = begin_try("PASSWORD", who, device_of(request, who))
    user: Any = authenticate(request, username=username, password=password)
    if user is None:
        known = User.objects.filter(username=username).first()
        refuse(known, "password")
        return None
    forget_tries(one)
    return user  # type: ignore[no-any-return]


def refuse(user: User | None, note: str) -> None:
    """A line of the audit for a door that stayed shut."""
    audit.record_now(by=user, verb="REFUSED", thing="account", school=None, note=note)


def after_password(request: HttpRequest, user: User, wanted: str) -> HttpResponseBase:
    """The password was right: on to the second factor when there is one, else in."""
    if not has_factor(user):
        return enter(request, user, wanted, factor="")
    request.session[PENDING] = {
        "user": user.pk,
        "hash": user.get_session_auth_hash(),
        "at": clock.now().timestamp(),
        "wanted": wanted,
    }
    return redirect("accounts:second")


def pending(request: HttpRequest) -> tuple[User, str] | None:
    """Who has shown the password and not yet the second factor, and where they were going."""
    kept: dict[str, Any] = request.session.get(PENDING) or {}
    if not kept or clock.now().timestamp() - kept["at"] > PATIENCE.total_seconds():
        return None
    user = User.objects.filter(pk=kept["user"], is_active=True).first()
    if user is None or user.get_session_auth_hash() != kept["hash"]:
        return None
    return user, str(kept["wanted"])


def enter(request: HttpRequest, user: User, wanted: str, *, factor: str) -> HttpResponseBase:
    """Begin the session; `factor` is the second factor that was shown, if any."""
    request.session.pop(PENDING, None)
    with transaction.atomic():
        login(request, user, backend=BACKEND)
        if factor:
            request.session[SECOND] = factor
        audit.record(by=user, verb="SIGNED_IN", thing="account", school=None, note=factor)
    answer = redirect(wanted)
    remember_device(request, answer, hash_of(user.username))
    return answer

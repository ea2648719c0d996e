"""Failed tries, counted so that guessing is slow and the owner is not locked out (trust rule 7)."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac

from tirek.access import clock
from tirek.accounts.models import FailedTry
from tirek.accounts.rules.limits import MOST_TRIES, WINDOW, wait_until

COOKIE = "tirek_device"
SALT = "tirek.accounts.device"
KNOWN = 10  # logins a device remembers


class Locked(Exception):
    """Too many failed tries; `until` is when one may try again."""

    def __init__(self, until: datetime) -> None:
        super().__init__()
        self.until = until


def hash_of(login: str) -> str:
    """A login as tries and devices keep it."""
    return salted_hmac(SALT, login.strip().casefold(), algorithm="sha256").hexdigest()


def begin_try(kind: str, who: str, device: str = "") -> FailedTry:
    """Count a try as failed before it is judged, so that many at once count too.

    `who` is a hash. Raises Locked, counting nothing, after 10 in 15 minutes.
    """
    now = clock.now()
    FailedTry.objects.filter(at__lt=now - timedelta(days=1)).delete()
    tries = FailedTry.objects.filter(kind=kind, who=who, device=device, at__gt=now - WINDOW)
    before = tries.order_by("-at").values_list("at", flat=True)
    one = FailedTry.objects.create(kind=kind, who=who, device=device, at=now)
    others = list(before.exclude(pk=one.pk)[:MOST_TRIES])
    if until := wait_until(now, others):
        one.delete()
        raise Locked(until)
    return one


def forget_tries(one: FailedTry) -> None:
    """The try was right: it and the failed ones before it are forgotten."""
    FailedTry.objects.filter(kind=one.kind, who=one.who, device=one.device).delete()


def device_of(request: HttpRequest, who: str) -> str:
    """The id of this device if this login has signed in from it before, else empty."""
    kept = _kept(request)
    return str(kept["id"]) if who in kept.get("who", []) else ""


def remember_device(request: HttpRequest, response: HttpResponseBase, who: str) -> None:
    """Somebody has signed in here: later tries of that login from here are counted apart."""
    kept = _kept(request)
    known = [who, *(one for one in kept.get("who", []) if one != who)][:KNOWN]
    value = {"id": kept.get("id") or secrets.token_urlsafe(16), "who": known}
    response.set_cookie(
        COOKIE,
        signing.dumps(value, salt=SALT),
        max_age=timedelta(days=365),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _kept(request: HttpRequest) -> dict[str, list[str]]:
    try:
        kept: dict[str, list[str]] = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT)
    except signing.BadSignature:
        return {}
    return kept

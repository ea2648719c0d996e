"""The first key on every door: may this role do this at all (403); sight is the second (404).

The door keeps the audit of what is read (trust rule 14), before the answer goes out: what cannot be
recorded is not shown. So a reading is one line, whatever the view does.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.module_loading import import_string

from tirek.access import audit
from tirek.access.ids import ALPHABET
from tirek.access.models import School, User
from tirek.access.roles import DOORS
from tirek.access.sight import sight_of

View = Callable[..., HttpResponseBase]

PID = re.compile(f"[{ALPHABET}]{{12}}")
# The parameters of an address that name whom a page is about.
ABOUT = ("pupil", "household", "class")


def needs(key: str, *, sensitive: bool = False, thing: str = "") -> Callable[[View], View]:
    """Open the view only to those whose roles hold `key` in the school they work in now.

    Refusals and files handed out are audited; pages shown are when `sensitive`: about a child or a
    family. `thing` is what is read, when it is not what the key says.
    """
    if key not in DOORS:
        raise KeyError(f"{key} is not in the role table (access/roles/)")
    what = thing or key.partition(":")[0]

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            school = getattr(request, "school", None)
            if not sight_of(request.user).may(key, school.pk if school else None):
                _record(request, "REFUSED", what, _pid_asked(request, kwargs), key)
                raise PermissionDenied
            try:
                answer = view(request, *args, **kwargs)
            except PermissionDenied:
                _record(request, "REFUSED", what, _pid_asked(request, kwargs), key)
                raise
            except Http404:
                if pid := _pid_asked(request, kwargs):
                    _record(request, "REFUSED", what, pid, "404")
                raise
            return _recorded(request, answer, what, kwargs, sensitive)

        guarded.needs = key  # type: ignore[attr-defined]
        guarded.thing = what  # type: ignore[attr-defined]
        guarded.sensitive = sensitive  # type: ignore[attr-defined]
        return guarded

    return wrap


def anyone(view: View) -> View:
    """A page without a login: it must hold nothing about anybody."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    opened.needs = None  # type: ignore[attr-defined]
    return opened


def tell_door(
    request: HttpRequest, about: models.Model | None = None, count: int | None = None
) -> None:
    """Say to the door what the page shows: the thing itself (with its school), or how many."""
    request.told = (about, count)  # type: ignore[attr-defined]


def _recorded(
    request: HttpRequest, answer: HttpResponseBase, what: str, kwargs: Any, sensitive: bool
) -> HttpResponseBase:
    """The answer, audited: READ for a sensitive page, EXPORTED for a file; codes and counts noted.

    Another answer when one of `settings.BEFORE_READ` wants something asked first.
    """
    about, count = getattr(request, "told", (None, None))
    pid = getattr(about, "pid", None) or ("" if count is not None else _pid_asked(request, kwargs))
    counted = "" if count is None else f"n={count}"
    if answer.headers.get("Content-Disposition", "").startswith("attachment"):
        # Which paper, of which kind: the view has found them among those it knows.
        codes = [str(value) for name, value in kwargs.items() if name != "pid"]
        verb, note = "EXPORTED", " ".join([*codes, counted]).strip()
    elif sensitive and answer.status_code == 200:
        verb, note = "READ", counted
    else:
        return answer
    school = getattr(about, "school", None) or getattr(request, "school", None)
    for ask in map(import_string, settings.BEFORE_READ):
        instead: HttpResponseBase | None = ask(request, verb, what, pid, school)
        if instead is not None:
            return instead
    _record(request, verb, what, pid, note, about)
    return answer


def _record(
    request: HttpRequest,
    verb: str,
    thing: str,
    thing_id: str,
    note: str,
    about: models.Model | None = None,
) -> None:
    school = getattr(about, "school", None) or getattr(request, "school", None)
    audit.record_now(
        by=request.user, verb=verb, thing=thing, thing_id=thing_id, school=school, note=note
    )


def _pid_asked(request: HttpRequest, kwargs: Any) -> str:
    """The id the address names, if it has the form of one: anything may be typed there."""
    asked = [str(kwargs.get("pid", "")), *(request.GET.get(name, "") for name in ABOUT)]
    return next((one for one in asked if PID.fullmatch(one)), "")


def asker(request: HttpRequest) -> tuple[User, School]:
    """Who asks, and the school they work in now: of a page that needs both."""
    return request.user, request.school  # type: ignore[return-value, attr-defined]

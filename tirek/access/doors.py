"""The first key on every door: may this role do this at all (403); sight is the second (404)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from tirek.access.roles import DOORS
from tirek.access.sight import sight_of

View = Callable[..., HttpResponseBase]


def needs(key: str) -> Callable[[View], View]:
    """Open the view only to those whose roles hold `key` in the school they work in now."""
    if key not in DOORS:
        raise KeyError(f"{key} is not in the role table (access/roles.py)")

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            school = getattr(request, "school", None)
            if not sight_of(request.user).may(key, school.pk if school else None):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.needs = key  # type: ignore[attr-defined]
        return guarded

    return wrap


def anyone(view: View) -> View:
    """A page without a login: it must hold nothing about anybody."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    opened.needs = None  # type: ignore[attr-defined]
    return opened

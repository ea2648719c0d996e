"""Before the ways in are changed the password is asked for again, unless it was shown just now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from tirek.access import clock
from tirek.accounts.sessions import CONFIRMED, SINCE

FRESH = timedelta(minutes=10)
View = Callable[..., HttpResponseBase]


def confirm(request: HttpRequest) -> None:
    """The password has been shown."""
    request.session[CONFIRMED] = clock.now().timestamp()


def confirmed(view: View) -> View:
    """Open the view only to who has shown the password within ten minutes."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        shown = max(request.session.get(CONFIRMED, 0), request.session.get(SINCE, 0))
        if clock.now().timestamp() - shown <= FRESH.total_seconds():
            return view(request, *args, **kwargs)
        back = request.path if request.method == "GET" else reverse("accounts:second_factor")
        return redirect(f"{reverse('accounts:confirm')}?{urlencode({'next': back})}")

    return asked


def before_second_factor(view: View) -> View:
    """A page that somebody without the required second factor may open: the way to set one up."""
    view.before_second_factor = True  # type: ignore[attr-defined]
    return view

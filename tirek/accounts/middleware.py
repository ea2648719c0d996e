"""Sessions that end by themselves, what was typed kept; nothing before a second factor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, resolve_url
from django.urls import Resolver404, resolve

from tirek.access import clock
from tirek.access.models import User
from tirek.accounts import drafts
from tirek.accounts.second import required_of
from tirek.accounts.sessions import SECOND, SEEN, why_ended

Answer = Callable[[HttpRequest], HttpResponseBase]
EVERY = 60  # seconds between two notes of when a session was last used


def limits(get_response: Answer) -> Answer:
    """End a session by idleness or age; a form that comes too late is kept as a draft.

    The session is not emptied but falls asleep (`request.asleep` says why): it opens nothing, yet
    forms left open in it can still be kept for their author. Signing in anew wakes or replaces it.
    No query beyond the session's and the user's.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        request.asleep = ""  # type: ignore[attr-defined]
        user: Any = request.user
        if user.is_authenticated:
            now = clock.now().timestamp()
            if why := why_ended(request.session, now):
                request.asleep = why  # type: ignore[attr-defined]
                request.user = AnonymousUser()
                if _guarded(request) and (answer := _too_late(request, user)):
                    return answer
            elif now - request.session[SEEN] > EVERY:
                request.session[SEEN] = now
        answer = get_response(request)
        user = request.user
        if request.method == "POST" and user.is_authenticated and _done(answer):
            place = request.POST.get("draft")
            if place:
                drafts.end_draft(user, place)
        return answer

    return middleware


def _guarded(request: HttpRequest) -> bool:
    """Does the address need somebody to be signed in?"""
    try:
        return getattr(resolve(request.path_info).func, "needs", None) is not None
    except Resolver404:
        return False


def _too_late(request: HttpRequest, user: User) -> HttpResponseBase | None:
    """The answer to what was sent from a page whose session had ended."""
    page = drafts.page_of(request)
    if request.method == "POST" and request.path == resolve_url("accounts:drafts"):
        drafts.keep_saved(user, request.POST)
        return JsonResponse({"asleep": redirect_to_login(page).url})
    if request.method == "POST":
        drafts.keep_sent(user, request)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": redirect_to_login(page).url})
    return redirect_to_login(page) if request.method == "POST" else None


def _done(answer: HttpResponseBase) -> bool:
    """Did the form lead on, rather than come back with faults?"""
    return answer.status_code in {302, 303} or "HX-Redirect" in answer.headers


class SecondFactorFirst:
    """Who must have a second factor and has shown none opens nothing but the page to set it up."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> Any:
        """Lead to the set-up, unless the view is open to anyone or part of it. No query."""
        if settings.SECOND_FACTOR != "required" or not request.user.is_authenticated:
            return None
        if getattr(view, "needs", None) is None or getattr(view, "before_second_factor", False):
            return None
        if request.session.get(SECOND) or not required_of(request.user):
            return None
        return redirect("accounts:second_factor")

"""What is known about a request before any view: its language and the school one works in."""

import logging
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import DatabaseError
from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import get_resolver
from django.utils import translation

from tirek.access import audit, walls
from tirek.access.audit import Unrecorded
from tirek.access.sight import sight_of

log = logging.getLogger(__name__)

Answer = Callable[[HttpRequest], HttpResponse]


def chosen_language(get_response: Answer) -> Answer:
    """The language chosen on the page (cookie), else the user's own, else the school's default.

    What the browser prefers is not asked: the program speaks Kazakh first.
    """
    known = {code for code, _ in settings.LANGUAGES}

    def middleware(request: HttpRequest) -> HttpResponse:
        language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        if language not in known and request.user.is_authenticated:
            language = request.user.language
        if language not in known:
            language = settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response

    return middleware


def school_of_work(get_response: Answer) -> Answer:
    """`request.school`: the school chosen in the session, else the first one with a role."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.school = None  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            places = sight_of(request.user).places
            chosen: int = request.session.get("school", 0)
            if places:
                request.school = places.get(  # type: ignore[attr-defined]
                    chosen, next(iter(places.values()))
                )
        return get_response(request)

    return middleware


def behind_walls(get_response: Answer) -> Answer:
    """Every query of the view runs behind the second wall, whatever becomes of the request.

    A streamed answer keeps the wall until it has been sent; a file asks the database nothing.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if not walls.standing():
            return get_response(request)
        with ExitStack() as stack:
            stack.enter_context(walls.behind(walls.schools_of(request.user)))
            response = get_response(request)
            if response.streaming and not isinstance(response, FileResponse):
                response._resource_closers.append(stack.pop_all().close)  # type: ignore[attr-defined]
            return response

    return middleware


class NothingUnrecorded:
    """What the audit could not write down is not shown: a page that says so (trust rule 14)."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> Any:
        """Answer in the user's language with `handler503` of the addresses."""
        closed = isinstance(exception, Unrecorded)
        # A page may read the audit, too: is that why it failed?
        if closed or (isinstance(exception, DatabaseError) and not audit.writable()):
            log.error("The audit cannot be written: %s", exception.__cause__ or exception)
            return get_resolver().resolve_error_handler(503)(request)
        return None


def no_nul(get_response: Answer) -> Answer:
    """An address with a NUL in it is a bad request: PostgreSQL keeps no such text."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path_info or any(
            "\x00" in value for values in request.GET.lists() for value in (values[0], *values[1])
        ):
            raise BadRequest
        return get_response(request)

    return middleware

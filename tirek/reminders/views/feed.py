"""The calendar itself, for a program that reads calendars: no sign-in, only the secret address."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from tirek.access import clock, walls
from tirek.access.doors import anyone
from tirek.access.sight import may
from tirek.reminders.documents import written
from tirek.reminders.models import OWN
from tirek.reminders.queries import feed_of, waiting_for

A_YEAR = timedelta(days=366)


@anyone
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """What waits for the owner by the roles held today; 404 when the address holds no more."""
    with walls.lifted():
        found = feed_of(secret)
    if found is None:
        raise Http404
    walls.turn_to(found.user)
    if not may(found.user, OWN, found.school_id):
        raise Http404
    today = clock.today()
    with override(found.language):
        waiting = waiting_for(found.user, found.school, today, today + A_YEAR)
        address = request.build_absolute_uri("/").rstrip("/")
        body = written(waiting, _("Tirek: what is due"), address, today)
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'inline; filename="tirek.ics"'
    answer.headers["ETag"] = quote_etag(sha256(body).hexdigest())
    patch_cache_control(answer, private=True, max_age=0, must_revalidate=True)
    unchanged = get_conditional_response(request, etag=answer.headers["ETag"], response=answer)
    return unchanged or answer

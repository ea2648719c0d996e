"""The calendar itself, for a program that reads calendars: no sign-in, only the secret address."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import condition, require_safe

from tirek.access import clock, walls
from tirek.access.doors import anyone
from tirek.reminders.calendar import written
from tirek.reminders.models import OWN
from tirek.reminders.queries import feed_of, hash_of, waiting_for
from tirek.access.sight import may


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
        waiting = waiting_for(found.user, found.school, today, today.replace(year=today.year + 1))
        name = _("Tirek: what is due")
        body = written(waiting, name, request.build_absolute_uri("/").rstrip("/"))
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'inline; filename="tirek.ics"'
    patch_cache_control(answer, private=True, max_age=0, must_revalidate=True)
    return answer

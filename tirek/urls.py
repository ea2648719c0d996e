"""Every address of the program: each room's own, at its own path."""

from django.urls import include, path
from django.views.i18n import set_language

from tirek import seen_as
from tirek.access.doors import anyone, needs
from tirek.web import views as web

ROOMS = [
    ("", "desk"),
    ("", "access"),
    ("", "accounts"),
    ("", "longwork"),
    ("word-forms/", "wordforms"),
    ("years/", "schoolyear"),
    ("", "school"),
    ("", "cards"),
    ("journal/", "journal"),
    ("plans/", "plans"),
    ("visits/", "visits"),
    ("phone/", "phone"),
    ("raids/", "raids"),
    ("prevention/", "prevention"),
    ("guardianship/", "guardianship"),
    ("transfers/", "transfers"),
    ("consents/", "consents"),
    ("support/", "support"),
    ("class-data/", "classdata"),
    ("counselling/", "counselling"),
    ("annual/", "annual"),
    ("personal-files/", "personalfiles"),
    ("reminders/", "reminders"),
    ("", "oversight"),
    ("analysis/", "analysis"),
    ("documents/", "reports"),
    ("hand-over/", "handover"),
]

urlpatterns = [
    *(path(prefix, include(f"tirek.{room}.urls")) for prefix, room in ROOMS),
    path("language/", anyone(set_language), name="set_language"),
    path("seen-as/", needs("access.people:manage")(seen_as.page), name="seen_as"),
    path("components/", needs("access.account:own")(web.components), name="components"),
]

handler400 = web.bad_request
handler403 = web.forbidden
handler404 = web.not_found
handler500 = web.failed
handler503 = web.closed

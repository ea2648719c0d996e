"""Every address of the program: each room's own, at its own path."""

from importlib.util import find_spec

from django.urls import include, path
from django.views.i18n import set_language

from tirek.access.doors import anyone

ROOMS = [
    ("", "desk"),
    ("", "access"),
    ("", "web"),
    ("years/", "schoolyear"),
    ("", "school"),
    ("", "cards"),
    ("journal/", "journal"),
    ("plans/", "plans"),
    ("visits/", "visits"),
    ("documents/", "reports"),
]

urlpatterns = [
    *(
        path(prefix, include(f"tirek.{room}.urls"))
        for prefix, room in ROOMS
        if find_spec(f"tirek.{room}.urls")
    ),
    path("language/", anyone(set_language), name="set_language"),
]

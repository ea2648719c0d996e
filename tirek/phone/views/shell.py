"""The app's shell: the same for everybody, nothing about anybody, kept on the phone."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tirek.access.doors import anyone
from tirek.phone.words import words

MODULES = ("db", "vault", "seal", "visits", "form", "filling", "files", "outbox", "app")
STYLES = ("web/ground.css", "web/shell.css", "web/form.css", "web/parts.css", "phone/phone.css")


@cache
def release() -> str:
    """A mark of all files of the app: another one is another release."""
    digest = hashlib.sha256()
    for name in [f"phone/{one}.js" for one in MODULES] + ["visits/pen.js", "phone/phone.css"]:
        path = finders.find(name)
        digest.update(Path(str(path)).read_bytes() if path else name.encode())
    return digest.hexdigest()[:12]


def _files() -> list[str]:
    """Addresses of everything the app is made of."""
    base = settings.STATIC_URL
    modules = [f"{base}phone/{one}.js" for one in MODULES]
    styles = [staticfiles_storage.url(one) for one in (*STYLES, "web/logo.svg")]
    return [*modules, f"{base}visits/pen.js", *styles, reverse("phone:manifest")]


@require_safe
@anyone
def shell(request: HttpRequest) -> HttpResponse:
    """The app itself; it opens with no connection, and shows nothing before its PIN."""
    context = {
        "release": release(),
        "styles": [staticfiles_storage.url(one) for one in STYLES],
        "app": f"{settings.STATIC_URL}phone/app.js",
        "words": words(),
    }
    return render(request, "phone/shell.html", context)


@require_safe
@anyone
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker: keeps the shell, nothing else."""
    context = {"release": release(), "files": [reverse("phone:shell"), *_files()]}
    answer = render(request, "phone/worker.js", context, content_type="text/javascript")
    answer["Cache-Control"] = "no-store"
    return answer


@require_safe
@anyone
def manifest(request: HttpRequest) -> HttpResponse:
    """What makes it installable."""
    icon = {"src": staticfiles_storage.url("web/logo.svg"), "sizes": "any", "type": "image/svg+xml"}
    return JsonResponse(
        {
            "name": _("Tirek: visits"),
            "short_name": _("Tirek"),
            "start_url": reverse("phone:shell"),
            "scope": reverse("phone:shell"),
            "display": "standalone",
            "background_color": "#f3f5f4",
            "theme_color": "#0b5b73",
            "icons": [icon],
        },
        content_type="application/manifest+json",
    )

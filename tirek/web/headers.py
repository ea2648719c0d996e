"""What every answer tells the browser beside its contents; stands outside all other middleware."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

POLICIES = {
    # Nothing here needs a sensor; passkeys belong to our own pages.
    "Permissions-Policy": (
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), display-capture=(), "
        "publickey-credentials-get=(self), publickey-credentials-create=(self)"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
# A file that a browser shows all the same runs nothing and asks for nothing.
OF_A_FILE = "default-src 'none'; frame-ancestors 'none'; sandbox"

Answer = Callable[[HttpRequest], HttpResponseBase]


def secure_headers(get_response: Answer) -> Answer:
    """Nothing but style sheets and the like is kept by the browser: after signing out, and behind
    its back button, there is nothing to be seen.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        for name, value in POLICIES.items():
            response.headers.setdefault(name, value)
        if response.headers.get("Content-Disposition", "").startswith("attachment"):
            response.headers["Content-Security-Policy"] = OF_A_FILE
        static = request.path.startswith(settings.STATIC_URL) and response.status_code in {200, 304}
        if not static and "no-store" not in response.headers.get("Cache-Control", ""):
            response.headers["Cache-Control"] = "no-store"
        return response

    return middleware

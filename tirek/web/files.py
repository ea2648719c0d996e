"""Files as answers: taken away under their name, never opened in the page, kept nowhere."""

from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language


def as_file(content: bytes, name: str, content_type: str) -> HttpResponse:
    """The bytes as a file to be saved."""
    return HttpResponse(
        content,
        content_type=content_type,
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )


def language_asked(request: HttpRequest) -> str:
    """The language a paper is asked in (`?lang=`), else the page's."""
    asked = request.GET.get("lang", "")
    if asked in dict(settings.LANGUAGES):
        return asked
    return (get_language() or settings.LANGUAGE_CODE)[:2]

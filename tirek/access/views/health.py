"""`/healthz`: can the program read, write and leave its trace; nothing about anybody."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.core.files.storage import FileSystemStorage, default_storage
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tirek.access import audit, audit_notes
from tirek.access.doors import anyone


@anyone
@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """200 `ok`, or 503 with the code of what is broken."""
    code = trouble()
    return HttpResponse(code or "ok", content_type="text/plain", status=503 if code else 200)


def trouble() -> str:
    """What cannot be used, as a code; empty when all can."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "DATABASE"
    if not audit.writable():
        return "AUDIT"
    if audit_notes.trouble():
        return "AUDIT_NOTES"
    try:
        if isinstance(default_storage, FileSystemStorage):
            folder = Path(default_storage.location)
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder) as file:
                file.write(b"ok")
    except OSError:
        return "FILES"
    return ""

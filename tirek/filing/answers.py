"""Gives a file back."""

from __future__ import annotations

from django.http import FileResponse, Http404

from tirek.filing.models import Filed


def as_answer(filed: Filed) -> FileResponse:
    """The file to be saved under its name, never shown inside a page; 404 when there is none."""
    if not filed.file.name:
        raise Http404
    return FileResponse(
        filed.file.open("rb"), as_attachment=True, filename=filed.name, content_type=filed.type
    )

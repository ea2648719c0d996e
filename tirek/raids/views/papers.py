"""The report of a raid as a file."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from tirek.access.doors import needs, tell_door
from tirek.office.document import file_name
from tirek.office.files import TYPES, written
from tirek.raids.documents import PAPER, raid_paper
from tirek.raids.models import READ
from tirek.raids.views.seen import readable
from tirek.web.files import as_file, language_asked

FORMATS = ("docx", "pdf")


@needs(READ, sensitive=True)
def document(request: HttpRequest, pid: str, format: str) -> HttpResponse:
    """The signed raid as a file in the page's language, or in that of ?lang=."""
    one = readable(request, pid)
    if one.is_draft or format not in FORMATS:
        raise Http404
    tell_door(request, one)
    paper = raid_paper(one, language_asked(request))
    body = written(paper, format, school=one.school, form=PAPER)
    return as_file(body, file_name(f"{paper.title} {one.entry.on}", format), TYPES[format])

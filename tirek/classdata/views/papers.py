"""The form of a class on paper: as it was handed in, and to be filled in by hand."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tirek.access import clock
from tirek.access.doors import asker, needs, tell_door
from tirek.classdata import documents, queries
from tirek.classdata.views.seen import class_seen, form_seen, lines_shown
from tirek.office.document import Document, file_name
from tirek.office.files import TYPES, written
from tirek.web.files import as_file, language_asked


@needs("classdata.form:read")
@require_safe
def form_file(request: HttpRequest, pid: str, ending: str) -> HttpResponse:
    """A form that was handed in, with what was decided."""
    user, _school = asker(request)
    form = form_seen(request, pid)
    tell_door(request, form)
    paper = documents.form_paper(form, lambda: lines_shown(form, user), language_asked(request))
    return _file(paper, f"{form.school_class.name} {form.on}", ending)


@needs("classdata.form:write")
@require_safe
def blank(request: HttpRequest, pid: str, ending: str) -> HttpResponse:
    """The class with what the cards say and room for a hand."""
    user, _school = asker(request)
    school_class, day = class_seen(request, pid, "classdata.form:write"), clock.today()
    pupils = queries.pupils_of_form(school_class, user, day)
    cards = queries.cards_of(school_class.school, user, pupils, day)
    tell_door(request, school_class, len(pupils))
    paper = documents.blank_paper(school_class, pupils, cards, day, language_asked(request))
    return _file(paper, f"{school_class.name} {day}", ending)


def _file(paper: Document, of: str, ending: str) -> HttpResponse:
    if ending not in ("docx", "xlsx", "pdf"):
        raise Http404
    return as_file(written(paper, ending), file_name(f"{paper.title} {of}", ending), TYPES[ending])

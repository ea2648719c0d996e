"""What falls due in the coming weeks, each number with its list; the same as a paper."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.http import require_safe

from tirek.access import clock
from tirek.access.doors import needs, tell_door
from tirek.office.document import file_name
from tirek.office.files import TYPES, written
from tirek.plans.coming import WAYS, Cell, Coming, WeekLine
from tirek.plans.cuts import ROW
from tirek.plans.figurepapers import ahead_paper
from tirek.plans.queries.whole import whole_of
from tirek.plans.rules.ahead import LATE
from tirek.plans.views.asked import rows_asked, school_of
from tirek.schoolyear.models import SchoolYear
from tirek.web.files import as_file, language_asked


@needs("plans.figures:read", sensitive=True)
def ahead(request: HttpRequest) -> HttpResponse:
    """Eight weeks from today by row, responsible or class, and the list asked for."""
    by = _by(request)
    school_year, coming = _coming(request)
    lines: list[WeekLine] = []
    total: list[Cell] = []
    opened = None
    if coming is not None:
        lines, total = coming.lines(by)
        if "of" in request.GET:
            weeks = {str(week): week for week in range(LATE, len(coming.weeks))}
            week = weeks.get(request.GET.get("week", ""))
            opened = None if week is None else coming.opened(by, request.GET["of"], week)
            if opened is None:
                raise Http404
    heads = coming.heads() if coming else []
    names = {line.name for line in opened.lines} if opened else set()
    tell_door(request, count=len(names - {""}))
    return render(
        request,
        "plans/ahead.html",
        {
            "by": by,
            "cuts": WAYS.items(),
            "heading": WAYS[by],
            "heads": heads,
            "labels": [words for words, _note in heads],
            "lines": lines,
            "total": total,
            "opened": opened,
            "school_year": school_year,
            "asked": (request.GET.get("of", ""), request.GET.get("week", "")),
        },
    )


@needs("plans.figures:read")
@require_safe
def ahead_file(request: HttpRequest, format: str) -> HttpResponse:
    """The weeks as Word, Excel or PDF: figures, nobody's name."""
    by = _by(request)
    if format not in TYPES:
        raise Http404
    language = language_asked(request)
    with override(language):
        school_year, coming = _coming(request)
        if school_year is None or coming is None:
            raise Http404
        paper = ahead_paper(school_year, by, coming, clock.today(), language)
    name = file_name(f"{paper.title} {clock.today():%d.%m.%Y}", format)
    return as_file(written(paper, format), name, TYPES[format])


def _by(request: HttpRequest) -> str:
    by = request.GET.get("by", ROW)
    if by not in WAYS:
        raise Http404
    return by


def _coming(request: HttpRequest) -> tuple[SchoolYear | None, Coming | None]:
    day = clock.today()
    school_year, rows = rows_asked(request, day)
    if school_year is None or not rows:
        return school_year, None
    whole = whole_of(school_year, day, rows)
    return school_year, Coming(request.user, school_of(request), whole, day)

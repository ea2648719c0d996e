"""The year's figures by row, month, class, responsible and pupil; each number opens its list."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.http import require_safe

from tirek.access import clock
from tirek.access.doors import needs, tell_door
from tirek.office.document import file_name
from tirek.office.files import TYPES, written
from tirek.plans.cuts import CHILD, COLUMNS, CUTS, ROW, Cuts, Line
from tirek.plans.figurepapers import coverage_paper
from tirek.plans.queries.whole import whole_of
from tirek.plans.views.asked import day_asked, rows_asked, school_of
from tirek.web.files import as_file, language_asked


@needs("plans.figures:read", sensitive=True)
def coverage(request: HttpRequest) -> HttpResponse:
    """The same figures cut one way, with the list behind the number asked for."""
    school, user = school_of(request), request.user
    day, wrong = day_asked(request)
    by = request.GET.get("by", ROW)
    if by not in CUTS:
        raise Http404
    school_year, rows = rows_asked(request, day)
    lines: list[Line] = []
    total: list[tuple[str, int]] = []
    opened = None
    if school_year is not None and rows:
        cuts = Cuts(user, school, whole_of(school_year, day, rows), day)
        lines, total = cuts.lines(by)
        if "of" in request.GET:
            opened = cuts.opened(by, request.GET["of"], request.GET.get("what", ""))
            if opened is None:
                raise Http404
    names = {line.name for line in opened.lines} if opened else set()
    tell_door(request, count=len(names - {""}) + (len(lines) if by == CHILD else 0))
    return render(
        request,
        "plans/coverage.html",
        {
            "by": by,
            "cuts": CUTS.items(),
            "heading": CUTS[by],
            "columns": [heading for _word, _what, heading in COLUMNS],
            "lines": lines,
            "total": total,
            "opened": opened,
            "school_year": school_year,
            "day": day,
            "wrong_day": wrong,
            "day_query": f"&day={day:%d.%m.%Y}" if day != clock.today() else "",
            "asked": (request.GET.get("of", ""), request.GET.get("what", "")),
        },
    )


@needs("plans.figures:read", sensitive=True)
@require_safe
def coverage_file(request: HttpRequest, format: str) -> HttpResponse:
    """The figures cut one way as Word, Excel or PDF."""
    school, user = school_of(request), request.user
    day, _wrong = day_asked(request)
    by = request.GET.get("by", ROW)
    if by not in CUTS or format not in TYPES:
        raise Http404
    school_year, rows = rows_asked(request, day)
    if school_year is None or not rows:
        raise Http404
    language = language_asked(request)
    with override(language):
        lines, total = Cuts(user, school, whole_of(school_year, day, rows), day).lines(by)
    paper = coverage_paper(school_year, by, lines, total, day, language)
    tell_door(request, count=len(lines) if by == CHILD else 0)
    name = file_name(f"{paper.title} {school_year} {day:%d.%m.%Y}", format)
    return as_file(written(paper, format), name, TYPES[format])

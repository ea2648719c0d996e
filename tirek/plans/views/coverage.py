"""The year's figures by row, month, class, responsible and pupil; each number opens its list."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from tirek.access import clock
from tirek.access.doors import needs, tell_door
from tirek.plans.cuts import COLUMNS, CUTS, ROW, Cuts, Line
from tirek.plans.models import PlanRow
from tirek.plans.queries.rows import as_they_stood
from tirek.plans.queries.whole import whole_of
from tirek.plans.views.asked import day_asked, school_of
from tirek.schoolyear.queries import year_at


@needs("plans.figures:read", sensitive=True)
def coverage(request: HttpRequest) -> HttpResponse:
    """The same figures cut one way, with the list behind the number asked for."""
    school, user = school_of(request), request.user
    day, wrong = day_asked(request)
    by = request.GET.get("by", ROW)
    if by not in CUTS:
        raise Http404
    school_year = year_at(school, day)
    rows: list[PlanRow] = []
    if school_year is not None:
        school_year.school = school
        seen = PlanRow.objects.visible_to(user).select_related("plan")
        approved = seen.filter(plan__school_year=school_year, plan__approved_on__lte=day)
        rows = as_they_stood(approved, day)
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
    tell_door(request, count=len(names - {""}) + (len(lines) if by == "pupil" else 0))
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

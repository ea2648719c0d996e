"""The pages that show plans."""

from __future__ import annotations

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tirek.access import clock
from tirek.access.doors import needs
from tirek.access.sight import may, sight_of
from tirek.office.document import file_name
from tirek.office.files import TYPES, written
from tirek.plans.amended import told
from tirek.plans.detail import detail_of
from tirek.plans.documents import DONE, done_paper, plan_paper
from tirek.plans.models import Plan, PlanKind, PlanRow
from tirek.plans.queries import standing
from tirek.plans.queries.lastyear import rows_of_last_year
from tirek.plans.queries.rows import as_they_stood
from tirek.plans.sides import has_part, sides_of
from tirek.plans.table import lines_of, months_of
from tirek.plans.views.asked import day_asked, plan_of, row_of, school_of
from tirek.plans.wording import KIND_LETTERS, SHORT_MONTHS, SUMMER, role_words, term_words
from tirek.schoolyear.queries import year_at
from tirek.web.files import as_file, language_asked


@needs("plans.plan:read")
def plans(request: HttpRequest) -> HttpResponse:
    """The plans of the school by year, the newest first."""
    school = school_of(request)
    found = list(
        Plan.objects.visible_to(request.user)
        .filter(school=school)
        .select_related("school_year", "approved_by")
        .prefetch_related(Prefetch("rows", PlanRow.objects.visible_to(request.user)))
        .order_by("-school_year__year", "id")
    )
    found.sort(key=lambda one: (-one.school_year.year, PlanKind.values.index(one.kind)))
    current = year_at(school, clock.today())
    whole = may(request.user, "plans.whole:read", school.pk)  # type: ignore[arg-type]
    there = {one.kind for one in found if current and one.school_year_id == current.pk}
    missing = whole and current is not None and len(there) < len(PlanKind.values)
    may_write = may(request.user, "plans.plan:write", school.pk)  # type: ignore[arg-type]
    last = rows_of_last_year(current) if current and missing and may_write else []
    taken = {row.plan.kind for row in last} - there
    return render(
        request,
        "plans/plans.html",
        {
            "plans": found,
            "current": current,
            "missing": missing,
            "ready_kinds": [one for one in PlanKind.choices if one[0] not in there],
            "last_kinds": [one for one in PlanKind.choices if one[0] in taken],
            "whole": whole,
            "handed": found and may(request.user, "plans.handed:read", school.pk),  # type: ignore[arg-type]
            "may_count": may(request.user, "plans.figures:read", school.pk),  # type: ignore[arg-type]
            "may_write": may_write,
        },
    )


@needs("plans.plan:read")
def plan(request: HttpRequest, pid: str) -> HttpResponse:
    """A plan by months, with its figures on a day."""
    return _plan_page(request, plan_of(request, pid), None)


@needs("plans.plan:read", sensitive=True)
def row(request: HttpRequest, pid: str) -> HttpResponse:
    """The same with one row opened beside it."""
    found = row_of(request, pid)
    return _plan_page(request, found.plan, found)


def _plan_page(request: HttpRequest, found: Plan, opened: PlanRow | None) -> HttpResponse:
    school, user = school_of(request), request.user
    day, wrong = day_asked(request)
    kept = list(PlanRow.objects.visible_to(user).filter(plan=found))
    for one in kept:
        one.plan = found
    amendments = told(found, kept)
    rows = as_they_stood(kept, day)
    seen = Plan.objects.visible_to(user).filter(school_year=found.school_year)
    siblings = list(seen.order_by("id"))
    siblings.sort(key=lambda one: PlanKind.values.index(one.kind))
    tabs = [(one, KIND_LETTERS[one.kind]) for one in siblings]
    whole, sides = len(rows), sides_of(found, rows, sight_of(user).roles(school.pk))
    part = next((one.role for one in sides if one.role == request.GET.get("part")), None)
    if part is not None:
        rows = [one for one in rows if has_part(one, part) or one == opened]
    if not may(user, "plans.figures:read", school.pk):  # type: ignore[arg-type]
        lines = [(one, term_words(one.term), role_words(one.responsible)) for one in rows]
        shown = {"plan": found, "siblings": tabs, "lines": lines}
        return render(request, "plans/terms.html", shown)
    stands = standing(found.school_year, day)
    calendar, covered = stands.calendar, stands.covered(rows)
    months = months_of(calendar, [one.figures for one in covered], day)
    chosen = next((one for one in covered if opened and one.row.pk == opened.pk), None)
    asked = request.GET.get("period", "")
    detail = None
    if chosen is not None:
        number = int(asked) if asked.isascii() and asked.isdigit() else None
        detail = detail_of(user, school, chosen, day, number, stands.counting.roll)
    drafts = [one.row.number for one in covered if not one.row.evidence]
    return render(
        request,
        "plans/plan.html",
        {
            "plan": found,
            "day": day,
            "wrong_day": wrong,
            "day_query": f"?day={day:%d.%m.%Y}" if day != clock.today() else "",
            "siblings": tabs,
            "sides": sides,
            "part": part,
            "whole": whole,
            "months": [
                (SUMMER if first.month == 6 else SHORT_MONTHS[first.month], index == months.now)
                for index, first in enumerate(months.firsts)
            ],
            "quarters": months.quarters,
            "lines": lines_of(covered, months, calendar, day),
            "columns": len(months.firsts) + 1,
            "detail": detail,
            "not_in_force": opened if chosen is None else None,
            "unproved": drafts,
            "amendments": amendments,
            "may_write": may(user, "plans.plan:write", school.pk),  # type: ignore[arg-type]
            "may_approve": may(user, "plans.plan:approve", school.pk),  # type: ignore[arg-type]
        },
    )


@needs("plans.plan:read")
def document(request: HttpRequest, pid: str, format: str) -> HttpResponse:
    """The plan as a Word, Excel or PDF file, in the page's language or in that of ?lang=."""
    found = plan_of(request, pid)
    if format not in TYPES:
        raise Http404
    paper = plan_paper(found, language_asked(request), request.user)
    content = written(paper, format, school=found.school, form="plan")
    name = file_name(f"{found.get_kind_display()} {found.school_year}", format)
    return as_file(content, name, TYPES[format])


@needs("plans.figures:read")
@require_safe
def done(request: HttpRequest, pid: str, format: str) -> HttpResponse:
    """The plan read back as Word, Excel or PDF: what is done by a day (?day=), by what."""
    found = plan_of(request, pid)
    if format not in TYPES:
        raise Http404
    day, _wrong = day_asked(request)
    paper = done_paper(found, day, language_asked(request), request.user)
    name = file_name(f"{found.get_kind_display()} {found.school_year} {day:%d.%m.%Y}", format)
    content = written(paper, format, school=found.school, form=DONE)
    return as_file(content, name, TYPES[format])

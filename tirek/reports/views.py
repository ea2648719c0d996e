"""Pages of the documents: look, issue, take away."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tirek.access import audit, clock
from tirek.access.doors import needs
from tirek.access.once import do_once
from tirek.access.refused import Refused
from tirek.access.sight import sight_of
from tirek.cards.models import StatusPeriod
from tirek.cards.queries import categories
from tirek.office.document import file_name, from_json
from tirek.office.files import TYPES, WRITERS, written
from tirek.office.reports import reports
from tirek.reports import options as asked
from tirek.reports import queries
from tirek.reports.actions import issue_document
from tirek.reports.models import IssuedDocument
from tirek.reports.papers import (
    NamedChild,
    Passport,
    passport_of_class,
    passport_of_school,
    signed_number,
)
from tirek.reports.rules.figures import BrokenIdentity
from tirek.school.models import SchoolClass
from tirek.school.queries import counted_classes
from tirek.schoolyear.queries import year_at, year_of
from tirek.web.parts import Figure

READ, ISSUE = "reports.document:read", "reports.document:issue"
WHOLE = ("SOCIAL_PEDAGOGUE", "DEPUTY_DIRECTOR", "DIRECTOR")


def _day(request: HttpRequest) -> tuple[date, str]:
    """The day asked about and, when it cannot be read, why (then today stands in)."""
    try:
        return asked.as_of({"as_of": request.GET.get("on", "")}), ""
    except Refused as error:
        return clock.today(), str(error)


def _whole(request: Any) -> bool:
    """Does the user read the papers of the whole school here?"""
    return request.school.pk in sight_of(request.user).schools(WHOLE)


def _may_issue(request: Any) -> bool:
    return sight_of(request.user).may(ISSUE, request.school.pk)


@needs(READ)
@require_safe
def documents(request: Any) -> HttpResponse:
    """What can be issued, and what was issued last."""
    today = clock.today()
    year = year_at(request.school, today)
    seen = SchoolClass.objects.visible_to(request.user)
    return render(
        request,
        "reports/documents.html",
        {
            "today": today,
            "year": year,
            "classes": list(counted_classes(year, today, seen)) if year else [],
            "whole": _whole(request),
            "categories": list(categories(request.school).values()),
            "issued": IssuedDocument.objects.visible_to(request.user)
            .filter(school=request.school)
            .select_related("author")[:15],
            "reports": reports(),
        },
    )


def _class_seen(request: Any, pid: str) -> SchoolClass:
    classes = SchoolClass.objects.visible_to(request.user).select_related(
        "school", "school_year", "teacher"
    )
    return get_object_or_404(classes, pid=pid, school=request.school)


@needs(READ)
@require_safe
def class_passport(request: Any, pid: str) -> HttpResponse:
    """A class's social passport as of a day, with last year beside it."""
    school_class = _class_seen(request, pid)
    on, wrong = _day(request)
    passport = passport_of_class(school_class, on)
    return render(
        request,
        "reports/class_passport.html",
        {
            "school_class": school_class,
            "on": on,
            "wrong": wrong,
            "passport": passport,
            "figures": _figures(passport),
            "years": (year_at(request.school, on), year_at(request.school, passport.earlier)),
            "query": urlencode({"class": school_class.pid, "as_of": on.isoformat()}),
            "row": request.GET.get("row", ""),
            "next": request.GET.get("next", ""),
            "issued": IssuedDocument.objects.visible_to(request.user).filter(
                school_class=school_class, name="class-passport"
            ),
            "no_basis": _without_basis(passport),
            "may_issue": _may_issue(request),
        },
    )


def _without_basis(passport: Passport) -> list[NamedChild]:
    """The children one of whose statuses rests on no paper."""
    held = StatusPeriod.objects.on(passport.as_of).known_at()
    bare = set(
        held.filter(
            pupil__in=[line.pupil for line in passport.named], basis_document="", basis_number=""
        ).values_list("pupil_id", flat=True)
    )
    return [line for line in passport.named if line.pupil.pk in bare]


def _figures(passport: Any) -> list[Figure]:
    whole, social = passport.whole, passport.social
    found = [
        Figure(whole["pupils"], _("pupils: girls %(girls)s, boys %(boys)s") % whole),
        Figure(whole["families"], _("families")),
        Figure(
            social.now["pupils"],
            _("pupils / families with social status"),
            of=f"/ {social.now['families']}",
        ),
    ]
    if social.change is not None:
        found.append(Figure(signed_number(social.change), _("pupils with status, in a year")))
    return found


@needs(READ)
@require_safe
def open_passport(request: Any) -> HttpResponse:
    """From the desk: the passport of the class named by `?class=`."""
    school_class = _class_seen(request, request.GET.get("class", ""))
    return redirect("reports:class_passport", pid=school_class.pid)


@needs(READ)
@require_safe
def open_movement(request: Any) -> HttpResponse:
    """From the desk: the movement of the class in the month that is due (`?on=`, its last day)."""
    school_class = _class_seen(request, request.GET.get("class", ""))
    on, _wrong = _day(request)
    url = reverse("reports:movement", args=[school_class.pid])
    return redirect(f"{url}?month={on:%Y-%m}")


@needs(READ)
@require_safe
def school_passport(request: Any) -> HttpResponse:
    """The school's social passport; for those who read the whole school."""
    if not _whole(request):
        raise Http404
    on, wrong = _day(request)
    passport = passport_of_school(request.school, on)
    by_grade = queries.school_passport(request.school, on)["grades"]
    lines = [
        (line, [grade["categories"][line.category.code]["pupils"] for grade in by_grade.values()])
        for line in passport.lines
    ]
    return render(
        request,
        "reports/school_passport.html",
        {
            "on": on,
            "wrong": wrong,
            "passport": passport,
            "figures": _figures(passport),
            "grades": list(by_grade),
            "pupils_by_grade": [grade["pupils"] for grade in by_grade.values()],
            "lines": lines,
            "years": (year_at(request.school, on), year_at(request.school, passport.earlier)),
            "query": urlencode({"as_of": on.isoformat()}),
            "may_issue": _may_issue(request),
            "issued": IssuedDocument.objects.visible_to(request.user).filter(
                school=request.school, name="school-passport"
            ),
        },
    )


@needs(READ)
@require_safe
def movement(request: Any, pid: str) -> HttpResponse:
    """Who came to a class and who left it in a month."""
    school_class = _class_seen(request, pid)
    wrong = ""
    try:
        year, month = asked.month({"month": request.GET.get("month", "")})
    except Refused as error:
        wrong = str(error)
        year, month = clock.today().year, clock.today().month
    try:
        found = queries.movement(school_class, year, month)
    except BrokenIdentity:
        found, wrong = None, _("The sums of the movement do not hold; it is not printed.")
    known = categories(request.school)
    return render(
        request,
        "reports/movement.html",
        {
            "school_class": school_class,
            "first": date(year, month, 1),
            "months": _months(school_class),
            "month": f"{year}-{month:02d}",
            "wrong": wrong,
            "found": found,
            "lines": [
                (known[code], figures)
                for code, figures in (found or {"categories": {}})["categories"].items()
                if any(figures.values())
            ],
            "query": urlencode({"class": school_class.pid, "month": f"{year}-{month:02d}"}),
            "may_issue": _may_issue(request) and found is not None,
            "issued": IssuedDocument.objects.visible_to(request.user).filter(
                school_class=school_class, name="movement"
            ),
        },
    )


def _months(school_class: SchoolClass) -> list[tuple[str, date]]:
    """The months of the class's school year that have begun."""
    year = year_of(school_class.school, school_class.school_year.year)
    months = [] if year is None else [first for first, _last in year.calendar().months()]
    return [(f"{m:%Y-%m}", m) for m in months if m <= clock.today()]


@needs(READ)
@require_safe
@transaction.atomic
def download(request: Any, name: str, ending: str) -> HttpResponse:
    """A paper as a file, as of the day asked about; nothing is issued."""
    report = reports().get(name)
    if report is None or ending not in WRITERS:
        raise Http404
    if "class" not in report.needs and not _whole(request) and "class" not in report.options:
        raise Http404
    options = {key: request.GET.get(key, "") for key in report.options}
    language = get_language() or "kk"
    try:
        document = report.build(request.school, options, language, request.user)
    except Refused as error:
        messages.error(request, str(error))
        return redirect("reports:documents")
    audit.record(by=request.user, verb="EXPORTED", thing=name, school=request.school, note=ending)
    return _file(written(document, ending), document.title, ending)


def _file(content: bytes, title: str, ending: str) -> HttpResponse:
    response = HttpResponse(content, content_type=TYPES[ending])
    name = file_name(title, ending)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{_quoted(name)}"
    response.headers["Cache-Control"] = "no-store"
    return response


def _quoted(name: str) -> str:
    from urllib.parse import quote

    return quote(name)


@needs(ISSUE)
@require_POST
def issue(request: Any, name: str) -> HttpResponse:
    """Issue a paper under its own number; sent twice it is issued once."""
    report = reports().get(name)
    if report is None:
        raise Http404
    options = {key: request.POST.get(key, "") for key in report.options}

    def deed() -> str:
        made = issue_document(
            by=request.user,
            school=request.school,
            name=name,
            options=options,
            language=get_language() or "kk",
        )
        messages.success(request, _("Issued: No. %(number)s") % {"number": made.number})
        return reverse("reports:issued", args=[made.pid])

    try:
        result = do_once(request.POST.get("form_key"), request.user, deed)
    except Refused as error:
        messages.error(request, str(error))
        back = request.POST.get("back", "")
        safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
        return redirect(back if safe else "reports:documents")
    return redirect(result)


def _issued(request: Any, pid: str) -> IssuedDocument:
    found = IssuedDocument.objects.visible_to(request.user).select_related("author", "school")
    return get_object_or_404(found, pid=pid, school=request.school)


@needs(READ)
@require_safe
def issued(request: Any, pid: str) -> HttpResponse:
    """An issued paper: what was frozen, and beside it what has been corrected since."""
    paper = _issued(request, pid)
    report = reports()[paper.name]
    now: dict[str, Any] = {}
    if report.figures is not None:
        try:
            now = report.figures(request.school, _same_day(paper), request.user)
        except Refused:
            now = {}
    return render(
        request,
        "reports/issued.html",
        {
            "paper": paper,
            "title": report.title,
            "document": from_json(paper.content),
            "changed": _changed(paper.figures, now, categories(request.school)) if now else [],
            "endings": list(WRITERS),
        },
    )


def _same_day(paper: IssuedDocument) -> dict[str, str]:
    """The options as of the same day, whatever "today" meant when it was issued."""
    if "month" in paper.options:
        return {**paper.options, "month": f"{paper.as_of:%Y-%m}"}
    return {**paper.options, "as_of": paper.as_of.isoformat()}


def _changed(then: Any, now: Any, known: Any) -> list[tuple[str, Any, Any]]:
    """Figures that would differ if the paper were drawn for the same day today."""
    rows = [
        (label, then.get(key), now.get(key))
        for key, label in (("pupils", _("pupils")), ("families", _("families")))
        if then.get(key) != now.get(key)
    ]
    for code, figures in (now.get("categories") or {}).items():
        before = (then.get("categories") or {}).get(code) or {}
        key = "pupils" if "pupils" in figures else "end"
        if before.get(key) != figures.get(key):
            name = known[code].name() if code in known else code
            rows.append((name, before.get(key, 0), figures.get(key, 0)))
    return rows


@needs(READ)
@require_safe
@transaction.atomic
def issued_file(request: Any, pid: str, ending: str) -> HttpResponse:
    """The issued paper as a file: always the same words and figures."""
    paper = _issued(request, pid)
    if ending not in WRITERS:
        raise Http404
    document = from_json(paper.content)
    audit.record(by=request.user, verb="EXPORTED", thing=paper, school=request.school, note=ending)
    return _file(written(document, ending), f"{document.title} {paper.number}", ending)

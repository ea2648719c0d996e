"""Pages that show a paper as of a day: passports, movement, what there is."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tirek.access import clock
from tirek.access.doors import needs
from tirek.access.refused import Refused
from tirek.cards.models import StatusPeriod
from tirek.cards.queries import categories
from tirek.office.reports import reports
from tirek.reports import options as asked
from tirek.reports import queries
from tirek.reports.models import IssuedDocument
from tirek.reports.papers import (
    NamedChild,
    Passport,
    passport_of_class,
    passport_of_school,
    signed_number,
)
from tirek.reports.rules.figures import BrokenIdentity
from tirek.reports.views.asked import READ, class_seen, day_asked, may_issue, reads_whole
from tirek.school.models import SchoolClass
from tirek.school.queries import counted_classes
from tirek.schoolyear.queries import year_at, year_of
from tirek.web.parts import Figure


@needs(READ)
@require_safe
def documents(request: Any) -> HttpResponse:
    """What can be issued, and what was issued last."""
    today = clock.today()
    year = year_at(request.school, today)
    seen = SchoolClass.objects.visible_to(request.user, READ)
    return render(
        request,
        "reports/documents.html",
        {
            "today": today,
            "year": year,
            "classes": list(_with_last_passport(counted_classes(year, today, seen)))
            if year
            else [],
            "whole": reads_whole(request),
            "categories": list(categories(request.school).values()),
            "issued": IssuedDocument.objects.visible_to(request.user)
            .filter(school=request.school)
            .select_related("author")[:15],
            "reports": reports(),
        },
    )


def _with_last_passport(classes: Any) -> Any:
    """Each class with the number and the day of the passport issued for it last."""
    last = IssuedDocument.objects.filter(
        school_class=OuterRef("pk"), name="class-passport"
    ).order_by("-known_at")
    return classes.annotate(
        passport_number=Subquery(last.values("number")[:1]),
        passport_pid=Subquery(last.values("pid")[:1]),
        passport_on=Subquery(last.values("on")[:1]),
    )


@needs(READ, sensitive=True)
@require_safe
def class_passport(request: Any, pid: str) -> HttpResponse:
    """A class's social passport as of a day, with last year beside it."""
    school_class = class_seen(request, pid)
    on, wrong = day_asked(request)
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
            "may_issue": may_issue(request),
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
    """From the desk: the passport of the class named by `?class=`; all papers without one."""
    if not request.GET.get("class"):
        return redirect("reports:documents")
    school_class = class_seen(request, request.GET.get("class", ""))
    return redirect("reports:class_passport", pid=school_class.pid)


@needs(READ)
@require_safe
def open_movement(request: Any) -> HttpResponse:
    """From the desk: the movement of the class in the month that is due (`?on=`, its last day).

    Without a class: all papers.
    """
    if not request.GET.get("class"):
        return redirect("reports:documents")
    school_class = class_seen(request, request.GET.get("class", ""))
    on, _wrong = day_asked(request)
    url = reverse("reports:movement", args=[school_class.pid])
    return redirect(f"{url}?month={on:%Y-%m}")


@needs(READ)
@require_safe
def school_passport(request: Any) -> HttpResponse:
    """The school's social passport; for those who read the whole school."""
    if not reads_whole(request):
        raise Http404
    on, wrong = day_asked(request)
    passport = passport_of_school(request.school, on)
    by_grade = passport.grades
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
            "may_issue": may_issue(request),
            "issued": IssuedDocument.objects.visible_to(request.user).filter(
                school=request.school, name="school-passport"
            ),
        },
    )


@needs(READ, sensitive=True)
@require_safe
def movement(request: Any, pid: str) -> HttpResponse:
    """Who came to a class and who left it in a month."""
    school_class = class_seen(request, pid)
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
            "may_issue": may_issue(request) and found is not None,
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

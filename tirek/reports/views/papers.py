"""Pages that show a paper as of a day: passports, movement, what there is."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from tirek.access import clock
from tirek.access.doors import needs
from tirek.cards.models import StatusPeriod
from tirek.cards.queries import categories
from tirek.office.reports import reports
from tirek.reports.comparing import changed
from tirek.reports.documents.passports import group_words
from tirek.reports.models import IssuedDocument, Series
from tirek.reports.papers import (
    NamedChild,
    Passport,
    passport_of_class,
    passport_of_school,
    signed_number,
    staff_on,
)
from tirek.reports.views.asked import (
    READ,
    Days,
    class_seen,
    day_asked,
    days_asked,
    may_issue,
    reads_whole,
)
from tirek.school.models import SchoolClass
from tirek.school.queries import counted_classes
from tirek.schoolyear.queries import year_at
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
            "may_issue": may_issue(request) and reads_whole(request),
            "series": Series.objects.visible_to(request.user).filter(school=request.school)[:5],
        },
    )


def _with_last_passport(classes: Any) -> Any:
    """Each class with the number and the day of the passport issued for it last."""
    last = IssuedDocument.objects.filter(
        school_class=OuterRef("pk"), name="class-passport"
    ).order_by("-on", "-id")
    return classes.annotate(
        passport_number=Subquery(last.values("number")[:1]),
        passport_pid=Subquery(last.values("pid")[:1]),
        passport_on=Subquery(last.values("on")[:1]),
    )


@needs(READ, sensitive=True)
@require_safe
def class_passport(request: Any, pid: str) -> HttpResponse:
    """A class's social passport as of a day, with an earlier day beside it."""
    school_class, days = class_seen(request, pid), days_asked(request)
    passport = passport_of_class(school_class, days.when)
    options = {"class": school_class.pid, **days.options}
    return render(
        request,
        "reports/class_passport.html",
        {
            "school_class": school_class,
            **day_context(request, days, options),
            "passport": passport,
            "figures": _figures(passport),
            "groups": group_words(request.school, days.when),
            "row": request.GET.get("row", ""),
            "next": request.GET.get("next", ""),
            "issued": IssuedDocument.objects.visible_to(request.user).filter(
                school_class=school_class, name="class-passport"
            ),
            "no_basis": _without_basis(passport),
            "corrected": _corrected(request, "class-passport", days, options),
        },
    )


def day_context(request: Any, days: Days, options: dict[str, str]) -> dict[str, Any]:
    """What the line of days, the buttons of the files and the form of issuing need."""
    return {
        "on": days.when.as_of,
        "days": days,
        "wrong": next(iter(days.wrong.values()), ""),
        "options": options,
        "query": urlencode(options),
        "may_issue": may_issue(request),
    }


def _corrected(request: Any, name: str, days: Days, options: dict[str, str]) -> Any:
    """In what the figures as known then differ from those known now; None when now is asked."""
    if days.when.known_at is None:
        return None
    draw = reports()[name].figures
    assert draw is not None
    now = {name: value for name, value in options.items() if name != "known_at"}
    school, user = request.school, request.user
    return changed(school, draw(school, options, user), draw(school, now, user))


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
        found.append(Figure(signed_number(social.change), _("pupils with status, difference")))
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
    days = days_asked(request)
    passport = passport_of_school(request.school, days.when)
    by_grade = passport.grades
    lines = [
        (line, [grade["categories"][line.category.code]["pupils"] for grade in by_grade.values()])
        for line in passport.lines
    ]
    return render(
        request,
        "reports/school_passport.html",
        {
            **day_context(request, days, days.options),
            "passport": passport,
            "figures": _figures(passport),
            "grades": list(by_grade),
            "sums": [
                (words, [grade[what] for grade in by_grade.values()], passport.whole[what])
                for what, words in (
                    ("pupils", _("All pupils")),
                    ("boys", pgettext("count", "boys")),
                    ("girls", pgettext("count", "girls")),
                )
            ],
            "lines": lines,
            "groups": group_words(request.school, days.when),
            "staff": staff_on(request.school, days.when.as_of),
            "corrected": _corrected(request, "school-passport", days, days.options),
            "issued": IssuedDocument.objects.visible_to(request.user).filter(
                school=request.school, name="school-passport"
            ),
        },
    )

"""The monthly movement: a class's report and its signature, the school's gathered from them."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tirek.access import clock
from tirek.access.doors import needs
from tirek.access.once import do_once
from tirek.access.refused import Refused
from tirek.access.sight import may
from tirek.cards.queries import categories
from tirek.reports import options as asked
from tirek.reports.comparing import changed
from tirek.reports.models import IssuedDocument
from tirek.reports.moves import (
    lines_of,
    movement_of_class,
    movement_of_school,
    named_moves,
    signed_last,
)
from tirek.reports.rules.moving import NAMES
from tirek.reports.signing import sign_movement
from tirek.reports.views.asked import READ, SIGN, class_seen, may_issue, reads_whole
from tirek.school.models import Pupil, SchoolClass
from tirek.schoolyear.queries import year_at, year_of


def _month_asked(request: Any) -> tuple[date, str]:
    """The month's first day and, when it cannot be read, why (then this month stands in)."""
    try:
        year, month = asked.month({"month": request.GET.get("month", "")})
    except Refused as error:
        return clock.today().replace(day=1), str(error)
    return date(year, month, 1), ""


@needs(READ, sensitive=True)
@require_safe
def movement(request: Any, pid: str) -> HttpResponse:
    """Who came to a class and who left it in a month; signed or to be signed."""
    school_class = class_seen(request, pid)
    first, wrong = _month_asked(request)
    found, moves, signed = None, [], signed_last(school_class, first)
    try:
        found = movement_of_class(school_class, first.year, first.month)
        moves = named_moves(school_class, first.year, first.month)
    except Refused as error:
        wrong = str(error)
    known = categories(request.school)
    seen = Pupil.objects.visible_to(request.user).filter(pk__in=[m.pupil.pk for m in moves])
    corrected = changed(request.school, signed.figures, found) if signed and found else []
    months = _months(school_class)
    return render(
        request,
        "reports/movement.html",
        {
            "school_class": school_class,
            "first": first,
            "months": months,
            "month": f"{first:%Y-%m}",
            "wrong": wrong,
            "found": found,
            "lines": [
                (known[code], figures)
                for code, figures in (found or {"categories": {}})["categories"].items()
                if any(figures.values())
            ],
            "moves": moves,
            "seen": set(seen.values_list("pk", flat=True)),
            "signed": signed,
            "corrected": corrected,
            "may_sign": found is not None
            and f"{first:%Y-%m}" in dict(months)
            and (signed is None or bool(corrected))
            and SchoolClass.objects.visible_to(request.user, SIGN)
            .filter(pk=school_class.pk)
            .exists(),
            "query": urlencode({"class": school_class.pid, "month": f"{first:%Y-%m}"}),
            "may_issue": may_issue(request) and found is not None,
            "issued": IssuedDocument.objects.visible_to(request.user).filter(
                school_class=school_class, name="movement"
            ),
        },
    )


@needs(SIGN)
@require_POST
def sign(request: Any, pid: str) -> HttpResponse:
    """The class teacher signs the month of the own class; sent twice it is signed once."""
    school_class = class_seen(request, pid, SIGN)
    given = {"month": request.POST.get("month", "")}
    back = reverse("reports:movement", args=[school_class.pid])

    def deed() -> str:
        year, month = asked.month(given)
        sign_movement(by=request.user, school_class=school_class, month=date(year, month, 1))
        messages.success(request, _("Signed. Thank you."))
        return f"{back}?{urlencode({'month': f'{year}-{month:02d}'})}"

    try:
        result = do_once(request.POST.get("form_key"), request.user, deed)
    except Refused as error:
        messages.error(request, str(error))
        return redirect(f"{back}?{urlencode(given)}")
    return redirect(result)


def _months(school_class: SchoolClass) -> list[tuple[str, date]]:
    """The months of the class's school year that have begun."""
    return _begun(year_of(school_class.school, school_class.school_year.year))


def _begun(year: Any) -> list[tuple[str, date]]:
    months = [] if year is None else [first for first, _last in year.calendar().months()]
    return [(f"{m:%Y-%m}", m) for m in months if m <= clock.today()]


@needs(READ)
@require_safe
def movements(request: Any) -> HttpResponse:
    """The month of every class one may see: signed, missing, changed since; the school's sums."""
    first, wrong = _month_asked(request)
    school, found, lines = request.school, None, []
    try:
        found = movement_of_school(school, first.year, first.month)
        seen = SchoolClass.objects.visible_to(request.user, READ)
        lines = lines_of(school, first.year, first.month, found, seen)
    except Refused as error:
        wrong = str(error)
    known, whole = categories(school), reads_whole(request)
    sums = None
    if found is not None and whole:
        sums = [sum(one[name] for one in found["classes"].values()) for name in NAMES]
    months = _begun(year_at(school, clock.today()))
    return render(
        request,
        "reports/movements.html",
        {
            "first": first,
            "month": f"{first:%Y-%m}",
            "months": months,
            "wrong": wrong,
            "found": found if whole else None,
            "lines": lines,
            "signed": sum(line.signed is not None for line in lines),
            "missing": [line.school_class for line in lines if line.signed is None],
            "sums": sums,
            "categories": [
                (known[code], figures, found["inside"][code])
                for code, figures in found["categories"].items()
                if any(figures.values())
            ]
            if found is not None and whole
            else [],
            "query": urlencode({"month": f"{first:%Y-%m}"}),
            "may_issue": may_issue(request) and whole and found is not None,
            "may_sign": may(request.user, SIGN, school.pk),
            "issued": IssuedDocument.objects.visible_to(request.user).filter(
                school=school, name="school-movement"
            ),
        },
    )

"""School years: the list, a new one, the days of one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tirek.access import clock
from tirek.access.asking import act_once
from tirek.access.doors import needs
from tirek.access.models import User
from tirek.schoolyear import actions
from tirek.schoolyear.forms import NewYearForm, YearForm
from tirek.schoolyear.models import SchoolYear
from tirek.schoolyear.queries import year_at, years_of

KEY = "schoolyear.year:manage"


@needs(KEY)
def years(request: HttpRequest) -> HttpResponse:
    """The school's years with their quarters."""
    school = request.school  # type: ignore[attr-defined]
    context = {"years": years_of(school), "current": year_at(school, clock.today())}
    return render(request, "schoolyear/years.html", context)


@needs(KEY)
def open_year(request: HttpRequest) -> HttpResponseBase:
    """A new year with the usual quarters, to be put right afterwards."""
    user: User = request.user  # type: ignore[assignment]
    school = request.school  # type: ignore[attr-defined]
    known = [one.year for one in years_of(school)]
    suggested = max(known) + 1 if known else actions.running_year(clock.today())
    form = NewYearForm(request.POST or None, initial={"year": suggested})

    def deed() -> str:
        made = actions.open_year(by=user, school=school, year=form.cleaned_data["year"])
        return reverse("schoolyear:change_year", args=[made.year])

    return act_once(request, form, deed, "schoolyear/open_year.html", {}, _("School year opened."))


@needs(KEY)
def change_year(request: HttpRequest, year: int) -> HttpResponseBase:
    """The days of one year."""
    user: User = request.user  # type: ignore[assignment]
    found = get_object_or_404(
        SchoolYear.objects.visible_to(user).prefetch_related("quarters", "holidays"),
        school=request.school,  # type: ignore[attr-defined]
        year=year,
    )
    form = YearForm(request.POST or None, school_year=found)

    def deed() -> str:
        actions.change_year(by=user, school_year=found, **form.answers)
        return reverse("schoolyear:years")

    context = {"found": found}
    return act_once(request, form, deed, "schoolyear/change_year.html", context, _("Saved."))

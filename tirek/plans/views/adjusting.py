"""The pages that hand on, move or leave out what is due, one or many, and take that back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from tirek.access import clock
from tirek.access.doors import needs, tell_door
from tirek.access.once import do_once
from tirek.access.refused import Refused
from tirek.plans import actions, many
from tirek.plans.forms import AdjustForm, AdjustManyForm
from tirek.plans.models import Adjustment, PlanRow
from tirek.plans.queries import coverage, hands
from tirek.plans.rules.coverage import PeriodCoverage
from tirek.plans.views.asked import about_of, row_of, school_of
from tirek.web.forms import show_refusal


@needs("plans.due:adjust", sensitive=True)
def adjust(request: HttpRequest, pid: str) -> HttpResponse:
    """Move a due item, hand it on or leave it out, with a reason."""
    found, school = row_of(request, pid), school_of(request)
    about = about_of(request, found)
    period, back = _period_of(request, found)
    colleagues = hands.colleagues_for(school, found, [about])
    form = AdjustForm(request.POST or None, school=school, colleagues=colleagues)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        def deed() -> str:
            actions.adjust_due(
                by=request.user,
                row=found,
                about=about,
                since=period.since,
                until=period.until,
                **data,
            )
            return back

        if done := _done(request, form, deed):
            return done
    status = 422 if form.is_bound else 200
    shown = {"form": form, "row": found, "about": about, "period": period}
    return render(request, "plans/adjust.html", shown, status=status)


@needs("plans.due:adjust", sensitive=True)
def adjust_many(request: HttpRequest, pid: str) -> HttpResponse:
    """The same for many items of a row: chosen, looked at, then done in one deed."""
    found, school = row_of(request, pid), school_of(request)
    period, back = _period_of(request, found)
    people = many.choosable(request.user, school, found, period, clock.today())
    form = AdjustManyForm(
        request.POST or None,
        school=school,
        colleagues=hands.colleagues_for(school, found, [one.about for one in people.values()]),
        people=[(pid, one.label) for pid, one in people.items()],
        classes=many.classes_among(people, found.unit),
    )
    tell_door(request, count=len(people))
    shown = {"form": form, "row": found, "period": period, "back": back, "people": people}
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        chosen = many.chosen_of(people, data["every"], data.get("classes", ()), data["chosen"])
        said = {name: data[name] for name in ("kind", "to_user", "to_day")}
        preview = many.preview_of(chosen, **said)
        if "sure" not in request.POST:
            shown |= {"preview": preview, "said": data}
            return render(request, "plans/adjust_many.html", shown)

        def deed() -> str:
            made = actions.adjust_items(
                by=request.user,  # type: ignore[arg-type]
                row=found,
                abouts=[one.about for one in preview.going.values()],
                since=period.since,
                until=period.until,
                reason=data["reason"],
                **said,
            )
            messages.success(request, many.done_words(data["kind"], made))
            return back

        if done := _done(request, form, deed):
            return done
    status = 422 if form.is_bound else 200
    return render(request, "plans/adjust_many.html", shown, status=status)


def _done(request: HttpRequest, form: Form, deed: Callable[[], str]) -> HttpResponse | None:
    """Where the deed leads; None when it was refused, which the form then says."""
    try:
        return redirect(do_once(request.POST.get("form_key"), request.user, deed))  # type: ignore[arg-type]
    except Refused as refused:
        show_refusal(form, refused)
    return None


@needs("plans.due:adjust")
@require_POST
def take_back(request: HttpRequest, pid: str) -> HttpResponse:
    """Take back a move, a hand-over or a waiver (or all of one deed) of what the reader sees."""
    found = row_of(request, pid)
    user: Any = request.user
    key = request.POST.get("adjustment", "")
    own = Adjustment.objects.filter(row=found).select_related("row__plan__school")
    adjustment = get_object_or_404(own, pk=int(key) if key.isdigit() else 0)
    try:
        if "together" in request.POST:
            number = len(actions.take_back_together(by=user, adjustment=adjustment))
        else:
            actions.take_back(by=user, adjustment=adjustment)
            number = 1
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, pgettext("plan", "Taken back: %(n)s") % {"n": number})
    return redirect("plans:row", found.pid)


def _period_of(request: HttpRequest, row: PlanRow) -> tuple[PeriodCoverage, str]:
    """The period of the row asked about (?period=), and the row's page with it opened."""
    (covered,) = coverage(row.plan.school_year, clock.today(), rows=[row])
    number = request.GET.get("period", "")
    periods = covered.figures.periods
    if not number.isdigit() or int(number) >= len(periods):
        raise Http404
    return periods[int(number)], f"{reverse('plans:row', args=[row.pid])}?period={number}"

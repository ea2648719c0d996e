"""The pages that hand on, move or leave out what is due, and take that back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tirek.access import clock
from tirek.access.doors import needs
from tirek.access.once import do_once
from tirek.access.refused import Refused
from tirek.plans import actions
from tirek.plans.forms import AdjustForm
from tirek.plans.models import Adjustment
from tirek.plans.queries import coverage, hands
from tirek.plans.views.asked import about_of, row_of, school_of
from tirek.web.forms import show_refusal


@needs("plans.due:adjust", sensitive=True)
def adjust(request: HttpRequest, pid: str) -> HttpResponse:
    """Move a due item, hand it on or leave it out, with a reason."""
    found, school = row_of(request, pid), school_of(request)
    about = about_of(request, found)
    (covered,) = coverage(found.plan.school_year, clock.today(), rows=[found])
    number = request.GET.get("period", "")
    periods = covered.figures.periods
    if not number.isdigit() or int(number) >= len(periods):
        raise Http404
    period = periods[int(number)]
    colleagues = hands.colleagues_for(school, found, [about])
    form = AdjustForm(request.POST or None, colleagues=colleagues)
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
            return f"{reverse('plans:row', args=[found.pid])}?period={number}"

        try:
            return redirect(do_once(request.POST.get("form_key"), request.user, deed))  # type: ignore[arg-type]
        except Refused as refused:
            show_refusal(form, refused)
    status = 422 if form.is_bound else 200
    shown = {"form": form, "row": found, "about": about, "period": period}
    return render(request, "plans/adjust.html", shown, status=status)


@needs("plans.due:adjust")
@require_POST
def take_back(request: HttpRequest, pid: str) -> HttpResponse:
    """Take back a move, a hand-over or a waiver; only of what the reader sees."""
    found = row_of(request, pid)
    key = request.POST.get("adjustment", "")
    own = Adjustment.objects.filter(row=found).select_related("row__plan__school")
    adjustment = get_object_or_404(own, pk=int(key) if key.isdigit() else 0)
    try:
        actions.take_back(by=request.user, adjustment=adjustment)  # type: ignore[arg-type]
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Taken back."))
    return redirect("plans:row", found.pid)

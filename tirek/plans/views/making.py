"""The pages that make plans."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tirek.access import clock
from tirek.access.doors import needs
from tirek.access.once import do_once
from tirek.access.refused import Refused
from tirek.plans.actions import (
    import_plans,
    take_last_year,
    take_ready_plans,
)
from tirek.plans.forms import FileForm
from tirek.plans.models import Plan, PlanKind
from tirek.plans.reading import NotAPlanFile, read_plan_file
from tirek.plans.reading.wording import refusal, trouble
from tirek.plans.views.asked import school_of
from tirek.schoolyear.queries import year_at
from tirek.web.forms import show_refusal


@needs("plans.plan:write")
@require_POST
def ready(request: HttpRequest) -> HttpResponse:
    """Begin the year with the plans the program brings along."""
    return _begun(request, take_ready_plans, "plans:plan")


@needs("plans.plan:write")
@require_POST
def last_year(request: HttpRequest) -> HttpResponse:
    """Begin the year with the plans of the year before, and what its analysis proposed."""
    return _begun(request, take_last_year, "plans:review")


def _begun(request: HttpRequest, take: Callable[..., list[Plan]], page: str) -> HttpResponse:
    """Take the plans chosen, or all there are, for the running year; go to the first of them."""
    chosen = [one for one in request.POST.getlist("kind") if one in PlanKind.values]
    school_year = year_at(school_of(request), clock.today())
    if school_year is None:
        messages.error(request, _("Open a school year first."))
        return redirect("plans:plans")

    def deed() -> str:
        made = take(by=request.user, school_year=school_year, kinds_=chosen or None)
        return reverse(page, args=[made[0].pid]) if made else reverse("plans:plans")

    try:
        return redirect(do_once(request.POST.get("form_key"), request.user, deed))  # type: ignore[arg-type]
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("plans:plans")


@needs("plans.plan:write")
def bring(request: HttpRequest) -> HttpResponse:
    """Bring plans in from a file: read, show what was read, keep as drafts."""
    school = school_of(request)
    school_year = year_at(school, clock.today())
    form = FileForm(request.POST or None, request.FILES or None)
    reading = None
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            with tempfile.NamedTemporaryFile(suffix=Path(sent.name).suffix.lower()) as kept:
                for chunk in sent.chunks():
                    kept.write(chunk)
                kept.flush()
                reading = read_plan_file(Path(kept.name), sent.name)
        except NotAPlanFile as error:
            form.add_error("file", refusal(error.code))
        if reading is not None and not reading.plans:
            form.add_error("file", "; ".join(trouble(one) for one in reading.troubles))
        elif reading is not None and school_year is None:
            form.add_error(None, _("Open a school year first."))
        elif reading is not None and school_year is not None:
            try:
                made = import_plans(
                    by=request.user,  # type: ignore[arg-type]
                    school_year=school_year,
                    plans=reading.plans,
                    file=sent.name,
                )
            except Refused as refused:
                show_refusal(form, refused)
            else:
                messages.success(request, _("The plan was read. Look through it and approve it."))
                for one in reading.troubles:
                    messages.warning(request, trouble(one))
                unsure = next((one for one in made if one.has_proposals), made[0])
                return redirect("plans:review", unsure.pid)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "plans/import.html", {"form": form}, status=status)

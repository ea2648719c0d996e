"""What was handed to whom, and giving it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tirek.access import clock
from tirek.access.doors import needs, tell_door
from tirek.access.once import do_once
from tirek.access.refused import Refused
from tirek.access.sight import may
from tirek.plans import actions
from tirek.plans.forms import ReasonForm
from tirek.plans.handed import page_of
from tirek.plans.models import Adjustment
from tirek.plans.views.asked import row_of, school_of
from tirek.web.forms import show_refusal


@needs("plans.handed:read", sensitive=True)
def handed(request: HttpRequest) -> HttpResponse:
    """What was handed to the reader and by whom; to others, for those who read whole plans."""
    school = school_of(request)
    user: Any = request.user
    page = page_of(user, school, clock.today())
    tell_door(request, count=len({line.url for lines in page or () for line in lines} - {""}))
    shown = {
        "page": page,
        "sections": [
            ("to_me", _("Handed to you"), page.to_me),
            ("to_others", _("Handed to colleagues"), page.to_others),
            ("back", _("Given back"), page.given_back),
        ]
        if page
        else [],
        "may_give_back": may(user, "plans.handed:give_back", school.pk),
    }
    return render(request, "plans/handed.html", shown)


@needs("plans.handed:give_back")
def give_back(request: HttpRequest, pid: str) -> HttpResponse:
    """Give back an item of a row (?item=) that was handed to the reader, with the reason."""
    row = row_of(request, pid)
    user: Any = request.user
    key = request.GET.get("item", "")
    own = Adjustment.objects.filter(row=row, to_user=user, kind=Adjustment.Kind.ASSIGNED)
    item = get_object_or_404(
        own.select_related("row__plan__school_year__school", "row__plan__school", "by"),
        pk=int(key) if key.isdigit() else 0,
    )
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def deed() -> str:
            reason = form.cleaned_data["reason"]
            actions.give_back(by=user, adjustment=item, reason=reason)
            messages.success(request, _("Given back."))
            return reverse("plans:handed")

        try:
            return redirect(do_once(request.POST.get("form_key"), user, deed))
        except Refused as refused:
            show_refusal(form, refused)
    status = 422 if form.is_bound else 200
    return render(request, "plans/give_back.html", {"form": form, "item": item}, status=status)

"""One's own traces, and the reason one is asked for."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from tirek.access.asking import act_once
from tirek.access.doors import needs
from tirek.access.models import User
from tirek.oversight import actions
from tirek.oversight.forms import ReasonForm
from tirek.oversight.queries.alarms import measure, unanswered
from tirek.oversight.queries.trail import children_of, own_rows
from tirek.oversight.wording import lines
from tirek.school.models import Pupil

PAGE = 50


@needs("oversight.own:read")
def my_actions(request: HttpRequest) -> HttpResponse:
    """What I opened, wrote, printed, took away: by day, the latest first."""
    user: User = request.user  # type: ignore[assignment]
    page: Any = Paginator(own_rows(user), PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    said = lines(rows, children_of(rows, Pupil.objects.visible_to(user)))
    days = [
        (day, list(some)) for day, some in groupby(said, lambda one: timezone.localdate(one.at))
    ]
    return render(request, "oversight/my_actions.html", {"page": page, "days": days})


@needs("oversight.own:read")
def why(request: HttpRequest) -> HttpResponseBase:
    """So much has been read that a reason is asked for; after it reading goes on."""
    user: User = request.user  # type: ignore[assignment]
    asked = request.GET.get("next", "")
    back = asked if url_has_allowed_host_and_scheme(asked, {request.get_host()}) else "/"
    alarm = unanswered(user)
    if alarm is None:
        return redirect(back)

    def deed() -> str:
        actions.answer_alarm(by=user, alarm=alarm, reason=form.cleaned_data["reason"])
        return back

    form = ReasonForm(request.POST or None)
    context = {"alarm": alarm, "measure": measure()}
    return act_once(request, form, deed, "oversight/why.html", context, _("Reason kept."))

"""The register as of a day, what is due, what the school has set."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tirek.access import clock
from tirek.access.asking import act_once, allowed, day_asked
from tirek.access.doors import asker, needs, tell_door
from tirek.prevention import actions, queries
from tirek.prevention.forms import TermsForm
from tirek.prevention.rules import procedure
from tirek.prevention.wording import due_name, ground_name

READ, WRITE = "prevention.case:read", "prevention.case:write"
PROPOSE, COUNCIL = "prevention.case:propose", "prevention.council:read"
SET = ("quorum_percent", "decide_days", "tell_days", "plan_days", "review_days", "own_grounds")


@needs(READ, sensitive=True)
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Who is on the register on a day; proposals that wait; what is due in each case."""
    school: Any = request.school  # type: ignore[attr-defined]
    day, form = day_asked(request)
    rows = queries.on_register(school, request.user, day)
    cases = queries.cases_seen(school, request.user, clock.today())
    waiting = [one for one in cases if one.state == procedure.WAITING]
    due = {one.case.pk: one for one in cases}
    tell_door(request, count=len(rows) + len(waiting))
    shown = {
        "rows": [
            {
                "row": row,
                "ground": ground_name(row.case.case.ground) if row.case else "",
                "due": _due(due.get(row.case.case.pk)) if row.case else None,
            }
            for row in rows
        ],
        "waiting": [
            {"one": one, "ground": ground_name(one.case.ground), "due": _due(one)}
            for one in waiting
        ],
        "day": day,
        "form": form,
        "today": clock.today(),
        "may_write": allowed(request, WRITE),
        "may_propose": allowed(request, PROPOSE),
        "may_council": allowed(request, COUNCIL),
    }
    return render(request, "prevention/register.html", shown)


def _due(one: queries.Progress | None) -> dict[str, Any] | None:
    if one is None or not one.clocks:
        return None
    first = one.clocks[0]
    return {"what": due_name(first.what), "on": first.due_on, "late": first.late}


@needs(WRITE)
def terms(request: HttpRequest) -> HttpResponseBase:
    """Quorum, terms in days, the school's own grounds."""
    school: Any = request.school  # type: ignore[attr-defined]
    known = queries.terms_of(school)
    form = TermsForm(request.POST or None, initial={name: getattr(known, name) for name in SET})

    def deed() -> str:
        actions.set_terms(by=asker(request)[0], school=school, **form.cleaned_data)
        return reverse("prevention:register")

    context = {
        "heading": _("Terms of the register"),
        "note": _("The terms are the school's own settings: check the text."),
        "back": reverse("prevention:register"),
    }
    return act_once(request, form, deed, "prevention/form.html", context, _("Saved."))

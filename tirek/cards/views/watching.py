"""What asks for a hand among the statuses: contradictions, terms, missing papers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tirek.access import clock
from tirek.access.asking import act_once, allowed
from tirek.access.doors import needs, tell_door
from tirek.access.models import User
from tirek.cards import actions, queries
from tirek.cards.forms import SoonForm
from tirek.cards.models import StatusPeriod
from tirek.cards.wording import CONFLICTS
from tirek.school.queries import over


def _name(categories: Any, code: str) -> str:
    return categories[code].name() if code in categories else code


@needs("cards.status:read", sensitive=True)
def conflicts(request: HttpRequest) -> HttpResponse:
    """Statuses that contradict each other or the rest of what is known."""
    school, user = request.school, request.user  # type: ignore[attr-defined]
    categories, statuses = queries.categories(school), StatusPeriod.objects.visible_to(user)
    found = queries.conflicts_on(school, statuses, clock.today())
    tell_door(request, count=len({one.pupil.pk for one in found}))
    rows = [
        {
            "pupil": one.pupil,
            "what": CONFLICTS[one.kind],
            "gone": one.kind == "GONE",
            "statuses": [{"name": _name(categories, s.category), "s": s} for s in one.statuses],
        }
        for one in found
    ]
    shown = {
        "rows": [row for row in rows if not row["gone"]],
        "gone": [row for row in rows if row["gone"]],
        "may_status": allowed(request, "cards.status:write"),
    }
    return render(request, "cards/conflicts.html", shown)


@needs("cards.status:read", sensitive=True)
def ends(request: HttpRequest) -> HttpResponse:
    """Statuses whose term, or whose paper's term, is near or has just passed."""
    school, user = request.school, request.user  # type: ignore[attr-defined]
    categories, statuses = queries.categories(school), StatusPeriod.objects.visible_to(user)
    today, days = clock.today(), queries.soon_days(school)
    found = queries.ending_soon(school, statuses, today, days)
    rights = over(user, school.pk, [one.pupil.pk for one in found])
    tell_door(request, count=len({one.pupil.pk for one in found}))
    shown = {
        "days": days,
        "rows": [
            {
                "pupil": one.pupil,
                "status": one.status,
                "term": one.term,
                "passed": one.term.on < today,
                "name": _name(categories, one.status.category),
                "sees_basis": queries.basis_seen(
                    rights, one.pupil.pk, categories.get(one.status.category)
                ),
            }
            for one in found
        ],
        "may_status": allowed(request, "cards.status:write"),
    }
    return render(request, "cards/ends.html", shown)


@needs("cards.status:write")
def soon(request: HttpRequest) -> HttpResponseBase:
    """How many days ahead this school wants to know of terms."""
    school = request.school  # type: ignore[attr-defined]
    by: User = request.user  # type: ignore[assignment]
    form = SoonForm(request.POST or None, initial={"days": queries.soon_days(school)})

    def deed() -> str:
        actions.change_soon_days(by=by, school=school, days=form.cleaned_data["days"])
        return reverse("cards:ends")

    return act_once(request, form, deed, "cards/soon.html", {}, _("Saved."))


@needs("cards.status:read", sensitive=True)
def lacking(request: HttpRequest) -> HttpResponse:
    """Statuses in force that were entered without the basis their category demands."""
    school, user = request.school, request.user  # type: ignore[attr-defined]
    categories, statuses = queries.categories(school), StatusPeriod.objects.visible_to(user)
    found = queries.lacking_basis(school, statuses, clock.today())
    rights = over(user, school.pk, [pupil.pk for pupil, _s in found])
    seen = [
        (pupil, status)
        for pupil, status in found
        if queries.basis_seen(rights, pupil.pk, categories.get(status.category))
    ]
    tell_door(request, count=len({pupil.pk for pupil, _s in seen}))
    shown = {
        "rows": [
            {"pupil": pupil, "status": s, "name": _name(categories, s.category)}
            for pupil, s in seen
        ],
        "may_status": allowed(request, "cards.status:write"),
    }
    return render(request, "cards/lacking.html", shown)

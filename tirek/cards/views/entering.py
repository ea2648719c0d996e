"""Children entering grade 1: who has which status, who is still to be asked about."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tirek.access import clock
from tirek.access.asking import allowed, day_asked
from tirek.access.doors import needs, tell_door
from tirek.cards import queries
from tirek.cards.rules.entering import GRADE, LOOKED_FOR, day_of_entering
from tirek.school.models import Pupil
from tirek.school.queries import pupils_on
from tirek.schoolyear.models import SchoolYear
from tirek.web.parts import Figure


@needs("cards.status:read", sensitive=True)
def first_grade(request: HttpRequest) -> HttpResponse:
    """The pupils of grade 1 on a day (before the year begins: its first day) by their statuses."""
    school, user = request.school, request.user  # type: ignore[attr-defined]
    day, day_form = day_asked(request)
    if "on" not in request.GET:
        years = SchoolYear.objects.filter(school=school).values_list("starts_on", "ends_on")
        day = day_of_entering(clock.today(), years)
    categories = queries.categories(school, day)
    looked_for = [code for code in LOOKED_FOR if code in categories]
    chosen = [code for code in request.GET.getlist("category") if code in looked_for]
    seen: Any = pupils_on(school, day, pupils=Pupil.objects.visible_to(user, "cards.status:read"))
    pupils = list(seen.filter(grade=GRADE).order_by("class_order", "sort_key", "id"))
    held = queries.held_by([one.pk for one in pupils], looked_for, day)
    counts = Counter(code for some in held.values() for code in {s.category for s in some})
    tell_door(request, count=len(pupils))
    rows, others = [], []
    for one in pupils:
        own = held.get(one.pk, [])
        if not own:
            others.append(one)
        elif not chosen or any(s.category in chosen for s in own):
            rows.append(
                {
                    "pupil": one,
                    "statuses": [(categories[s.category].name(), s.since) for s in own],
                }
            )
    shown = {
        "day": day,
        "day_form": day_form,
        "rows": rows,
        "others": others,
        "chosen": chosen,
        "grade": GRADE,
        "figures": [
            Figure(len(pupils), pgettext("count", "pupils")),
            Figure(len(pupils) - len(others), _("with a status")),
        ],
        "counts": [(code, categories[code].name(), counts[code]) for code in looked_for],
        "may_status": allowed(request, "cards.status:write"),
    }
    return render(request, "cards/entering.html", shown)

"""Classes of a school year, and one class."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tirek.access import clock
from tirek.access.asking import allowed, day_asked
from tirek.access.doors import needs
from tirek.cards import queries
from tirek.cards.views.seen import tags_of
from tirek.school.models import Pupil, SchoolClass
from tirek.school.queries import counted_classes, over, pupils_on
from tirek.schoolyear.queries import year_at
from tirek.web.parts import Figure


@needs("school.class:read")
def classes(request: HttpRequest) -> HttpResponse:
    """Classes of the year of a day: teacher, pupils, boys, girls."""
    school, user = request.school, request.user  # type: ignore[attr-defined]
    day, day_form = day_asked(request)
    year = year_at(school, day)
    found = []
    if year is not None:
        found = list(counted_classes(year, day, SchoolClass.objects.visible_to(user)))
    shown = {
        "day": day,
        "day_form": day_form,
        "year": year,
        "classes": found,
        "total": {
            name: sum(getattr(c, name) for c in found) for name in ("pupils", "boys", "girls")
        },
        "may_add": allowed(request, "school.class:write"),
    }
    return render(request, "cards/classes.html", shown)


@needs("school.class:read", sensitive=True)
def school_class(request: HttpRequest, pid: str) -> HttpResponse:
    """The pupils of a class on a day with their statuses, and how many hold each."""
    user = request.user
    seen = SchoolClass.objects.visible_to(user).select_related("teacher", "school", "school_year")
    found = get_object_or_404(seen, pid=pid)
    day, day_form = day_asked(request)
    # A class of another year is shown as it was when that year ended.
    if "on" not in request.GET and found.school_year.ends_on < clock.today():
        day = found.school_year.ends_on
    named = Pupil.objects.visible_to(user, "school.name:read")
    seen_on: Any = pupils_on(found.school, day, pupils=named)
    pupils = list(seen_on.filter(class_id_on=found.pk))
    categories = queries.categories(found.school)
    codes = queries.codes_by_pupil([p.pk for p in pupils], day)
    rights = over(user, found.school_id, [p.pk for p in pupils])
    known = {p.pk: queries.codes_seen(rights, p.pk, codes.get(p.pk, [])) for p in pupils}
    counts = Counter(code for held in known.values() for code in held)
    opened = rights.all_of("school.pupil:read")
    boys, girls = (sum(p.sex == one for p in pupils) for one in "MF")
    languages = {"kk": _("Kazakh"), "ru": _("Russian"), "en": _("English")}
    shown = {
        "class": found,
        "day": day,
        "day_form": day_form,
        "rows": [
            {
                "pupil": p,
                "opened": p.pk in opened,
                "tags": tags_of(rights, p.pk, codes.get(p.pk, []), categories),
            }
            for p in pupils
        ],
        "opened": bool(opened) or not pupils,
        "counts": [
            (one.name(), counts[code], code) for code, one in categories.items() if counts[code]
        ],
        "figures": [
            Figure(len(pupils), pgettext("count", "pupils")),
            *(
                [
                    Figure(
                        queries.families_among(found.school, [p.pk for p in pupils], day),
                        pgettext("count", "families"),
                    )
                ]
                if allowed(request, "school.household:read")
                else []
            ),
            Figure(boys, pgettext("count", "boys")),
            Figure(girls, pgettext("count", "girls")),
        ],
        "facts": [
            (_("Class teacher"), found.teacher or ""),
            (_("Language of teaching"), languages.get(found.language, "")),
            (_("Shift"), found.shift or ""),
            (_("School year"), found.school_year),
        ],
        "may_change": allowed(request, "school.class:write"),
        "may_add": allowed(request, "school.pupil:write"),
        "may_many": allowed(request, "cards.status:write"),
        "may_paper": allowed(request, "reports.document:read"),
    }
    return render(request, "cards/class.html", shown)

"""Lists by status as of a day."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import pgettext

from tirek.access.asking import allowed, day_asked
from tirek.access.doors import needs, tell_door
from tirek.cards import queries
from tirek.school.models import Pupil
from tirek.school.queries import over, pupils_on
from tirek.web.parts import Figure


@needs("cards.status:read", sensitive=True)
def by_category(request: HttpRequest) -> HttpResponse:
    """Pupils who hold one of the chosen statuses on a day, with the basis; none chosen: counts.

    `?class=` (public id) or `?grade=` narrows to one class or to one grade of that day.
    """
    school, user = request.school, request.user  # type: ignore[attr-defined]
    day, day_form = day_asked(request)
    categories = queries.categories(school)
    chosen = [code for code in request.GET.getlist("category") if code in categories]
    text = request.GET.get("q", "").strip()
    if text and not chosen:
        chosen = [code for code in queries.categories_named(school, text) if code in categories]
    seen = Pupil.objects.visible_to(user, "cards.status:read")
    found = pupils_on(school, day, pupils=seen)
    shown = {
        "day": day,
        "day_form": day_form,
        "categories": categories,
        "chosen": chosen,
        "text": text,
        "may_many": allowed(request, "cards.status:write"),
    }
    if not chosen:
        counts = queries.count_by_category(school, found, day)
        shown["may_import"] = allowed(request, "cards.status:write")
        shown["counts"] = [
            {"code": code, "name": one.name(), "social": one.social, **counts[code]}
            for code, one in categories.items()
            if code in counts
        ]
        return render(request, "cards/counts.html", shown)
    place = _place(request)
    pupils = {p.pk: p for p in queries.pupils_in(found.filter(**place), chosen, day)}
    statuses = queries.held_by(pupils, chosen, day)
    tell_door(request, count=len(pupils))
    rights = over(user, school.pk, pupils)
    shown["rows"] = [
        {
            "pupil": child,
            "statuses": [
                {
                    "status": s,
                    "name": categories[s.category].name(),
                    "sees_basis": queries.basis_seen(rights, pk, categories[s.category]),
                }
                for s in statuses.get(pk, [])
            ],
        }
        for pk, child in pupils.items()
    ]
    boys, girls = (sum(p.sex == one for p in pupils.values()) for one in "MF")
    shown["figures"] = [
        Figure(len(pupils), pgettext("count", "pupils")),
        Figure(queries.families_among(school, pupils, day), pgettext("count", "families")),
        Figure(boys, pgettext("count", "boys")),
        Figure(girls, pgettext("count", "girls")),
    ]
    shown["names"] = ", ".join(categories[code].name() for code in chosen)
    shown["place"], shown["asked"] = _place_words(place, pupils.values()), place
    if allowed(request, "reports.document:read") and "grade" not in place:
        shown["files"] = _files(chosen, day.isoformat(), place.get("class_pid", ""))
    return render(request, "cards/list.html", shown)


def _place(request: HttpRequest) -> dict[str, Any]:
    """The class or the grade asked about; nothing where neither is."""
    if pid := request.GET.get("class", ""):
        return {"class_pid": pid}
    grade = request.GET.get("grade", "")
    return {"grade": int(grade)} if grade.isascii() and grade.isdigit() and int(grade) < 13 else {}


def _place_words(place: dict[str, Any], pupils: Any) -> str:
    """«5А», «5», or nothing; the name of a class is told by its pupils only."""
    if "grade" in place:
        return pgettext("grade", "grade %(number)s") % {"number": place["grade"]}
    return next((one.class_name for one in pupils), "") if place else ""


def _files(chosen: list[str], day: str, class_pid: str) -> list[tuple[str, str]]:
    """The list as a paper, from the documents' room."""
    query = urlencode({"category": ",".join(chosen), "as_of": day, "class": class_pid})
    return [
        (name, f"{reverse('reports:download', args=['list', ending])}?{query}")
        for name, ending in (("Word", "docx"), ("Excel", "xlsx"))
    ]

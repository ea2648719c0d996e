"""Search from anywhere: pupils, families, classes; the same answer as a page and as a hint."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.module_loading import import_string

from tirek.access import clock
from tirek.access.asking import allowed
from tirek.access.doors import needs, tell_door
from tirek.school.models import Household, Pupil, SchoolClass
from tirek.school.queries import families, households_named, pupils_named, with_class_on
from tirek.school.rules.kazakh import folded
from tirek.schoolyear.queries import year_at

HINTS, FOUND = 8, 50


@needs("school.pupil:read", sensitive=True, thing="school.search")
def search(request: HttpRequest) -> HttpResponse:
    """Pupils by any part of the name or the IIN's last digits, families, classes.

    Those who left are found too; a hint (htmx) is shorter than the page.
    """
    school, user = request.school, request.user  # type: ignore[attr-defined]
    text, day = request.GET.get("q", "").strip(), clock.today()
    hint = bool(request.headers.get("HX-Request"))
    most = HINTS if hint else FOUND
    shown: dict[str, Any] = {"text": text, "pupils": [], "families": [], "classes": []}
    if len(text) >= 2:
        visible = Pupil.objects.visible_to(user).filter(school=school)
        found = list(with_class_on(pupils_named(visible, text), day)[: most + 1])
        shown["pupils"], shown["more"] = found[:most], len(found) > most
        if allowed(request, "school.household:read"):
            homes = Household.objects.visible_to(user).filter(school=school)
            chosen = households_named(school, homes, text, day)
            shown["families"] = families(chosen[: 3 if hint else FOUND], day)
    if text and allowed(request, "school.class:read"):
        year = year_at(school, day)
        classes = SchoolClass.objects.visible_to(user).filter(school_year=year)
        shown["classes"] = [c for c in classes if folded(c.name).startswith(folded(text))][:most]
    # Whatever else the rooms above find: words and where they lead.
    if len(text) >= 2:
        shown["others"] = [
            one for path in settings.SEARCHED for one in import_string(path)(request, text)
        ]
    tell_door(request, count=len(shown["pupils"]) + len(shown["families"]))
    page = "school/found.html" if hint else "school/search.html"
    return render(request, page, shown)

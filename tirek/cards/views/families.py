"""Families: the list, one family and its paper."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tirek.access import clock
from tirek.access.asking import allowed
from tirek.access.doors import needs, tell_door
from tirek.cards.documents import family_paper
from tirek.cards.queries.household import family_card
from tirek.cards.wording import KIN_CONFLICTS
from tirek.office.document import file_name
from tirek.office.files import TYPES, written
from tirek.school.models import Household
from tirek.school.queries import families, households_named
from tirek.web.files import as_file, language_asked

PAGE = 50


@needs("school.household:read", sensitive=True)
def households(request: HttpRequest) -> HttpResponse:
    """Families one sees, found by the surname of a pupil or a grown-up, or by the address."""
    school, user = request.school, request.user  # type: ignore[attr-defined]
    text = request.GET.get("q", "").strip()
    day = clock.today()
    visible = Household.objects.visible_to(user).filter(school=school)
    found = households_named(school, visible, text, day)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    tell_door(request, count=len(page))
    shown = {
        "text": text,
        "page": page,
        "rows": families(list(page.object_list), day),
        "total": page.paginator.count,
        "may_merge": allowed(request, "school.double:merge"),
        "may_add": allowed(request, "school.household:write"),
        "may_income": allowed(request, "cards.status:write"),
    }
    return render(request, "cards/households.html", shown)


@needs("school.household:read", sensitive=True)
def household(request: HttpRequest, pid: str) -> HttpResponseBase:
    """Who lives together, who is who to whom, what the family lives on."""
    user = request.user
    family = _found(request, pid)
    if family.merged_into_id:
        kept = get_object_or_404(Household.objects.visible_to(user), pk=family.merged_into_id)
        return redirect("cards:household", kept.pid)
    tell_door(request, family)
    card = family_card(family, user, clock.today())
    shown = {
        "household": family,
        "card": card,
        "conflicts": [(pupil, KIN_CONFLICTS[one]) for pupil, one in card.conflicts],
        "files": [
            (label, reverse("cards:household_file", args=[family.pid, ending]))
            for label, ending in (("Word", "docx"), ("Excel", "xlsx"), ("PDF", "pdf"))
        ],
        "may_merge": allowed(request, "school.double:merge"),
        "may_change": allowed(request, "school.household:write"),
        "may_income": allowed(request, "cards.status:write"),
    }
    return render(request, "cards/household.html", shown)


@needs("school.household:read", sensitive=True)
@require_safe
def household_file(request: HttpRequest, pid: str, ending: str) -> HttpResponse:
    """The family's card as Word, Excel or PDF; its income for those who may know it."""
    if ending not in TYPES:
        raise Http404
    family, day = _found(request, pid), clock.today()
    tell_door(request, family)
    paper = family_paper(family_card(family, request.user, day), day, language_asked(request))
    return as_file(written(paper, ending), file_name(paper.title, ending), TYPES[ending])


def _found(request: HttpRequest, pid: str) -> Household:
    visible = Household.objects.visible_to(request.user, merged=True).select_related("school")
    return get_object_or_404(visible, pid=pid)

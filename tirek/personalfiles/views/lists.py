"""The school's own list of papers."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tirek.access.asking import act_once
from tirek.access.doors import needs
from tirek.cards.queries import categories
from tirek.personalfiles import actions, queries
from tirek.personalfiles.forms import ListForm
from tirek.personalfiles.models import Paper


@needs("personalfiles.paper:manage")
@require_safe
def papers(request: HttpRequest) -> HttpResponse:
    """All papers by the category that needs them; the default ones are marked."""
    school: Any = request.school  # type: ignore[attr-defined]
    names = categories(school)
    groups: dict[str, list[Paper]] = {"": [], **{code: [] for code in names}}
    for one in queries.papers(school, retired=True).values():
        groups.setdefault(one.category, []).append(one)
    shown = [
        (names[code].name() if code in names else code, found)
        for code, found in groups.items()
        if found
    ]
    return render(request, "personalfiles/papers.html", {"groups": shown})


@needs("personalfiles.paper:manage")
def paper(request: HttpRequest) -> HttpResponseBase:
    """A new paper, or another name or category for one (`?code=`)."""
    user: Any = request.user
    school: Any = request.school  # type: ignore[attr-defined]
    code = request.GET.get("code", "")[:40]
    known = queries.papers(school, retired=True).get(code) if code else None
    if code and known is None:
        raise Http404
    form = ListForm(request.POST or None, initial=ListForm.of(known), categories=categories(school))

    def deed() -> str:
        given = form.cleaned_data
        actions.save_paper(
            by=user,
            school=school,
            code=code,
            category=given["category"],
            names={one: given[f"name_{one}"] for one in ("kk", "ru", "en")},
            retired=given["retired"],
        )
        return reverse("personalfiles:papers")

    context = {"known": known}
    return act_once(
        request, form, deed, "personalfiles/paper.html", context, _("The list is changed.")
    )

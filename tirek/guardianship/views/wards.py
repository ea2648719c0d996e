"""Pupils under guardianship: their guardians, papers, last and next checks; a check recorded."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tirek.access import clock
from tirek.access.asking import act_once, allowed
from tirek.access.doors import needs, tell_door
from tirek.access.models import User
from tirek.guardianship import actions, queries
from tirek.guardianship.documents import wards_paper
from tirek.guardianship.forms import CheckForm
from tirek.guardianship.views.register import READ, WRITE, file_answer, files_of
from tirek.school.models import HouseholdMember, Pupil
from tirek.web.files import language_asked
from tirek.web.parts import Figure


@needs(READ, sensitive=True)
@require_safe
def wards(request: HttpRequest) -> HttpResponse:
    """Wards with guardians, papers, checks; those overdue first; `?late=1` shows them only."""
    school, today = request.school, clock.today()  # type: ignore[attr-defined]
    found = queries.wards(school, request.user, today)
    late = [one for one in found if one.late]
    only = request.GET.get("late") == "1"
    rows = late if only else found
    tell_door(request, count=len(rows))
    shown = {
        "rows": rows,
        "any": bool(found),
        "figures": [
            Figure(len(found), _("Under guardianship"), "?", current=not only),
            Figure(len(late), _("Check overdue"), "?late=1", current=only),
        ],
        "terms": queries.terms_of(school),
        "today": today,
        "may_write": allowed(request, WRITE),
        "files": files_of("guardianship:wards_file"),
    }
    return render(request, "guardianship/wards.html", shown)


@needs(READ, thing="guardianship.wards")
@require_safe
def wards_file(request: HttpRequest, ending: str) -> HttpResponse:
    """The list of wards as Word, Excel or PDF."""
    school: Any = request.school  # type: ignore[attr-defined]
    paper = wards_paper(school, {}, language_asked(request), request.user)
    return file_answer(paper, ending, school, "wards")


@needs(WRITE, sensitive=True)
def check(request: HttpRequest, pid: str) -> HttpResponseBase:
    """A guardian was checked: what was found, what is recommended, when again."""
    user: User = request.user  # type: ignore[assignment]
    today = clock.today()
    seen = Pupil.objects.visible_to(user, WRITE).filter(
        school=request.school  # type: ignore[attr-defined]
    )
    found = queries.guardians(today).filter(pupil__in=seen).select_related("pupil__school")
    kin = get_object_or_404(found, pid=pid)
    others = queries.wards_with(kin, user, today, WRITE)
    pupils = {one.pid: one for one in [kin.pupil, *others]}
    members = HouseholdMember.objects.filter(pk=kin.member_id)
    form = CheckForm(
        request.POST or None,
        initial={"on": today, "guardian": members.first(), "pupils": list(pupils)},
        members=members,
        pupils=[(one.pid, one.short_name) for one in pupils.values()],
    )

    def deed() -> str:
        said = form.cleaned_data
        chosen = [pupils[one] for one in said.get("pupils") or [kin.pupil.pid]]
        entry = actions.record_check(by=user, school=kin.pupil.school, pupils=chosen, fields=said)
        return reverse("guardianship:talk", args=[entry.pid])

    context = {
        "pupil": kin.pupil,
        "heading": _("Check of the guardian"),
        "terms": queries.terms_of(kin.pupil.school),
        "back": reverse("guardianship:wards"),
    }
    return act_once(
        request, form, deed, "guardianship/talk_form.html", context, _("Check recorded.")
    )

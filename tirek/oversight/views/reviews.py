"""What the director looks at afterwards: alarms on mass reading, emergency openings."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tirek.access.asking import act_once
from tirek.access.doors import needs
from tirek.access.models import User
from tirek.oversight import actions
from tirek.oversight.forms import ReviewForm
from tirek.oversight.models import Alarm
from tirek.oversight.queries.alarms import openings_visible_to
from tirek.school.models import Pupil

PAGE = 50


def _page(request: HttpRequest, found: Any) -> Any:
    return Paginator(found, PAGE).get_page(request.GET.get("page"))


def _alarms(request: HttpRequest) -> Any:
    school = request.school  # type: ignore[attr-defined]
    found = Alarm.objects.visible_to(request.user).filter(school=school)
    return found.select_related("by", "reviewed_by", "school")


def _openings(request: HttpRequest) -> Any:
    user: Any = request.user
    school = request.school  # type: ignore[attr-defined]
    found = openings_visible_to(user).filter(school=school)
    return found.select_related("user", "reviewed_by", "school")


@needs("oversight.alarm:review")
def alarms(request: HttpRequest) -> HttpResponse:
    """Alarms of the school, the latest first."""
    return render(request, "oversight/alarms.html", {"page": _page(request, _alarms(request))})


@needs("oversight.alarm:review")
def alarm(request: HttpRequest, pid: str) -> HttpResponseBase:
    """One alarm: who, how much, the reason given; reviewed once."""
    found = get_object_or_404(_alarms(request), pid=pid)
    context = {
        "who": found.by,
        "heading": _("Alarm"),
        "facts": [
            (_("What there was"), found.get_kind_display()),
            (_("Cards opened"), found.cards),
            (_("Files taken away today"), found.exports),
        ],
        "back": reverse("oversight:alarms"),
        "up": _("Alarms"),
    }
    return _review(request, found, context)


@needs("oversight.glass:review", sensitive=True)
def openings(request: HttpRequest) -> HttpResponse:
    """Emergency openings of the school, the latest first."""
    page = _page(request, _openings(request))
    keys = [one.pupil_key for one in page.object_list]
    children = Pupil.objects.visible_to(request.user).filter(
        school=request.school,  # type: ignore[attr-defined]
        key__in=keys,
    )
    named = {child.key: child for child in children}
    rows = [(one, named.get(one.pupil_key)) for one in page.object_list]
    return render(request, "oversight/openings.html", {"page": page, "rows": rows})


@needs("oversight.glass:review", sensitive=True)
def opening(request: HttpRequest, pid: str) -> HttpResponseBase:
    """One emergency opening: who, which child, why; reviewed once."""
    found = get_object_or_404(_openings(request), pid=pid)
    children = Pupil.objects.visible_to(request.user).filter(school_id=found.school_id)
    context = {
        "who": found.user,
        "child": children.filter(key=found.pupil_key).first(),
        "heading": _("Emergency opening"),
        "until": found.until,
        "back": reverse("oversight:openings"),
        "up": _("Emergency openings"),
    }
    return _review(request, found, context)


def _review(request: HttpRequest, found: Any, context: dict[str, Any]) -> HttpResponseBase:
    user: User = request.user  # type: ignore[assignment]
    form = ReviewForm(request.POST or None)

    def deed() -> str:
        actions.review(by=user, thing=found, **form.cleaned_data)
        return str(context["back"])

    shown = {**context, "found": found, "own": context["who"].pk == user.pk}
    return act_once(request, form, deed, "oversight/review.html", shown, _("Review kept."))

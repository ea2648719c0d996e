"""A class is opened or changed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from tirek.access import clock
from tirek.access.asking import act_once
from tirek.access.doors import needs
from tirek.access.models import School, User
from tirek.access.refused import Refused
from tirek.access.roles import Role
from tirek.school import actions
from tirek.school.forms import ClassForm, NewClassForm
from tirek.school.models import SchoolClass
from tirek.schoolyear.queries import year_at

PAGE = "school/form.html"


def _teachers(school: School) -> Any:
    return (
        User.objects.filter(is_active=True, grants__school=school, grants__role=Role.CLASS_TEACHER)
        .distinct()
        .order_by("full_name")
    )


@needs("school.class:write")
def open_class(request: HttpRequest) -> HttpResponseBase:
    """A new class in the school year that runs."""
    user: User = request.user  # type: ignore[assignment]
    school = request.school  # type: ignore[attr-defined]
    year = year_at(school, clock.today())
    form = NewClassForm(request.POST or None, teachers=_teachers(school))

    def deed() -> str:
        if year is None:
            raise Refused(_("First enter the school year."))
        made = actions.open_class(by=user, school_year=year, **form.cleaned_data)
        return reverse("cards:class", args=[made.pid])

    context = {
        "back": reverse("cards:classes"),
        "back_name": _("Classes"),
        "heading": _("Open a class"),
        "sub": str(year or ""),
        "button": _("Open the class"),
    }
    return act_once(request, form, deed, PAGE, context, _("Class opened."))


@needs("school.class:write")
def change_class(request: HttpRequest, pid: str) -> HttpResponseBase:
    """A class's language, shift or teacher changes."""
    user: User = request.user  # type: ignore[assignment]
    found = get_object_or_404(
        SchoolClass.objects.visible_to(user, "school.class:write").select_related(
            "school", "teacher"
        ),
        pid=pid,
    )
    form = ClassForm(
        request.POST or None,
        teachers=_teachers(found.school),
        initial={"language": found.language, "shift": found.shift, "teacher": found.teacher},
    )

    def deed() -> str:
        actions.change_class(by=user, school_class=found, **form.cleaned_data)
        return reverse("cards:class", args=[found.pid])

    context = {
        "back": reverse("cards:class", args=[found.pid]),
        "back_name": found.name,
        "heading": _("Change the class"),
        "button": _("Save the changes"),
    }
    return act_once(request, form, deed, PAGE, context, _("Saved."))

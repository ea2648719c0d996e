"""A pupil is added, changed, moved to another class, leaves the school."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from tirek.access import clock
from tirek.access.asking import act_once
from tirek.access.doors import needs
from tirek.access.models import User
from tirek.school import actions
from tirek.school.forms import ClassChoice, LeaveForm, NewPupilForm, PupilForm
from tirek.school.models import Pupil, SchoolClass
from tirek.school.queries import with_class_on
from tirek.schoolyear.queries import year_at

PAGE = "school/form.html"


def _classes(request: HttpRequest) -> Any:
    """Classes of the school year that runs today."""
    school = request.school  # type: ignore[attr-defined]
    year = year_at(school, clock.today())
    return SchoolClass.objects.visible_to(request.user, "school.pupil:write").filter(
        school_year=year
    )


def _child(request: HttpRequest, pid: str) -> Any:
    visible = Pupil.objects.visible_to(request.user, "school.pupil:write").select_related("school")
    return get_object_or_404(with_class_on(visible, clock.today()), pid=pid)


def _context(child: Any, heading: str, button: str) -> dict[str, Any]:
    page = reverse("cards:pupil", args=[child.pid])
    return {
        "back": page,
        "back_name": child.short_name,
        "heading": heading,
        "sub": child.class_name or "",
        "button": button,
    }


@needs("school.pupil:write")
def add_pupil(request: HttpRequest) -> HttpResponseBase:
    """A new pupil with the first class."""
    user: User = request.user  # type: ignore[assignment]
    school, classes = request.school, _classes(request)  # type: ignore[attr-defined]
    form = NewPupilForm(
        request.POST or None,
        classes=classes,
        initial={
            "school_class": classes.filter(name=request.GET.get("class", "")).first(),
            "since": clock.today(),
        },
    )

    def deed() -> str:
        said = form.cleaned_data
        child = actions.add_pupil(
            by=user,
            school=school,
            fields={name: said[name] for name in actions.PUPIL_FIELDS},
            school_class=said["school_class"],
            since=said["since"],
            reason=said["reason"],
        )
        return reverse("cards:pupil", args=[child.pid])

    context = {
        "back": reverse("cards:pupils"),
        "back_name": _("Pupils"),
        "heading": _("Add a pupil"),
        "button": _("Save the pupil"),
    }
    return act_once(request, form, deed, PAGE, context, _("Pupil added."))


@needs("school.pupil:write", sensitive=True)
def change_pupil(request: HttpRequest, pid: str) -> HttpResponseBase:
    """What identifies a pupil is corrected."""
    user: User = request.user  # type: ignore[assignment]
    child = _child(request, pid)
    form = PupilForm(
        request.POST or None,
        initial={name: getattr(child, name) for name in actions.PUPIL_FIELDS},
    )

    def deed() -> str:
        actions.change_pupil(by=user, pupil=child, fields=form.cleaned_data)
        return reverse("cards:pupil", args=[child.pid])

    context = _context(child, _("Personal data"), _("Save the changes"))
    return act_once(request, form, deed, PAGE, context, _("Saved."))


@needs("school.pupil:write", sensitive=True)
def move_pupil(request: HttpRequest, pid: str) -> HttpResponseBase:
    """A pupil goes over to another class."""
    user: User = request.user  # type: ignore[assignment]
    child = _child(request, pid)
    form = ClassChoice(
        request.POST or None, classes=_classes(request), initial={"since": clock.today()}
    )

    def deed() -> str:
        actions.move_class(by=user, pupil=child, **form.cleaned_data)
        return reverse("cards:pupil", args=[child.pid])

    context = _context(child, _("Move to another class"), _("Move the pupil"))
    return act_once(request, form, deed, PAGE, context, _("Pupil moved."))


@needs("school.pupil:write", sensitive=True)
def leave(request: HttpRequest, pid: str) -> HttpResponseBase:
    """A pupil leaves the school; the card stays."""
    user: User = request.user  # type: ignore[assignment]
    child = _child(request, pid)
    form = LeaveForm(request.POST or None)

    def deed() -> str:
        actions.end_enrolment(by=user, pupil=child, **form.cleaned_data)
        return reverse("cards:pupil", args=[child.pid])

    context = _context(child, _("Leaves the school"), _("Save the last day"))
    context["note"] = _("The card and everything recorded stay.")
    return act_once(request, form, deed, PAGE, context, _("Saved."))

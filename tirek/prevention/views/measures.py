"""Measures of an individual plan."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from tirek.access import clock
from tirek.access.asking import act_once, allowed
from tirek.access.doors import asker, needs
from tirek.access.queries import staff_of
from tirek.prevention import actions
from tirek.prevention.forms import MarkForm, MeasureForm, ReasonForm
from tirek.prevention.models import Case, Measure
from tirek.prevention.views.cases import MARK, case_seen, page_of
from tirek.prevention.views.register import WRITE

PAGE = "prevention/form.html"


def _measure(request: HttpRequest, pid: str, key: str) -> Measure:
    """The measure; whoever only marks finds the own ones."""
    seen = Case.objects.visible_to(request.user, key).filter(
        school=request.school  # type: ignore[attr-defined]
    )
    found: Any = Measure.objects.filter(case__in=seen).select_related("case__pupil", "entry")
    if not allowed(request, WRITE):
        found = found.filter(user=request.user)
    one: Measure = get_object_or_404(found, pid=pid)
    return one


@needs(WRITE, sensitive=True)
def add(request: HttpRequest, pid: str) -> HttpResponseBase:
    """A measure for the plan of a child on the register."""
    one = case_seen(request, pid, WRITE)
    staff = staff_of(one.school, clock.today())
    form = MeasureForm(request.POST or None, staff=staff)

    def deed() -> str:
        actions.add_measure(by=asker(request)[0], case=one, fields=form.cleaned_data)
        return page_of(one)

    context = {"heading": _("New measure"), "sub": one.pupil.full_name, "back": page_of(one)}
    return act_once(request, form, deed, PAGE, context, _("Saved."))


@needs(MARK, sensitive=True)
def mark(request: HttpRequest, pid: str) -> HttpResponseBase:
    """The measure was carried out."""
    one = _measure(request, pid, MARK)
    form = MarkForm(request.POST or None, initial={"on": clock.today()})

    def deed() -> str:
        actions.mark_measure(by=asker(request)[0], measure=one, **form.cleaned_data)
        return page_of(one.case)

    context = {"heading": _("Carried out"), "sub": one.what, "back": page_of(one.case)}
    return act_once(request, form, deed, PAGE, context, _("Saved."))


@needs(WRITE, sensitive=True)
def drop(request: HttpRequest, pid: str) -> HttpResponseBase:
    """The measure is not needed any more."""
    one, form = _measure(request, pid, WRITE), ReasonForm(request.POST or None)

    def deed() -> str:
        actions.drop_measure(by=asker(request)[0], measure=one, **form.cleaned_data)
        return page_of(one.case)

    context = {"heading": _("Drop the measure"), "sub": one.what, "back": page_of(one.case)}
    return act_once(request, form, deed, PAGE, context, _("Saved."))


@needs(WRITE, sensitive=True)
def unmark(request: HttpRequest, pid: str) -> HttpResponseBase:
    """The mark was a mistake: the measure is open again."""
    one, form = _measure(request, pid, WRITE), ReasonForm(request.POST or None)

    def deed() -> str:
        actions.unmark_measure(by=asker(request)[0], measure=one, **form.cleaned_data)
        return page_of(one.case)

    context = {"heading": _("Not carried out"), "sub": one.what, "back": page_of(one.case)}
    return act_once(request, form, deed, PAGE, context, _("Saved."))

"""The forms of all classes: who has handed in, who has not; all are asked anew."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from tirek.access import clock
from tirek.access.asking import act_once, allowed
from tirek.access.doors import asker, needs
from tirek.classdata import actions, queries
from tirek.classdata.forms import RoundForm
from tirek.school.models import SchoolClass
from tirek.schoolyear.queries import year_at
from tirek.web.parts import Figure


@needs("classdata.form:read")
@require_safe
def forms(request: HttpRequest) -> HttpResponse:
    """Each class of the year: its form is missing, begun, or handed in and how far decided."""
    user, school = asker(request)
    year = year_at(school, clock.today())
    rows, asked = [], None
    if year is not None:
        asked = queries.last_round(year)
        classes = SchoolClass.objects.visible_to(user, "classdata.form:read")
        rows = queries.rows_of(year, classes, asked)
    missing = sum(row.missing for row in rows)
    shown = {
        "year": year,
        "rows": rows,
        "round": asked,
        "today": clock.today(),
        "figures": [
            Figure(len(rows) - missing, pgettext("forms", "handed in"), icon="done"),
            Figure(missing, pgettext("forms", "missing"), icon="ring"),
            Figure(sum(row.waiting for row in rows), _("lines wait"), icon="half"),
        ],
        "may_write": allowed(request, "classdata.form:write"),
        "may_decide": allowed(request, "classdata.form:decide"),
    }
    return render(request, "classdata/forms.html", shown)


@needs("classdata.form:decide")
def ask(request: HttpRequest) -> HttpResponseBase:
    """All classes are asked for the form by a day."""
    user, school = asker(request)
    asked = RoundForm(request.POST or None)

    def deed() -> str:
        actions.ask_classes(by=user, school=school, due_on=asked.cleaned_data["due_on"])
        return reverse("classdata:forms")

    done = _("The classes are asked; the line stands on the teachers' desks.")
    return act_once(request, asked, deed, "classdata/ask.html", {}, done)

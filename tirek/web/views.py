"""Pages that belong to no room: errors in words, and all components at once."""

from __future__ import annotations

from datetime import date

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from tirek.web.forms import ChoiceRows, DayField
from tirek.web.parts import DueLine, Figure, Words
from tirek.web.rules.icons import ICONS


def _error(status: int, heading: Words, what: Words, advice: Words = "") -> HttpResponse:
    # No request: the page must stand even when the session or the database does not.
    words = {"status": status, "heading": heading, "what": what, "advice": advice}
    return HttpResponse(render_to_string("web/error.html", words), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return _error(
        400,
        _("The request was not understood"),
        _("The address or the form came damaged."),
        _("Open the page again and repeat."),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the role does not open this."""
    return _error(
        403,
        _("This page is closed for your role"),
        _("Your role in the school does not include this kind of work."),
        _("If you need it for your work, ask the director or the administrator of the school."),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing here, or nothing that one may see; the two are not told apart."""
    return _error(
        404,
        _("Nothing was found at this address"),
        _("Either there is no such page, or it is about people whom you do not see."),
        _("Use the search or the menu."),
    )


def failed(request: HttpRequest) -> HttpResponse:
    """500: our fault; what was sent may not have been kept."""
    return _error(
        500,
        _("The program made a mistake"),
        _("What you sent may not have been saved. Nothing is saved by half."),
        _("Go back, check and repeat; if it happens again, tell the administrator the time."),
    )


def closed(request: HttpRequest) -> HttpResponse:
    """503: what was done could not be written into the audit, so it was not done."""
    answer = _error(
        503,
        _("This page is closed for the moment"),
        _("The program could not write down who looks. Nothing is shown and nothing was saved."),
        _("Repeat in a few minutes; if it happens again, tell the administrator the time."),
    )
    answer.headers["Retry-After"] = "120"
    return answer


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form was opened too long ago or in another session."""
    return _error(
        403,
        _("The form was out of date"),
        _("It was opened in another session or cookies are switched off."),
        _("Go back, reload the page and send it again."),
    )


class _Sample(forms.Form):
    category = forms.ChoiceField(choices=[("A", "A"), ("B", "B")])
    since = DayField(help_text="05.09.2026")
    kind = forms.ChoiceField(widget=ChoiceRows, choices=[("X", "X"), ("Y", "Y")])
    number = forms.CharField(max_length=10)
    sure = forms.BooleanField(required=False)
    note = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False)


def components(request: HttpRequest) -> HttpResponse:
    """Every component on one page, for those who build and check the looks."""
    shown = {
        "today": date(2026, 11, 23),
        "figures": [
            Figure(4, "alarm", "#lines", icon="alarm"),
            Figure(12, "half", "#lines", icon="half", current=True),
            Figure(9, "dashed", icon="dashed"),
            Figure(58, "done", icon="done", of="/ 71"),
        ],
        "lines": [
            DueLine(
                "alarm", "W", "30.09.2026", "54", True, "Ә 2.1", "N", "P", "#", "8Б", "Go", "#"
            ),
            DueLine("half", "W", "23.11.2026", code="С 6", who="P", who_url="#", action="Go"),
        ],
        "shapes": list(ICONS),
        "form": _Sample(request.POST or None),
        "pairs": [("A", "1"), ("B", "2")],
        "page": Paginator(range(500), 50).get_page(request.GET.get("page")),
    }
    return render(request, "web/components.html", shown)

"""Pages of the two lists, and their files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from tirek.access import clock
from tirek.access.asking import allowed
from tirek.access.doors import needs, tell_door
from tirek.access.once import do_once
from tirek.access.refused import Refused
from tirek.office.document import Document, file_name
from tirek.office.files import TYPES, written
from tirek.school.models import Pupil
from tirek.support import actions, documents, queries
from tirek.support.forms import GiveForm
from tirek.web.files import as_file, language_asked
from tirek.web.parts import Figure

ENDINGS = ("docx", "xlsx")


@needs("support.books:read", sensitive=True)
@require_safe
def books(request: HttpRequest) -> HttpResponse:
    """Who is to be given free textbooks, by class: given or not yet."""
    whole = queries.books(*_asked(request))
    roll = whole.only(request.GET.get("class", ""))
    shown = {
        "figures": [
            Figure(roll.pupils, pgettext("count", "pupils")),
            Figure(roll.given, _("given"), icon="done"),
            Figure(roll.waiting, _("not yet given"), icon="ring"),
        ],
        "may_give": allowed(request, "support.books:give"),
    }
    return _page(request, "support/books.html", whole, roll, "books", shown)


@needs("support.meals:read", sensitive=True)
@require_safe
def meals(request: HttpRequest) -> HttpResponse:
    """Who eats free hot meals, by class, and on which days."""
    whole = queries.meals(*_asked(request))
    roll = whole.only(request.GET.get("class", ""))
    figures = [
        Figure(roll.pupils, pgettext("count", "pupils")),
        Figure(len(roll.classes), pgettext("count", "classes")),
    ]
    return _page(request, "support/meals.html", whole, roll, "meals", {"figures": figures})


@needs("support.books:give")
@require_POST
def give_books(request: HttpRequest) -> HttpResponse:
    """The ticked pupils of a class have been given their books."""
    user, school, day = _asked(request)
    form = GiveForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors["on"])))
        return redirect(_back(request))
    ticked = set(request.POST.getlist("pupil"))
    roll = queries.books(user, school, day)
    lines = [line for one in roll.classes for line in one.lines]
    pids = [line.pid for line in lines if line.pid in ticked and line.since is None]

    def deed() -> str:
        chosen = Pupil.objects.filter(school=school, pid__in=pids)
        number = actions.give_books(
            by=user, school=school, pupils=chosen, on=form.cleaned_data["on"]
        )
        messages.success(request, _("Textbooks given, pupils: %(n)s") % {"n": number})
        return _back(request)

    return _done(request, deed)


@needs("support.books:give")
@require_POST
def take_back(request: HttpRequest, pid: str) -> HttpResponse:
    """A pupil was ticked by mistake today."""
    user, school, _day = _asked(request)
    entry = get_object_or_404(queries.own_books_entry(user, school, pid))

    def deed() -> str:
        actions.take_back_books(by=user, entry=entry)
        messages.success(request, _("The mark is taken back."))
        return _back(request)

    return _done(request, deed)


@needs("support.books:read")
@require_safe
def books_file(request: HttpRequest, ending: str) -> HttpResponse:
    """The issue sheet as Word or Excel; of one class with `?class=`."""
    roll = queries.books(*_asked(request)).only(request.GET.get("class", ""))
    school, language = request.school, language_asked(request)  # type: ignore[attr-defined]
    return _file(request, documents.books_paper(roll, school, language), documents.BOOKS, ending)


@needs("support.meals:read")
@require_safe
def meals_file(request: HttpRequest, ending: str) -> HttpResponse:
    """The list of meals as Word or Excel; of one class with `?class=`."""
    roll = queries.meals(*_asked(request)).only(request.GET.get("class", ""))
    school, language = request.school, language_asked(request)  # type: ignore[attr-defined]
    return _file(request, documents.meals_paper(roll, school, language), documents.MEALS, ending)


def _asked(request: HttpRequest) -> tuple[Any, Any, Any]:
    """The reader, the school, today."""
    return request.user, request.school, clock.today()  # type: ignore[attr-defined]


def _page(
    request: HttpRequest,
    template: str,
    whole: queries.Roll,
    roll: queries.Roll,
    name: str,
    shown: dict[str, Any],
) -> HttpResponse:
    chosen = roll.classes[0].name if roll is not whole else ""
    query = "?" + urlencode({"class": chosen}) if chosen else ""
    files = [
        (label, reverse(f"support:{name}_file", args=[ending]) + query)
        for label, ending in (("Word", "docx"), ("Excel", "xlsx"))
    ]
    tell_door(request, count=roll.pupils)
    shown |= {"whole": whole, "roll": roll, "chosen": chosen, "files": files}
    return render(request, template, shown)


def _file(request: HttpRequest, paper: Document, name: str, ending: str) -> HttpResponse:
    if ending not in ENDINGS:
        raise Http404
    content = written(paper, ending, school=request.school, form=name)  # type: ignore[attr-defined]
    return as_file(content, file_name(paper.title, ending), TYPES[ending])


def _back(request: HttpRequest) -> str:
    """The list again, narrowed as it was."""
    chosen = request.POST.get("class", "")[:20]
    page = reverse("support:books")
    return f"{page}?{urlencode({'class': chosen})}" if chosen else page


def _done(request: HttpRequest, deed: Any) -> HttpResponse:
    try:
        result = do_once(request.POST.get("form_key"), request.user, deed)  # type: ignore[arg-type]
    except Refused as refusal:
        messages.error(request, str(refusal))
        result = _back(request)
    return redirect(result)

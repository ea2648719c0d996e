"""The register of cases: the page, the file, what the school has set."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tirek.access import clock
from tirek.access.asking import act_once, allowed
from tirek.access.doors import needs, tell_door
from tirek.access.models import User
from tirek.guardianship import actions, queries
from tirek.guardianship.documents import register_paper
from tirek.guardianship.forms import TermsForm
from tirek.guardianship.rules.steps import ANNULLED
from tirek.guardianship.wording import step_name
from tirek.office.document import Document, file_name
from tirek.office.files import TYPES, WRITERS, written
from tirek.web.files import as_file, language_asked
from tirek.web.parts import Figure

READ, WRITE = "guardianship.case:read", "guardianship.case:write"


def _states() -> dict[str, tuple[str, Any]]:
    """What the register may be narrowed to: words and a test of a case."""
    return {
        "open": (_("Still open"), lambda one: one.open),
        "late": (_("Notification late"), lambda one: one.late),
        "placed": (_("Placed"), lambda one: one.open and one.placed),
        "closed": (_("Closed"), lambda one: one.closed),
        "annulled": (_("Annulled"), lambda one: one.state == ANNULLED),
    }


@needs(READ, sensitive=True)
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Every case with its clock and next step, late ones first; `?state=` narrows it."""
    school, today = request.school, clock.today()  # type: ignore[attr-defined]
    found, states = queries.register(school, request.user, today), _states()
    chosen = request.GET.get("state", "")
    chosen = chosen if chosen in states else "open"
    rows = [one for one in found if states[chosen][1](one)]
    figures = [
        Figure(
            sum(1 for one in found if test(one)), words, f"?state={code}", current=code == chosen
        )
        for code, (words, test) in states.items()
        if code != "annulled" or any(test(one) for one in found)
    ]
    tell_door(request, count=len(rows))
    shown = {
        "rows": [{"case": one, "next": step_name(one.next_step)} for one in rows],
        "figures": figures,
        "any": bool(found),
        "chosen": chosen,
        "terms": queries.terms_of(school),
        "today": today,
        "may_write": allowed(request, WRITE),
        "files": files_of("guardianship:register_file"),
    }
    return render(request, "guardianship/register.html", shown)


def files_of(name: str) -> list[tuple[str, str]]:
    """The files of a page: words and address."""
    endings = (("Word", "docx"), ("Excel", "xlsx"), ("PDF", "pdf"))
    return [(label, reverse(name, args=[ending])) for label, ending in endings]


def file_answer(paper: Document, ending: str, school: Any = None, form: str = "") -> HttpResponse:
    """A paper as a file, as Word in the school's own form; 404 for a format that is none."""
    if ending not in WRITERS:
        raise Http404
    content = written(paper, ending, school=school, form=form)
    return as_file(content, file_name(paper.title, ending), TYPES[ending])


@needs(READ, thing="guardianship.register")
@require_safe
def register_file(request: HttpRequest, ending: str) -> HttpResponse:
    """The register as Word, Excel or PDF."""
    school: Any = request.school  # type: ignore[attr-defined]
    paper = register_paper(school, {}, language_asked(request), request.user)
    return file_answer(paper, ending, school, "guardianship-register")


@needs(WRITE)
def terms(request: HttpRequest) -> HttpResponseBase:
    """The term of the notification, how often guardians are checked, to whom letters go."""
    user: User = request.user  # type: ignore[assignment]
    school: Any = request.school  # type: ignore[attr-defined]
    known = queries.terms_of(school)
    initial = {name: getattr(known, name) for name in ("notify_days", "checks_a_year", "body")}
    form = TermsForm(request.POST or None, initial=initial)

    def deed() -> str:
        actions.set_terms(by=user, school=school, **form.cleaned_data)
        return reverse("guardianship:register")

    return act_once(request, form, deed, "guardianship/terms.html", {}, _("Saved."))

"""Recommendations to class teachers: written, read, answered, corrected, annulled, printed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tirek.access import clock
from tirek.access.asking import act_once, allowed
from tirek.access.doors import needs, tell_door
from tirek.access.models import User
from tirek.access.sight import may
from tirek.counselling import actions, queries
from tirek.counselling.documents import recommendation_paper
from tirek.counselling.forms import AnswerForm, ReasonForm, RecommendForm, TextForm
from tirek.counselling.models import ANSWER, READ, RECOMMENDATION, WRITE
from tirek.journal.actions import annul_entry
from tirek.journal.models import Entry, State
from tirek.journal.queries import chain_of
from tirek.office.document import file_name
from tirek.office.files import TYPES, written
from tirek.school.models import SchoolClass
from tirek.schoolyear.queries import year_at
from tirek.web.files import as_file, language_asked
from tirek.web.parts import Figure

FORM = "counselling/form.html"


def _page(entry: Entry) -> str:
    return reverse("counselling:recommendation", args=[entry.pid])


def _entry(request: HttpRequest, pid: str) -> Entry:
    """A recommendation of the school of work that the reader may know of."""
    seen = Entry.objects.visible_to(request.user).filter(
        kind=RECOMMENDATION,
        school=request.school,  # type: ignore[attr-defined]
    )
    found: Entry = get_object_or_404(
        seen.select_related("school", "author", "replaces", "annulled_by"), pid=pid
    )
    return found


def _classes(request: HttpRequest, key: str) -> Any:
    """The classes of the running year within the reach of a key."""
    year = year_at(request.school, clock.today())  # type: ignore[attr-defined]
    classes = SchoolClass.objects.visible_to(request.user, key).filter(school_year=year)
    return classes.select_related("teacher", "school_year").order_by("sort_key")


def _may_change(user: User, entry: Entry) -> bool:
    return (
        entry.state == State.DONE
        and may(user, WRITE, entry.school_id)
        and (entry.author_id == user.pk or entry.open_to(user))
    )


def _may_answer(user: User, entry: Entry) -> bool:
    """Only the teacher of the class it is about, while it stands."""
    about = [one.school_class_id for one in entry.about_classes.all()]
    return (
        entry.state == State.DONE
        and may(user, ANSWER, entry.school_id)
        and SchoolClass.objects.visible_to(user, ANSWER).filter(pk__in=about).exists()
    )


@needs(READ, sensitive=True)
@require_safe
def recommendations(request: HttpRequest) -> HttpResponse:
    """What was recommended to whom and answered, this year or `?earlier`; `?state=` narrows it."""
    user: Any = request.user
    school: Any = request.school  # type: ignore[attr-defined]
    year = year_at(school, clock.today())
    entries = queries.recommendations_of(user, school)
    earlier = "earlier" in request.GET
    if year is not None:
        begins = {"on__lt" if earlier else "on__gte": year.starts_on}
        entries = entries.filter(**begins)
    found = queries.with_answers(entries[:500])
    states: dict[str, tuple[str, Callable[[queries.Recommended], bool]]] = {
        "all": (_("All"), lambda one: True),
        "waiting": (_("No answer yet"), lambda one: one.answer is None),
        "answered": (_("Answered"), lambda one: one.answer is not None),
    }
    chosen = request.GET.get("state", "")
    chosen = chosen if chosen in states else "all"
    before = "earlier=1&" if earlier else ""
    rows = [one for one in found if states[chosen][1](one)]
    tell_door(request, count=len(rows))
    may_write = allowed(request, WRITE)
    shown = {
        "rows": rows,
        "any": bool(found),
        "year": year,
        "figures": [
            Figure(
                sum(1 for one in found if test(one)),
                words,
                f"?{before}state={code}",
                current=code == chosen,
            )
            for code, (words, test) in states.items()
        ],
        "without": queries.classes_without(found, user, year)
        if may_write and year and not earlier
        else [],
        "may_write": may_write,
        "earlier": earlier,
    }
    return render(request, "counselling/recommendations.html", shown)


@needs(WRITE, sensitive=True)
def recommend(request: HttpRequest) -> HttpResponseBase:
    """Recommend something to the teachers of one class or of several."""
    user: User = request.user  # type: ignore[assignment]
    school: Any = request.school  # type: ignore[attr-defined]
    initial: dict[str, Any] = {"on": clock.today(), "classes": request.GET.getlist("class")}
    form = RecommendForm(request.POST or None, initial=initial, classes=_classes(request, WRITE))

    def deed() -> str:
        made = actions.recommend(by=user, school=school, **form.cleaned_data)
        return _page(made[0]) if len(made) == 1 else reverse("counselling:recommendations")

    context = {
        "heading": _("Recommendation to the class teacher"),
        "back": reverse("counselling:recommendations"),
        "button": _("Send"),
    }
    return act_once(request, form, deed, FORM, context, _("The recommendation is sent."))


@needs(READ, sensitive=True)
@require_safe
def recommendation(request: HttpRequest, pid: str) -> HttpResponse:
    """One recommendation with every answer to it, and what it replaced."""
    user: User = request.user  # type: ignore[assignment]
    one = _entry(request, pid)
    tell_door(request, one)
    chain = chain_of(one)
    newest = chain[-1]
    links = one.about_classes.select_related("school_class__teacher")
    shown = {
        "entry": one,
        "open": one.open_to(user),
        "newest": newest,
        "before": [before for before in chain[:-1] if before != one],
        "classes": [link.school_class for link in links],
        "answers": queries.answers_of(one),
        "may_change": newest == one and _may_change(user, one),
        "may_answer": newest == one and _may_answer(user, one),
        "rows": [row.code for row in one.rows.all()],
    }
    return render(request, "counselling/recommendation.html", shown)


@needs(ANSWER, sensitive=True)
def answer(request: HttpRequest, pid: str) -> HttpResponseBase:
    """The class teacher's answer; a later one takes its place, both are shown."""
    user: User = request.user  # type: ignore[assignment]
    one = _entry(request, pid)
    if not _may_answer(user, one):
        raise PermissionDenied
    form = AnswerForm(request.POST or None)

    def deed() -> str:
        actions.answer_recommendation(by=user, entry=one, **form.cleaned_data)
        return _page(one)

    context = {
        "heading": _("Answer to a recommendation"),
        "said": one.text,
        "back": _page(one),
        "button": _("Answer"),
    }
    return act_once(request, form, deed, FORM, context, _("Your answer is sent."))


@needs(WRITE, sensitive=True)
def correct(request: HttpRequest, pid: str) -> HttpResponseBase:
    """A corrected recommendation takes the place of the one before."""
    user: User = request.user  # type: ignore[assignment]
    one = _changed(request, pid)
    form = TextForm(request.POST or None, initial={"on": one.on, "text": one.text})

    def deed() -> str:
        made = actions.correct_recommendation(by=user, entry=one, **form.cleaned_data)
        return _page(made)

    context = {
        "heading": _("Correct the recommendation"),
        "note": _("The old words are kept: what was recommended before can still be shown."),
        "back": _page(one),
        "button": _("Save"),
    }
    return act_once(request, form, deed, FORM, context, _("Corrected."))


@needs(WRITE, sensitive=True)
def annul(request: HttpRequest, pid: str) -> HttpResponseBase:
    """A recommendation written by mistake: it counts no more, and stays to be seen."""
    user: User = request.user  # type: ignore[assignment]
    one, form = _changed(request, pid), ReasonForm(request.POST or None)

    def deed() -> str:
        annul_entry(by=user, entry=one, **form.cleaned_data)
        return _page(one)

    context = {
        "heading": _("Annul the recommendation"),
        "said": one.text,
        "back": _page(one),
        "button": _("Annul"),
    }
    return act_once(request, form, deed, FORM, context, _("Annulled."))


def _changed(request: HttpRequest, pid: str) -> Entry:
    one = _entry(request, pid)
    if not _may_change(request.user, one):  # type: ignore[arg-type]
        raise PermissionDenied
    return one


@needs(READ, thing="counselling.recommendation")
@require_safe
def paper(request: HttpRequest, pid: str, ending: str) -> HttpResponse:
    """The recommendation as Word or PDF, with the answers and places to sign."""
    one = _entry(request, pid)
    if ending not in ("docx", "pdf"):
        raise Http404
    if not one.open_to(request.user):
        raise PermissionDenied
    tell_door(request, one)
    document = recommendation_paper(one, language_asked(request))
    return as_file(written(document, ending), file_name(document.title, ending), TYPES[ending])

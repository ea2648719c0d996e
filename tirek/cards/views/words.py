"""A school's norms and categories: what is there, what the school adds, changes and ends."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tirek.access import clock
from tirek.access.asking import act_once, allowed, day_asked
from tirek.access.doors import needs
from tirek.access.models import User
from tirek.cards import queries
from tirek.cards.actions import words as actions
from tirek.cards.documents import norms_paper
from tirek.cards.forms import CategoryForm, LastDayForm, NormForm, SocialForm
from tirek.cards.models import Category, CategorySetting, Norm, StatusPeriod
from tirek.cards.rules.lists import lists_of
from tirek.cards.wording import LIST_NAMES
from tirek.office.document import file_name
from tirek.office.files import TYPES, written
from tirek.school.rules.kazakh import folded
from tirek.web.files import as_file

FORM = "cards/words_form.html"


def _asked(request: HttpRequest) -> dict[str, Any]:
    """The norms of a search and, with `?on=`, of a day."""
    school = request.school  # type: ignore[attr-defined]
    day, form = day_asked(request)
    text, by_day = request.GET.get("q", "")[:100], bool(request.GET.get("on"))
    found = queries.norms_on(school, day) if by_day else queries.norms(school)
    norms = [
        norm
        for norm in found.values()
        if folded(text) in folded(f"{norm.title} {norm.number} {norm.note} {norm.code}")
    ]
    return {"norms": norms, "day": day, "by_day": by_day, "text": text, "day_form": form}


@needs("cards.norm:read")
def norms(request: HttpRequest) -> HttpResponse:
    """The norms that the school's records cite: found by words, in force on a day."""
    user: User = request.user  # type: ignore[assignment]
    school = request.school  # type: ignore[attr-defined]
    shown = _asked(request)
    cited = dict(_citing(user, school).values_list("norm").annotate(n=Count("id")).order_by())
    today = clock.today()
    shown["rows"] = [
        {"norm": one, "cited": cited.get(one.code, 0), "now": queries.in_force(one, today)}
        for one in shown["norms"]
    ]
    shown["may_write"] = allowed(request, "cards.norm:write")
    query = urlencode({"q": shown["text"], **({"on": shown["day"]} if shown["by_day"] else {})})
    shown["files"] = [
        (name, f"{reverse('cards:norms_file', args=[ending])}?{query}")
        for name, ending in (("Word", "docx"), ("Excel", "xlsx"), ("PDF", "pdf"))
    ]
    return render(request, "cards/norms.html", shown)


@needs("cards.norm:read")
def norms_file(request: HttpRequest, ending: str) -> HttpResponse:
    """The norms found, on paper."""
    if ending not in TYPES:
        raise Http404
    school, shown = request.school, _asked(request)  # type: ignore[attr-defined]
    on = shown["day"] if shown["by_day"] else None
    paper = norms_paper(school, shown["norms"], on, (get_language() or "kk")[:2])
    return as_file(written(paper, ending), file_name(paper.title, ending), TYPES[ending])


def _citing(user: User, school: Any) -> Any:
    """The statuses that cite a norm, of the pupils whose statuses the reader reads."""
    seen = StatusPeriod.objects.visible_to(user).known_at().filter(pupil__school=school)
    return seen.exclude(norm="")


def _norm(request: HttpRequest, pid: str, *, own: bool = True) -> Norm:
    school = request.school  # type: ignore[attr-defined]
    every = {norm.pid: norm for norm in queries.norms(school).values()}
    norm = every.get(pid)
    if norm is None or (own and norm.school_id is None):
        raise Http404
    return norm


@needs("cards.norm:read")
def norm(request: HttpRequest, pid: str) -> HttpResponse:
    """One norm, and how many records cite it."""
    user: User = request.user  # type: ignore[assignment]
    school = request.school  # type: ignore[attr-defined]
    found = _norm(request, pid, own=False)
    cited = _citing(user, school).filter(norm=found.code)
    known = queries.categories(school)
    counts = cited.values_list("category").annotate(n=Count("id")).order_by("-n", "category")
    context = {
        "norm": found,
        "now": queries.in_force(found, clock.today()),
        "cited": [(known[code].name() if code in known else code, n) for code, n in counts],
        "may_write": found.school_id is not None and allowed(request, "cards.norm:write"),
    }
    return render(request, "cards/norm.html", context)


@needs("cards.norm:write")
def add_norm(request: HttpRequest) -> HttpResponseBase:
    """A norm of the school's own."""
    user: User = request.user  # type: ignore[assignment]
    school = request.school  # type: ignore[attr-defined]
    form = NormForm(request.POST or None)

    def deed() -> str:
        made = actions.add_norm(by=user, school=school, fields=form.cleaned_data)
        return reverse("cards:norm", args=[made.pid])

    context = {"heading": _("Add a norm"), "back": reverse("cards:norms"), "crumb": _("Norms")}
    return act_once(request, form, deed, FORM, context, _("Norm added."))


@needs("cards.norm:write")
def change_norm(request: HttpRequest, pid: str) -> HttpResponseBase:
    """What is written of a school's own norm."""
    user: User = request.user  # type: ignore[assignment]
    found = _norm(request, pid)
    page = reverse("cards:norm", args=[pid])
    form = NormForm(request.POST or None, instance=found)

    def deed() -> str:
        actions.change_norm(by=user, norm=found, fields=form.cleaned_data)
        return page

    context = {"heading": _("Change a norm"), "back": page, "crumb": _("Norms")}
    return act_once(request, form, deed, FORM, context, _("Norm changed."))


@needs("cards.norm:write")
def end_norm(request: HttpRequest, pid: str) -> HttpResponseBase:
    """A school's own norm is in force no longer."""
    user: User = request.user  # type: ignore[assignment]
    found = _norm(request, pid)
    page = reverse("cards:norm", args=[pid])
    form = LastDayForm(request.POST or None)

    def deed() -> str:
        actions.end_norm(by=user, norm=found, until=form.cleaned_data["until"])
        return page

    context = {
        "heading": _("End a norm"), "about": found.title, "back": page, "crumb": _("Norms")
    }  # fmt: skip
    return act_once(request, form, deed, FORM, context, _("Norm ended."))


@needs("cards.category:read")
def categories(request: HttpRequest) -> HttpResponse:
    """The categories of the school: those the program brings along, and its own."""
    school, today = request.school, clock.today()  # type: ignore[attr-defined]
    rows = [
        {
            "category": one,
            "lists": [LIST_NAMES[name] for name in lists_of(one)],
            "closed": one.until is not None and one.until < today,
        }
        for one in queries.categories(school).values()
    ]
    may_write = allowed(request, "cards.category:write")
    return render(request, "cards/categories.html", {"rows": rows, "may_write": may_write})


def _category(request: HttpRequest, pid: str, *, own: bool = True) -> Category:
    school = request.school  # type: ignore[attr-defined]
    every = {one.pid: one for one in queries.categories(school).values()}
    found = every.get(pid)
    if found is None or (own and found.school_id is None):
        raise Http404
    return found


@needs("cards.category:read")
def category(request: HttpRequest, pid: str) -> HttpResponse:
    """One category, and what the school has said of it from which day."""
    found = _category(request, pid, own=False)
    school = request.school  # type: ignore[attr-defined]
    said = CategorySetting.objects.filter(school=school, code=found.code)
    context = {
        "category": found,
        "lists": [LIST_NAMES[name] for name in lists_of(found)],
        "said": said.select_related("recorded_by").order_by("-since", "-id"),
        "may_write": allowed(request, "cards.category:write"),
    }
    return render(request, "cards/category.html", context)


@needs("cards.category:write")
def add_category(request: HttpRequest) -> HttpResponseBase:
    """A category of the school's own."""
    user: User = request.user  # type: ignore[assignment]
    school = request.school  # type: ignore[attr-defined]
    form = CategoryForm(request.POST or None)

    def deed() -> str:
        made = actions.add_category(by=user, school=school, fields=form.cleaned_data)
        return reverse("cards:category", args=[made.pid])

    context = {
        "heading": _("Add a category"), "back": reverse("cards:categories"),
        "crumb": _("Categories"),
    }  # fmt: skip
    return act_once(request, form, deed, FORM, context, _("Category added."))


@needs("cards.category:write")
def change_category(request: HttpRequest, pid: str) -> HttpResponseBase:
    """The names of a school's own category, and what it feeds."""
    user: User = request.user  # type: ignore[assignment]
    _category(request, pid)
    found = get_object_or_404(Category, pid=pid, school=request.school)  # type: ignore[attr-defined]
    page = reverse("cards:category", args=[pid])
    form = CategoryForm(request.POST or None, instance=found)

    def deed() -> str:
        actions.change_category(by=user, category=found, fields=form.cleaned_data)
        return page

    context = {"heading": _("Change a category"), "back": page, "crumb": _("Categories")}
    return act_once(request, form, deed, FORM, context, _("Category changed."))


@needs("cards.category:write")
def close_category(request: HttpRequest, pid: str) -> HttpResponseBase:
    """No status of a school's own category begins after a day."""
    user: User = request.user  # type: ignore[assignment]
    found = _category(request, pid)
    page = reverse("cards:category", args=[pid])
    form = LastDayForm(request.POST or None, initial={"until": clock.today()})

    def deed() -> str:
        actions.close_category(by=user, category=found, until=form.cleaned_data["until"])
        return page

    context = {
        "heading": _("Close a category"), "about": found.name(), "back": page,
        "crumb": _("Categories"), "note": _("Statuses that hold go on; new ones do not begin."),
    }  # fmt: skip
    return act_once(request, form, deed, FORM, context, _("Category closed."))


@needs("cards.category:write")
def set_social(request: HttpRequest, pid: str) -> HttpResponseBase:
    """Whether a category counts as a social status, from a day on."""
    user: User = request.user  # type: ignore[assignment]
    school = request.school  # type: ignore[attr-defined]
    found = _category(request, pid, own=False)
    page = reverse("cards:category", args=[pid])
    form = SocialForm(
        request.POST or None,
        initial={"social": "0" if found.social else "1", "since": clock.today()},
    )

    def deed() -> str:
        actions.set_social(by=user, school=school, code=found.code, **form.cleaned_data)
        return page

    context = {
        "heading": _("Social status: yes or no"), "about": found.name(), "back": page,
        "crumb": _("Categories"),
        "note": _("Lists and passports of earlier days keep what counted then."),
    }  # fmt: skip
    return act_once(request, form, deed, FORM, context, _("Saved."))

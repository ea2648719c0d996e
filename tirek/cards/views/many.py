"""One status opened or ended for many pupils: chosen, seen before, done, taken back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tirek.access.asking import day_asked
from tirek.access.doors import needs, tell_door
from tirek.access.models import User
from tirek.access.once import do_once
from tirek.access.refused import Refused
from tirek.cards import actions, queries
from tirek.cards.forms import EndManyForm, OpenManyForm
from tirek.cards.models import Fate, StatusBatch
from tirek.cards.wording import WHYS
from tirek.school.models import Pupil, SchoolClass
from tirek.school.queries import pupils_named, pupils_on, with_class_on
from tirek.schoolyear.queries import year_at
from tirek.web.forms import show_refusal
from tirek.web.parts import Figure

KEY = "cards.status:write"
MOST = 300
NARROWED = ("class", "grade", "category", "q", "pupil")


def _choice(request: HttpRequest) -> dict[str, Any]:
    """The pupils asked for (`class`, `grade`, `category`, `q`, `pupil`), of the day asked for.

    Nothing asked for, nobody shown; at most so many as a person can look through.
    """
    school, user = request.school, request.user  # type: ignore[attr-defined]
    day, day_form = day_asked(request)
    asked = {name: request.GET.get(name, "").strip() for name in NARROWED}
    found: Any = pupils_on(school, day, pupils=Pupil.objects.visible_to(user, KEY))
    if asked["class"]:
        found = found.filter(class_pid=asked["class"])
    if asked["grade"].isascii() and asked["grade"].isdigit():
        found = found.filter(grade=int(asked["grade"][:2]))
    if asked["category"]:
        found = queries.pupils_in(found, [asked["category"]], day)
    if asked["q"]:
        found = pupils_named(found, asked["q"])
    if asked["pupil"]:
        found = found.filter(pid=asked["pupil"])
    pupils = list(found[: MOST + 1]) if any(asked.values()) else []
    classes = SchoolClass.objects.visible_to(user).filter(school_year=year_at(school, day))
    return {
        "day": day,
        "day_form": day_form,
        "asked": asked,
        "narrowed": any(asked.values()),
        "pupils": pupils[:MOST],
        "more": len(pupils) > MOST,
        "classes": classes,
        "grades": range(13),
        "categories": queries.categories(school),
        "whole": request.get_full_path() + ("&" if request.GET else "?") + "all=1",
    }


def _page(
    request: HttpRequest,
    form: forms.Form,
    shown: dict[str, Any],
    fates: Callable[[list[Any]], list[queries.Line]],
    deed: Callable[[list[Any]], StatusBatch],
) -> HttpResponseBase:
    """The form; when it is right, everybody's fate; when that is confirmed, the deed, once."""
    user: User = request.user  # type: ignore[assignment]
    step = request.POST.get("step", "")
    ticked = set(request.POST.getlist("pupils"))
    if request.method == "GET" and ("all" in request.GET or shown["asked"]["pupil"]):
        ticked = {one.pid for one in shown["pupils"]}
    if request.method == "POST" and step != "change" and form.is_valid():
        chosen = [one for one in shown["pupils"] if one.pid in ticked]
        try:
            if step == "apply":
                return redirect(
                    do_once(
                        request.POST.get("form_key"),
                        user,
                        lambda: reverse("cards:batch", args=[deed(chosen).pid]),
                    )
                )
            lines = fates(chosen)
            tell_door(request, count=len(lines))
            shown |= {"form": form, "sent": _sent(request), **_lines(lines)}
            return render(request, "cards/many_preview.html", shown)
        except Refused as refusal:
            show_refusal(form, refusal)
    tell_door(request, count=len(shown["pupils"]))
    codes = queries.codes_by_pupil([one.pk for one in shown["pupils"]], shown["day"])
    names = {code: one.name() for code, one in shown["categories"].items()}
    shown["rows"] = [
        {
            "pupil": one,
            "ticked": one.pid in ticked,
            "tags": [names.get(code, code) for code in codes.get(one.pk, [])],
        }
        for one in shown["pupils"]
    ]
    school = request.school  # type: ignore[attr-defined]
    batches = StatusBatch.objects.visible_to(user).filter(school=school).select_related("by")
    shown["batches"] = [(one, names.get(one.category, one.category)) for one in batches[:5]]
    shown["form"] = form
    return render(request, "cards/many.html", shown)


def _sent(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed, to be sent again with the confirmation."""
    left_out = {"csrfmiddlewaretoken", "form_key", "step"}
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in left_out
        for value in values
    ]


def _lines(lines: list[queries.Line]) -> dict[str, Any]:
    counts = Counter(line.fate for line in lines)
    return {
        "lines": [(one, Fate(one.fate).label, WHYS.get(one.why, "")) for one in lines],
        "figures": _figures(counts),
        "to_do": counts[Fate.APPLIED],
    }


def _figures(counts: Counter[str]) -> list[Figure]:
    return [
        Figure(sum(counts.values()), _("chosen")),
        *(Figure(counts[one], one.label) for one in Fate),
    ]


@needs(KEY, sensitive=True)
def open_many(request: HttpRequest) -> HttpResponseBase:
    """A status begins for many at once."""
    school = request.school  # type: ignore[attr-defined]
    user: User = request.user  # type: ignore[assignment]
    shown = _choice(request)
    form = OpenManyForm(
        request.POST or None,
        initial={"category": request.GET.get("new", ""), "since": request.GET.get("on", "")},
        pupils=shown["pupils"],
        categories=queries.open_categories(school),
        norms=queries.norms(school),
    )

    def fates(pupils: list[Any]) -> list[queries.Line]:
        return queries.fates_of_opening(pupils, form.cleaned_data)

    def deed(pupils: list[Any]) -> StatusBatch:
        return actions.open_many(by=user, school=school, pupils=pupils, fields=form.cleaned_data)

    shown |= {"heading": _("Open one status for several pupils"), "opens": True}
    return _page(request, form, shown, fates, deed)


@needs(KEY, sensitive=True)
def end_many(request: HttpRequest) -> HttpResponseBase:
    """A status ends for many at once."""
    school = request.school  # type: ignore[attr-defined]
    user: User = request.user  # type: ignore[assignment]
    shown = _choice(request)
    form = EndManyForm(
        request.POST or None,
        initial={"category": request.GET.get("category", "")},
        pupils=shown["pupils"],
        categories=shown["categories"],
    )

    def fates(pupils: list[Any]) -> list[queries.Line]:
        said = form.cleaned_data
        return queries.fates_of_ending(pupils, said["category"], said["until"], said["end_on"])

    def deed(pupils: list[Any]) -> StatusBatch:
        said = form.cleaned_data
        return actions.end_many(
            by=user,
            school=school,
            pupils=pupils,
            category=said["category"],
            until=said["until"],
            note=said["note"],
            paper=form.paper,
        )

    shown["heading"] = _("End one status for several pupils")
    return _page(request, form, shown, fates, deed)


def _batch(request: HttpRequest, pid: str) -> StatusBatch:
    school = request.school  # type: ignore[attr-defined]
    seen = StatusBatch.objects.visible_to(request.user).filter(school=school)
    found: StatusBatch = get_object_or_404(
        seen.select_related("school", "by", "taken_back_by"), pid=pid
    )
    return found


@needs(KEY, sensitive=True)
def batch(request: HttpRequest, pid: str) -> HttpResponse:
    """What became of everybody, and the way back."""
    user, found = request.user, _batch(request, pid)
    lines = list(found.lines.order_by("id"))
    seen = Pupil.objects.visible_to(user, KEY).filter(pk__in=[one.pupil_id for one in lines])
    pupils: dict[int, Any] = {one.pk: one for one in with_class_on(seen, day_asked(request)[0])}
    tell_door(request, count=len(pupils))
    categories = queries.categories(found.school)
    shown = {
        "batch": found,
        "name": categories[found.category].name()
        if found.category in categories
        else found.category,
        "figures": _figures(Counter(one.fate for one in lines)),
        "lines": [
            (pupils[one.pupil_id], one, WHYS.get(one.why, ""))
            for one in lines
            if one.pupil_id in pupils
        ],
    }
    return render(request, "cards/batch.html", shown)


@require_POST
@needs(KEY)
def take_back(request: HttpRequest, pid: str) -> HttpResponseBase:
    """The whole is taken back, but for what has been corrected since."""
    user: User = request.user  # type: ignore[assignment]
    found = _batch(request, pid)
    try:
        number = actions.take_back_batch(by=user, batch=found)
        messages.success(request, _("Taken back: %(n)s") % {"n": number})
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("cards:batch", found.pid)

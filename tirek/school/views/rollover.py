"""Carrying classes over into a new year: classes, exceptions by pupil, doing it, the result."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from tirek.access.doors import needs
from tirek.access.models import School, User
from tirek.access.once import do_once
from tirek.access.refused import Refused
from tirek.access.sight import sight_of
from tirek.longwork.actions import start_work
from tirek.school import rollover as rolling
from tirek.school.forms import FirstClassesForm, RollOverClassesForm, RollOverPupilsForm
from tirek.school.models import Pupil, RollOver, SchoolClass
from tirek.school.rollover import Plan
from tirek.school.rules.rollover import LEAVES, Fate
from tirek.web.parts import Figure

KEY = "school.class:write"


def _whole(user: User, school: School) -> None:
    """Carrying over is for those whose classes are the school's, not some grades'."""
    if school.pk not in sight_of(user).whole(KEY):
        raise Http404


@needs(KEY)
def rollover(request: HttpRequest) -> HttpResponseBase:
    """Where each class goes; what was chosen is kept until it is carried out."""
    user: User = request.user  # type: ignore[assignment]
    school = request.school  # type: ignore[attr-defined]
    _whole(user, school)
    done = RollOver.objects.visible_to(user).filter(school=school)
    done = done.exclude(state=RollOver.State.DRAFT).select_related("old_year", "new_year", "by")
    draft = rolling.draft_of(school, user)
    context: dict[str, Any] = {"done": done[:5], "years": rolling.years_of_rollover(school)}
    if draft is None:
        return render(request, "school/rollover.html", context)
    plan = rolling.planned(draft)
    form = RollOverClassesForm(request.POST or None, plan=plan)
    first = FirstClassesForm(request.POST or None, initial={"first": ", ".join(plan.first)})
    if request.method == "POST" and form.is_valid() and first.is_valid():
        rolling.choose(
            by=user, draft=draft, classes=form.cleaned_data, first=first.cleaned_data["first"]
        )
        messages.success(request, _("Saved."))
        return redirect("school:rollover")
    context |= {
        "draft": draft,
        "plan": plan,
        "form": form,
        "first": first,
        "lines": _lines(plan, form),
        "figures": _figures(plan.counts),
        "last_day": rolling.last_day(draft),
    }
    return render(request, "school/rollover.html", context)


def _lines(plan: Plan, form: RollOverClassesForm) -> list[dict[str, Any]]:
    fates: dict[str, Counter[Fate]] = defaultdict(Counter)
    for one in plan.decisions:
        fates[one.pupil.class_pid][one.fate] += 1
    others = (Fate.STAYS, Fate.MOVES, Fate.LEAVES, Fate.UNPLACED, Fate.ALREADY)
    return [
        {
            "class": one,
            "field": form[pid],
            "pupils": fates[pid].total(),
            "apart": [
                (FATES[fate], fates[pid][fate])
                for fate in others
                if fates[pid][fate] and not (fate is Fate.LEAVES and plan.targets[pid] == LEAVES)
            ],
        }
        for pid, one in plan.classes.items()
    ]


def _figures(counts: dict[str, int]) -> list[Figure]:
    return [
        Figure(number=counts["GOES_ON"] + counts["MOVES"], label=_("Go up a grade"), icon="arrows"),
        Figure(number=counts["STAYS"], label=FATES[Fate.STAYS], icon="equal"),
        Figure(number=counts["LEAVES"], label=FATES[Fate.LEAVES], icon="done"),
        Figure(number=counts["UNPLACED"], label=FATES[Fate.UNPLACED], icon="dashed"),
        Figure(number=counts["ALREADY"], label=FATES[Fate.ALREADY], icon="note"),
    ]


FATES = {
    Fate.STAYS: gettext_lazy("Second year in the grade"),
    Fate.MOVES: gettext_lazy("To another class"),
    Fate.LEAVES: gettext_lazy("Leave the school"),
    Fate.UNPLACED: gettext_lazy("Without a class yet"),
    Fate.ALREADY: gettext_lazy("In the new year already"),
}


@needs(KEY)
def of_class(request: HttpRequest, pid: str) -> HttpResponseBase:
    """The pupils of a class who do not go where the others go."""
    user: User = request.user  # type: ignore[assignment]
    school = request.school  # type: ignore[attr-defined]
    _whole(user, school)
    seen = SchoolClass.objects.visible_to(user, KEY).filter(school=school)
    found = get_object_or_404(seen, pid=pid)
    draft = rolling.draft_of(school, user)
    if draft is None or found.school_year_id != draft.old_year_id:
        raise Http404
    plan = rolling.planned(draft)
    mine = [one for one in plan.decisions if one.pupil.class_pid == pid]
    named = Pupil.objects.in_bulk([one.pupil.pid for one in mine], field_name="pid")
    form = RollOverPupilsForm(
        request.POST or None,
        plan=plan,
        usual=plan.targets[pid],
        pupils=[(one, named[one.pupil.pid]) for one in mine if one.fate is not Fate.ALREADY],
        chosen=draft.choices.get("pupils", {}),
    )
    if request.method == "POST" and form.is_valid():
        rolling.choose(by=user, draft=draft, pupils=form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("school:rollover")
    context = {
        "class": found,
        "form": form,
        "target": plan.targets[pid],
        "rows": [(named[name], form[name]) for name in form.fields],
        "already": [(named[one.pupil.pid], one.target) for one in mine if one.fate is Fate.ALREADY],
    }
    return render(request, "school/rollover_class.html", context)


@require_POST
@needs(KEY)
def begin(request: HttpRequest) -> HttpResponseBase:
    """Carry it out."""
    user: User = request.user  # type: ignore[assignment]
    school = request.school  # type: ignore[attr-defined]
    _whole(user, school)
    draft = rolling.draft_of(school, user)
    if draft is None:
        raise Http404
    seen = request.POST.get("seen", "")[:40]
    if rolling.planned(draft).mark != seen:
        messages.warning(request, _("The card index has changed meanwhile: look once more."))
        return redirect("school:rollover")
    deed = partial(_begin, user, draft, seen)
    return redirect(do_once(request.POST.get("form_key"), user, deed))


def _begin(user: User, draft: RollOver, seen: str) -> str:
    draft = rolling.choose(by=user, draft=draft)
    work = start_work(
        by=user,
        school=draft.school,
        kind="rollover",
        title=f"{_('Carry the classes over')}: {draft.new_year}",
        args={"draft": draft.pid, "seen": seen},
    )
    return reverse("longwork:work", args=[work.pid])


@needs(KEY)
def result(request: HttpRequest, pid: str) -> HttpResponseBase:
    """What was carried over, and how to take it back."""
    user: User = request.user  # type: ignore[assignment]
    seen = RollOver.objects.visible_to(user).exclude(state=RollOver.State.DRAFT)
    found = get_object_or_404(seen.select_related("old_year", "new_year", "by"), pid=pid)
    context = {
        "found": found,
        "figures": _figures(found.counts),
        "withdrawn": found.state == RollOver.State.WITHDRAWN,
        "withdrawable": rolling.may_be_taken_back(found),
    }
    return render(request, "school/rollover_result.html", context)


@require_POST
@needs(KEY)
def take_back(request: HttpRequest, pid: str) -> HttpResponseBase:
    """The whole is taken back."""
    user: User = request.user  # type: ignore[assignment]
    seen = RollOver.objects.visible_to(user).exclude(state=RollOver.State.DRAFT)
    found = get_object_or_404(seen, pid=pid)
    try:
        rolling.take_back(by=user, done=found)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Taken back: the pupils are in their former classes."))
    return redirect("school:rollover_result", pid=pid)

"""Filling an act in: whom it is about, its six steps, the summary and signing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tirek.access import clock
from tirek.access.doors import asker, needs
from tirek.access.once import do_once, sent_before
from tirek.access.queries import staff_of
from tirek.access.refused import Refused
from tirek.journal.kinds import kind
from tirek.school.models import Household, HouseholdStay, Pupil
from tirek.school.queries import pupils_named, pupils_on
from tirek.visits.actions import Overtaken, Unfit, draft_act, save_step, sign_act, words_of
from tirek.visits.forms import StepForm
from tirek.visits.models import InspectionAct
from tirek.visits.queries import (
    acts_of,
    card_answers,
    children_of,
    household_pupils,
    last_act,
    outsiders,
)
from tirek.visits.rules.asked import MAIN, Form
from tirek.visits.rules.details import Problem, signing_problems
from tirek.visits.rules.housing import HOUSING
from tirek.visits.rules.property import PROPERTY_CHECK
from tirek.visits.rules.typed import clean, read_day
from tirek.visits.views.seen import (
    beside,
    boxes_of,
    commission,
    recommendations,
    row_code,
    shots_and_signers,
    steps_shown,
    writable,
)
from tirek.visits.wording import label, read_out

MOST_FOUND = 20


@needs("visits.act:write", sensitive=True)
def new(request: HttpRequest) -> HttpResponse:
    """A new act: choose the child, or begin the first step already filled from the card."""
    return _new(request, HOUSING)


@needs("visits.act:write", sensitive=True)
def new_property(request: HttpRequest) -> HttpResponse:
    """A new check of home and property, begun like an act."""
    return _new(request, PROPERTY_CHECK)


def _new(request: HttpRequest, paper: Form) -> HttpResponse:
    user, school = asker(request)
    pupil = _pupil_asked(request)
    if pupil is None:
        return _choose(request, paper)
    day = min(read_day(request.GET.get("on", "")) or clock.today(), clock.today())
    offered = _offered([pupil], request, day)
    chosen = [pupil]
    sent = request.POST if request.method == "POST" else None
    if sent is not None:
        chosen = [one for one in offered if one.pid in sent.getlist("pupils")]
        if (before := sent_before(sent.get("form_key"), user)) is not None:
            return redirect(before)
    answers = card_answers(paper, [pupil], user, day)
    form = StepForm(paper.main, details=answers, on=day, sent=sent)
    if sent is not None and "more" not in sent and not form.problems and form.on:
        try:
            return redirect(_begun(request, paper, form, chosen, form.on))
        except Unfit as unfit:
            form.show(unfit.problems)
        except Refused as refused:
            form.show([Problem(refused.field or "pupils", str(refused))])
    same = acts_of([pupil], user).filter(entry__kind=paper.kind)
    begun = same.filter(entry__state="DRAFT").first()
    last = same.filter(entry__state="DONE", entry__on__lte=day).first()
    context = {
        "title": kind(paper.kind).name,
        "kind": paper.kind,
        "step": paper.main,
        "form": form,
        "steps": steps_shown(paper, form.details, paper.main, None),
        "number": 1,
        "offered": [(one, one in chosen) for one in offered],
        "children": boxes_of(request, school, [pupil]),
        "subject": pupil,
        "row": row_code(request.GET.get("row", "")),
        "begun": begun,
        "last": last,
        "last_lines": recommendations(last),
        "commission": commission(form.details),
        "staff": staff_of(school, day),
        "outsiders": outsiders(school, day),
        "day": day,
    }
    return render(request, "visits/step.html", context)


def _begun(
    request: HttpRequest, paper: Form, form: StepForm, chosen: Sequence[Pupil], on: date
) -> str:
    """Begin the draft with the first step as sent; the same form sent twice begins one."""
    user, _school = asker(request)

    def deed() -> str:
        act = draft_act(by=user, pupils=chosen, on=on, form=paper)
        act = save_step(
            by=user, act=act, step=paper.main, answers=form.answers, on=on, pupils=chosen
        )
        return _after(request, act, 0)

    return do_once(request.POST.get("form_key"), user, deed)


def _pupil_asked(request: HttpRequest) -> Pupil | None:
    """The child of ?pupil=, or the first one of the family of ?household=."""
    _user, school = asker(request)
    visible = Pupil.objects.visible_to(request.user, "visits.act:write").filter(school=school)
    if request.GET.get("pupil"):
        return get_object_or_404(visible, pid=request.GET["pupil"])
    if request.GET.get("household"):
        households = Household.objects.visible_to(request.user, "visits.act:write").filter(
            school=school
        )
        household = get_object_or_404(households, pid=request.GET["household"])
        stays = HouseholdStay.objects.on(clock.today()).known_at().filter(household=household)
        return visible.filter(pk__in=stays.values("pupil_id")).order_by("sort_key", "pk").first()
    return None


def _choose(request: HttpRequest, paper: Form) -> HttpResponse:
    """The page that asks whom the act is about."""
    _user, school = asker(request)
    text = clean(request.GET.get("q", ""))[:100]
    found: list[Any] = []
    if text.strip():
        seen = Pupil.objects.visible_to(request.user, "visits.act:write")
        found = list(pupils_named(pupils_on(school, clock.today(), pupils=seen), text)[:MOST_FOUND])
    kept = {name: request.GET[name] for name in ("row", "on") if request.GET.get(name)}
    context = {"text": text, "found": found, "kept": kept, "title": kind(paper.kind).name}
    return render(request, "visits/new.html", {**context, "kind": paper.kind})


def _offered(children: Sequence[Pupil], request: HttpRequest, day: date) -> list[Pupil]:
    """Whom the act may be about: its children, and those who live with them."""
    seen = set(
        Pupil.objects.visible_to(request.user, "visits.act:write")
        .filter(school=children[0].school)
        .values_list("pk", flat=True)
        .filter(pk__in=[one.pk for one in household_pupils(children[0], day)])
    )
    own = {one.pk for one in children}
    living = household_pupils(children[0], day)
    missing = [one for one in children if one.pk not in {other.pk for other in living}]
    return [one for one in [*living, *missing] if one.pk in seen | own]


@needs("visits.act:write", sensitive=True)
def step(request: HttpRequest, pid: str, code: str) -> HttpResponse:
    """One step of a draft: its answers are kept with every press of a button."""
    act = writable(request, pid)
    paper = act.form
    this = paper.step(code)
    if this is None or not act.is_draft:
        return redirect("visits:act", pid)
    user, _school = asker(request)
    last = last_act(act, user)
    sent = request.POST if request.method == "POST" else None
    form = StepForm(
        this, details=act.details, on=act.entry.on, last=last.details if last else None, sent=sent
    )
    children = children_of(act)
    offered = _offered(children, request, act.entry.on) if this.code == MAIN else []
    chosen = children
    if sent is not None and this.code == MAIN:
        chosen = [one for one in offered if one.pid in sent.getlist("pupils")]
        if not chosen:
            form.show([Problem("pupils", _("State whom the act is about."))])
    if sent is not None and "more" not in sent and not form.problems:
        try:
            act = save_step(
                by=user,
                act=act,
                step=this,
                answers=form.answers,
                mark=form.mark,
                on=form.on,
                pupils=chosen,
            )
            return redirect(_after(request, act, paper.steps.index(this)))
        except Unfit as unfit:
            form.show(unfit.problems)
        except Overtaken:
            act = writable(request, pid)
            form.details = act.details
            form.overtaken()
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("visits:act", pid)
    context = {
        "act": act,
        "title": act.entry.kind_name,
        "kind": paper.kind,
        "step": this,
        "form": form,
        "steps": steps_shown(paper, act.details, this, act),
        "number": paper.steps.index(this) + 1,
        "before": paper.neighbours(this)[0],
        "offered": [(one, one in chosen) for one in offered],
        "subject": children[0],
        "staff": staff_of(act.school, clock.today()) if this.code == MAIN else [],
        "outsiders": outsiders(act.school, clock.today()) if this.code == MAIN else [],
        "day": act.entry.on,
        **beside(request, act, last),
    }
    return render(request, "visits/step.html", context)


def _after(request: HttpRequest, act: InspectionAct, at: int) -> str:
    """Where a kept step leads: on, back, or away to finish later."""
    go = request.POST.get("go", "on")
    if go == "later":
        messages.success(request, _("The draft is saved."))
        return reverse("visits:acts")
    if go == "back" and at > 0:
        return reverse("visits:step", args=[act.pid, act.form.steps[at - 1].code])
    if at + 1 < len(act.form.steps):
        return reverse("visits:step", args=[act.pid, act.form.steps[at + 1].code])
    return reverse("visits:sign", args=[act.pid])


@needs("visits.act:write", sensitive=True)
def sign(request: HttpRequest, pid: str) -> HttpResponse:
    """The whole draft read out, what it still lacks, and the button that signs it."""
    act = writable(request, pid)
    user, _school = asker(request)
    if not act.is_draft:
        return redirect("visits:act", pid)
    problems = signing_problems(act.form, act.entry.on, act.details, today=clock.today())
    refusal = ""
    if request.method == "POST":
        try:
            return _signed(request, act)
        except Unfit as unfit:
            problems = unfit.problems
        except Refused as refused:
            refusal = str(refused)
    asked = request.method == "POST"
    context = {
        "act": act,
        "asked": asked,
        "subject": children_of(act)[0],
        "sections": read_out(act.form, act.details),
        "steps": steps_shown(act.form, act.details, None, act),
        "lacking": [_lack(act.form, problem) for problem in problems],
        "refusal": refusal,
        **beside(request, act, last_act(act, user)),
        **shots_and_signers(act),
    }
    return render(request, "visits/sign.html", context)


def _signed(request: HttpRequest, act: InspectionAct) -> HttpResponseRedirect:
    user, _school = asker(request)

    def deed() -> str:
        sign_act(by=user, act=act)
        return reverse("visits:act", args=[act.pid])

    address = do_once(request.POST.get("form_key"), user, deed)
    messages.success(request, _("The act is signed."))
    return HttpResponseRedirect(address)


def _lack(form: Form, problem: Problem) -> dict[str, str]:
    """A fault with the step it is mended in and the id of its input."""
    at = form.step_of(problem.field)
    asked = next((one for one in at.fields if one.code == problem.field), None)
    name = label(asked) if asked else _("Date of the inspection")
    return {"step": at.code, "words": f"{name}: {words_of(problem)}", "field": problem.field}

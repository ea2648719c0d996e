"""One case: proposed, its steps recorded and annulled."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tirek.access import clock
from tirek.access.asking import act_once, allowed
from tirek.access.doors import asker, needs, tell_door
from tirek.cards.models import StatusPeriod
from tirek.prevention import actions, queries
from tirek.prevention.forms import STEP_FORMS, EarlierForm, ProposeForm, ReasonForm
from tirek.prevention.models import Case, Step
from tirek.prevention.views.register import PROPOSE, READ, WRITE
from tirek.prevention.wording import due_name, ground_name, step_facts, step_name
from tirek.school.models import Pupil
from tirek.school.queries import pupils_named, with_class_on

MARK = "prevention.case:mark"
FOUND_AT_MOST = 12


def page_of(case: Case) -> str:
    """The address of a case."""
    return reverse("prevention:case", args=[case.pid])


def case_seen(request: HttpRequest, pid: str, key: str) -> Case:
    """The case, if the user sees its pupil by this key; else 404."""
    seen = Case.objects.visible_to(request.user, key).select_related("school", "pupil__school")
    return get_object_or_404(seen, pid=pid, school=request.school)  # type: ignore[attr-defined]


@needs(PROPOSE, sensitive=True)
def propose(request: HttpRequest) -> HttpResponseBase:
    """Propose to place a pupil: `?pupil=`, or found by name."""
    school: Any = request.school  # type: ignore[attr-defined]
    seen: Any = Pupil.objects.visible_to(request.user, PROPOSE).filter(
        school=school, erased_on__isnull=True
    )
    today, user = clock.today(), asker(request)[0]
    if not (pid := request.GET.get("pupil", "")):
        text = request.GET.get("q", "").strip()[:100]
        found = pupils_named(with_class_on(seen, today), text) if len(text) > 1 else seen.none()
        shown = {"text": text, "found": list(found[:FOUND_AT_MOST])}
        return render(request, "prevention/seek.html", shown)
    child = get_object_or_404(seen.select_related("school"), pid=pid)
    named = {code: ground_name(code) for code in queries.grounds_on(school, today)}
    form = ProposeForm(
        request.POST or None,
        initial={"on": today, "who": user.full_name},
        grounds=named.items(),
    )

    def deed() -> str:
        said = form.cleaned_data
        made = actions.propose(by=user, pupil=child, ground=said["ground"], fields=said)
        if Case.objects.visible_to(user).filter(pk=made.pk).exists():
            return page_of(made)
        return reverse("prevention:register")

    context = {
        "heading": _("Propose for the register"),
        "sub": child.full_name,
        "back": reverse("prevention:register"),
    }
    return act_once(request, form, deed, "prevention/form.html", context, _("Proposed."))


@needs(WRITE, sensitive=True)
def earlier(request: HttpRequest, pid: str) -> HttpResponseBase:
    """A child on the register since before: its case is entered with the old decision."""
    school: Any = request.school  # type: ignore[attr-defined]
    seen = Pupil.objects.visible_to(request.user, WRITE).filter(school=school)
    held = StatusPeriod.objects.known_at().filter(pupil__in=seen, category=queries.CATEGORY)
    status: Any = get_object_or_404(held.select_related("pupil__school"), pid=pid)
    since = status.since or clock.today()
    named = {code: ground_name(code) for code in queries.grounds_on(school, since)}
    form = EarlierForm(
        request.POST or None, initial={"number": status.basis_number}, grounds=named.items()
    )

    def deed() -> str:
        made = actions.enter_earlier(by=asker(request)[0], status=status, **form.cleaned_data)
        return page_of(made)

    context = {
        "heading": _("Enter the earlier decision"),
        "sub": f"{status.pupil.full_name}, {since:%d.%m.%Y}",
        "back": reverse("prevention:register"),
    }
    return act_once(request, form, deed, "prevention/form.html", context, _("Saved."))


@needs(READ, sensitive=True)
@require_safe
def case(request: HttpRequest, pid: str) -> HttpResponse:
    """A case: what happened, the individual plan, what is due."""
    one = case_seen(request, pid, READ)
    tell_door(request, one)
    today = clock.today()
    found = queries.progress(Case.objects.filter(pk=one.pk), one.school, today)[0]
    may_write = allowed(request, WRITE)
    shown = {
        "case": one,
        "progress": found,
        "regime": queries.regime_name(one),
        "ground": ground_name(one.ground),
        "steps": [{"step": step, "facts": step_facts(step)} for step in reversed(found.steps)],
        "next": [(kind.lower(), step_name(kind)) for kind in found.open if step_name(kind)],
        "due": [(due_name(due.what), due) for due in found.clocks],
        "may_write": may_write,
        "may_mark": allowed(request, MARK),
        "today": today,
    }
    return render(request, "prevention/case.html", shown)


@needs(WRITE, sensitive=True)
def step(request: HttpRequest, pid: str, kind: str) -> HttpResponseBase:
    """The next step of a case that is no decision."""
    one, kind = case_seen(request, pid, WRITE), kind.upper()
    if kind not in STEP_FORMS:
        raise Http404
    form = STEP_FORMS[kind](request.POST or None, initial={"on": clock.today()})

    def deed() -> str:
        actions.add_step(by=asker(request)[0], case=one, kind=kind, fields=form.cleaned_data)
        return page_of(one)

    context = {"heading": step_name(kind), "sub": one.pupil.full_name, "back": page_of(one)}
    return act_once(request, form, deed, "prevention/form.html", context, _("Step recorded."))


@needs(WRITE, sensitive=True)
def annul(request: HttpRequest, pid: str) -> HttpResponseBase:
    """The last step was a mistake: it counts no more, and the card goes back with it."""
    seen = Case.objects.visible_to(request.user, WRITE).filter(
        school=request.school  # type: ignore[attr-defined]
    )
    steps = Step.objects.filter(case__in=seen).select_related("case__pupil", "entry", "matter")
    one: Any = get_object_or_404(steps, pid=pid)
    form = ReasonForm(request.POST or None)

    def deed() -> str:
        actions.annul_step(by=asker(request)[0], step=one, **form.cleaned_data)
        return page_of(one.case)

    context = {
        "heading": _("Annul a step"),
        "sub": f"{one.get_kind_display()}, {one.on:%d.%m.%Y}",
        "back": page_of(one.case),
    }
    return act_once(request, form, deed, "prevention/form.html", context, _("Step annulled."))

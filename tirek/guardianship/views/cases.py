"""One case: opened, its steps recorded, corrected and annulled, its letter, its child's card."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tirek.access import clock
from tirek.access.asking import act_once, allowed
from tirek.access.doors import needs, tell_door
from tirek.access.models import User
from tirek.cards.queries import kin_of
from tirek.guardianship import actions, queries
from tirek.guardianship.documents import letter_paper
from tirek.guardianship.forms import (
    STEP_FORMS,
    FoundChildForm,
    FoundForm,
    PlacedForm,
    PupilForm,
    ReasonForm,
)
from tirek.guardianship.models import Case, Step, StepKind
from tirek.guardianship.views.register import READ, WRITE, file_answer
from tirek.guardianship.wording import step_facts, step_name
from tirek.school.models import HouseholdMember, Pupil
from tirek.school.queries import household_of, pupils_named, with_class_on
from tirek.web.files import language_asked

FOUND_AT_MOST = 12


def _page(case: Case) -> str:
    return reverse("guardianship:case", args=[case.pid])


def _case(request: HttpRequest, pid: str, key: str) -> Case:
    seen = Case.objects.visible_to(request.user, key).select_related("school", "pupil__school")
    return get_object_or_404(seen, pid=pid, school=request.school)  # type: ignore[attr-defined]


def _named(request: HttpRequest) -> tuple[str, list[Any]]:
    """The name searched for, and the pupils found."""
    text = request.GET.get("q", "").strip()[:100]
    seen: Any = Pupil.objects.visible_to(request.user, WRITE).filter(
        school=request.school,  # type: ignore[attr-defined]
        erased_on__isnull=True,
    )
    found = pupils_named(with_class_on(seen, clock.today()), text) if len(text) > 1 else seen.none()
    return text, list(found[:FOUND_AT_MOST])


@needs(WRITE, sensitive=True)
def new(request: HttpRequest) -> HttpResponseBase:
    """A child without care was found: a pupil (`?pupil=`, or found by name), or another child."""
    user: User = request.user  # type: ignore[assignment]
    school: Any = request.school  # type: ignore[attr-defined]
    child = None
    if pid := request.GET.get("pupil", ""):
        seen: Any = Pupil.objects.visible_to(user, WRITE).select_related("school")
        child = get_object_or_404(seen, pid=pid, school=school)
    kind: type[forms.Form] = FoundForm if child else FoundChildForm
    form = kind(request.POST or None, initial={"on": clock.today()})

    def deed() -> str:
        said = form.cleaned_data
        made = actions.open_case(by=user, school=school, pupil=child, child=said, fields=said)
        return _page(made)

    text, found = _named(request)
    context = {"pupil": child, "text": text, "found": found}
    return act_once(request, form, deed, "guardianship/new.html", context, _("Case opened."))


@needs(READ, sensitive=True)
@require_safe
def case(request: HttpRequest, pid: str) -> HttpResponse:
    """A case: its steps in time, what is to be done next, what was corrected."""
    one = _case(request, pid, READ)
    tell_door(request, one)
    records, today = queries.history(one), clock.today()
    days = queries.terms_of(one.school).notify_days
    found = queries.progress_of(one, [s for s in records if s.believed], days, today)
    may_write = allowed(request, WRITE)
    shown = {
        "case": one,
        "progress": found,
        "steps": [{"step": step, "facts": step_facts(step)} for step in reversed(found.steps)],
        "before": [one for one in records if not one.believed],
        "next": [(kind, step_name(kind)) for kind in found.open],
        "wards": queries.wards_of(one.pupil, today)[0] if one.pupil else [],
        "days": days,
        "today": today,
        "may_write": may_write,
        "may_see": one.pupil is not None and allowed(request, "school.pupil:read"),
    }
    return render(request, "guardianship/case.html", shown)


def _members(case: Case) -> Any:
    """Those who may be chosen as the guardian: the family's members, and the child's kin."""
    if case.pupil is None:
        return HouseholdMember.objects.none()
    home = household_of(case.pupil, clock.today())
    kin = kin_of(case.pupil, clock.today()).values("member_id")
    return HouseholdMember.objects.filter(household=home) | HouseholdMember.objects.filter(
        pk__in=kin
    )


@needs(WRITE, sensitive=True)
def step(request: HttpRequest, pid: str, kind: str) -> HttpResponseBase:
    """The next step of a case."""
    user: User = request.user  # type: ignore[assignment]
    one, kind = _case(request, pid, WRITE), kind.upper()
    if kind not in STEP_FORMS or kind == StepKind.IDENTIFIED:
        raise Http404
    initial: dict[str, Any] = {"on": clock.today()}
    if kind == StepKind.NOTIFIED:
        initial["who"] = queries.terms_of(one.school).body
    form: forms.Form
    if kind == StepKind.PLACED:
        members, card = _members(one), one.pupil is not None
        form = PlacedForm(request.POST or None, initial=initial, members=members, card=card)
    else:
        form = STEP_FORMS[kind](request.POST or None, initial=initial)
        if kind == StepKind.CLOSED and one.pupil is None:
            del form.fields["end"]

    def deed() -> str:
        said = dict(form.cleaned_data)
        if kind == StepKind.PLACED:
            actions.place_child(by=user, case=one, fields=said)
        elif kind == StepKind.CLOSED:
            actions.close_case(by=user, case=one, end=bool(said.pop("end", False)), fields=said)
        else:
            actions.add_step(by=user, case=one, kind=kind, fields=said)
        return _page(one)

    context = {
        "case": one,
        "heading": step_name(kind),
        "letter": kind == StepKind.NOTIFIED,
        "progress": queries.progress_of(
            one,
            list(Step.objects.known_at().filter(case=one)),
            queries.terms_of(one.school).notify_days,
            clock.today(),
        ),
    }
    return act_once(request, form, deed, "guardianship/step.html", context, _("Step recorded."))


def _step(request: HttpRequest, pid: str) -> Step:
    seen = Case.objects.visible_to(request.user, WRITE).filter(
        school=request.school  # type: ignore[attr-defined]
    )
    steps = Step.objects.filter(case__in=seen)
    found: Step = get_object_or_404(
        steps.select_related("case__school", "case__pupil__school", "kin__member", "status"),
        pid=pid,
    )
    return found


@needs(WRITE, sensitive=True)
def correct(request: HttpRequest, pid: str) -> HttpResponseBase:
    """A step was recorded wrong: a new record takes its place, the old one stays."""
    user: User = request.user  # type: ignore[assignment]
    one = _step(request, pid)
    initial = {name: getattr(one, name) for name in actions.FIELDS}
    form = STEP_FORMS[one.kind](request.POST or None, initial=initial)
    if "end" in form.fields:
        del form.fields["end"]
    if one.kin_id:
        del form.fields["who"], form.fields["placement"]

    def deed() -> str:
        actions.correct_step(by=user, step=one, fields=form.cleaned_data)
        return _page(one.case)

    context = {
        "case": one.case,
        "heading": _("Correct a step"),
        "sub": one.get_kind_display(),
        "note": _("The old record is kept: what was believed before can still be shown."),
        "card": bool(one.kin_id or one.status_id),
    }
    return act_once(request, form, deed, "guardianship/step.html", context, _("Step corrected."))


@needs(WRITE, sensitive=True)
def annul(request: HttpRequest, pid: str) -> HttpResponseBase:
    """A step recorded by mistake: it counts no more, and stays in the history."""
    user: User = request.user  # type: ignore[assignment]
    one, form = _step(request, pid), ReasonForm(request.POST or None)

    def deed() -> str:
        actions.annul_step(by=user, step=one, **form.cleaned_data)
        return _page(one.case)

    context = {
        "case": one.case,
        "heading": _("Annul a step"),
        "sub": f"{one.get_kind_display()}, {one.on:%d.%m.%Y}",
        "note": _("Without its discovery the whole case counts no more.")
        if one.kind == StepKind.IDENTIFIED
        else "",
        "card": bool(one.kin_id),
    }
    return act_once(request, form, deed, "guardianship/step.html", context, _("Step annulled."))


@needs(WRITE, sensitive=True)
def link(request: HttpRequest, pid: str) -> HttpResponseBase:
    """The child of the case has become a pupil: which one."""
    user: User = request.user  # type: ignore[assignment]
    one = _case(request, pid, WRITE)
    text, found = _named(request)
    ids = [pupil.pk for pupil in found]
    if sent := request.POST.get("pupil"):
        seen: Any = Pupil.objects.visible_to(user, WRITE)
        ids = list(seen.filter(pid=sent, school=one.school).values_list("pk", flat=True))
    form = PupilForm(request.POST or None, pupils=Pupil.objects.filter(pk__in=ids))

    def deed() -> str:
        actions.link_pupil(by=user, case=one, pupil=form.cleaned_data["pupil"])
        return _page(one)

    context = {"case": one, "text": text, "found": found}
    return act_once(request, form, deed, "guardianship/link.html", context, _("Saved."))


@needs(READ, sensitive=True, thing="guardianship.letter")
@require_safe
def letter(request: HttpRequest, pid: str, ending: str) -> HttpResponse:
    """The letter to the guardianship body, as Word or PDF."""
    one = _case(request, pid, READ)
    tell_door(request, one)
    if ending not in ("docx", "pdf"):
        raise Http404
    return file_answer(letter_paper(one, language_asked(request), clock.today()), ending)

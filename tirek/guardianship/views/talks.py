"""Talks with guardians: recorded, read, corrected, annulled; checks are read here too."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tirek.access import clock
from tirek.access.asking import act_once
from tirek.access.doors import needs, tell_door
from tirek.access.models import User
from tirek.access.roles import DOORS
from tirek.access.sight import may, sight_of
from tirek.cards.queries import kin_of
from tirek.guardianship import actions, queries
from tirek.guardianship.actions.talks import OF_CHECK, OF_TALK
from tirek.guardianship.childfile import details_facts
from tirek.guardianship.forms import CheckForm, ReasonForm, TalkForm
from tirek.guardianship.models import READ, Check, Talk
from tirek.guardianship.queries import CHECK, TALK
from tirek.journal.actions import annul_entry
from tirek.journal.kinds import CLASS, SCHOOL
from tirek.journal.models import Entry, State
from tirek.journal.queries import about_seen, chain_of, pupils_due
from tirek.journal.writers import roles_writing
from tirek.school.models import HouseholdMember, Pupil
from tirek.school.queries import pupils_named, pupils_on

MOST = 100
FORM = "guardianship/talk_form.html"
# What the desk says about the plan row for which the form was opened.
KEPT = ("row", "unit", "until", "next", "on")


def _writers() -> frozenset[str]:
    """The roles that may record a talk and open cards."""
    return roles_writing(TALK) & set(DOORS["school.pupil:read"])


def _pupils(request: HttpRequest) -> Any:
    seen = Pupil.objects.visible_to(request.user, _writers())
    return seen.filter(school=request.school)  # type: ignore[attr-defined]


def _back(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else ""


@needs("journal.entry:write", sensitive=True)
def talk_with(request: HttpRequest) -> HttpResponseBase:
    """A talk with a guardian: choose the child, or write what was said (`?pupil=`)."""
    user: User = request.user  # type: ignore[assignment]
    school: Any = request.school  # type: ignore[attr-defined]
    if not sight_of(user).roles(school.pk) & roles_writing(TALK):
        raise PermissionDenied
    kept = {name: request.GET[name] for name in KEPT if request.GET.get(name)}
    if not (pid := request.GET.get("pupil", "")):
        return _choose(request, kept)
    child = get_object_or_404(_pupils(request).select_related("school"), pid=pid)
    today = clock.today()
    kin = list(kin_of(child, today))
    first = next((one for one in kin if one.kinship in queries.GUARDIANS), None)
    legal = next((one for one in kin if one.legal), None)
    spoken = one.member if (one := first or legal) else None
    others = queries.wards_with(first, user, today, _writers()) if first else []
    pupils = {one.pid: one for one in [child, *others]}
    form = TalkForm(
        request.POST or None,
        initial={"on": today, "guardian": spoken, "pupils": [child.pid]},
        members=HouseholdMember.objects.filter(pk__in=[one.member_id for one in kin]),
        pupils=[(one.pid, one.short_name) for one in pupils.values()],
    )

    def deed() -> str:
        said = form.cleaned_data
        chosen = [pupils[one] for one in said.get("pupils") or [child.pid]]
        named = [kept["row"][:20]] if kept.get("unit") in (SCHOOL, CLASS) and "row" in kept else []
        entry = actions.record_talk(by=user, school=school, pupils=chosen, fields=said, rows=named)
        return _back(request) or reverse("guardianship:talk", args=[entry.pid])

    context = {
        "pupil": child,
        "heading": _("Talk with the guardian"),
        "back": _back(request) or reverse("cards:pupil", args=[child.pid]),
        "no_kin": not kin,
    }
    return act_once(request, form, deed, FORM, context, _("Talk recorded."))


def _choose(request: HttpRequest, kept: dict[str, str]) -> HttpResponse:
    """The wards one sees, those for whom the row of the plan is due, and those found by name."""
    school: Any = request.school  # type: ignore[attr-defined]
    today = clock.today()
    text = request.GET.get("q", "").strip()[:100]
    pupils: Any = pupils_on(school, today, pupils=_pupils(request))
    wards = queries.guardians(today).filter(pupil__in=pupils.order_by().values("pk"))
    due = pupils_due(school, kept["row"][:20], today) if "row" in kept else frozenset()
    if len(text) > 1:
        listed: Any = pupils_named(pupils, text)
    else:
        listed = pupils.filter(pk__in=due or wards.values("pupil_id"))
    found: list[Any] = list(listed[:MOST])
    shown = {
        "found": found,
        "text": text,
        "kept": kept,
        "query": urlencode(kept),
    }
    tell_door(request, count=len(found))
    return render(request, "guardianship/choose.html", shown)


def _entry(request: HttpRequest, pid: str) -> Entry:
    seen = Entry.objects.visible_to(request.user).select_related(
        "school", "author", "replaces", "annulled_by"
    )
    found = about_seen(seen.filter(kind=TALK), request.user)
    one: Entry = get_object_or_404(found, pid=pid)
    return one


def _details(entry: Entry) -> Talk | Check | None:
    kept: Any = Check if entry.topic == CHECK else Talk
    found: Talk | Check | None = kept.objects.filter(entry=entry).select_related("guardian").first()
    return found


def _may_read(user: Any, entry: Entry) -> bool:
    """Of a check others know only that it took place; a talk is read as the journal says."""
    if entry.topic == CHECK:
        return may(user, READ, entry.school_id) and entry.reached_by(user, DOORS[READ])
    return entry.open_to(user)


def _may_change(user: Any, entry: Entry) -> bool:
    if entry.state == State.ANNULLED or not _may_read(user, entry):
        return False
    if entry.topic == CHECK:
        return may(user, "guardianship.case:write", entry.school_id)
    return may(user, "journal.entry:write", entry.school_id) and (
        entry.author_id == user.pk or entry.reached_by(user, roles_writing(TALK))
    )


@needs("journal.entry:read", sensitive=True)
@require_safe
def talk(request: HttpRequest, pid: str) -> HttpResponse:
    """A talk or a check: with whom, what was said or found, what was agreed."""
    user: Any = request.user
    entry = _entry(request, pid)
    chain = chain_of(entry)
    open_ = _may_read(user, entry)
    details = _details(entry) if open_ else None
    tell_door(request, entry)
    shown = {
        "entry": entry,
        "facts": details_facts(details) if details else [],
        "is_check": entry.topic == CHECK,
        "open": open_,
        "newest": chain[-1],
        "may_change": _may_change(user, entry) and chain[-1] == entry,
    }
    return render(request, "guardianship/talk.html", shown)


@needs("journal.entry:write", sensitive=True)
def correct(request: HttpRequest, pid: str) -> HttpResponseBase:
    """What was written of a talk or a check was wrong: a new record takes its place."""
    user: User = request.user  # type: ignore[assignment]
    entry = _changed(request, pid)
    details = _details(entry)
    child = next((link.pupil for link in entry.about_pupils.all()), None)
    kin = kin_of(child, clock.today()) if child else ()
    ids = {one.member_id for one in kin}
    if details and details.guardian_id:
        ids.add(details.guardian_id)
    said = {name: getattr(details, name) for name in _names(entry)} if details else {}
    kind: Any = CheckForm if entry.topic == CHECK else TalkForm
    form: forms.Form = kind(
        request.POST or None,
        initial={**said, "guardian": getattr(details, "guardian", None), "on": entry.on}
        | {"text": entry.text},
        members=HouseholdMember.objects.filter(pk__in=ids),
        pupils=(),
    )
    act = actions.correct_check if entry.topic == CHECK else actions.correct_talk

    def deed() -> str:
        made = act(by=user, entry=entry, fields=form.cleaned_data)
        return reverse("guardianship:talk", args=[made.pid])

    context = {
        "pupil": child,
        "heading": _("Correct the record"),
        "back": reverse("guardianship:talk", args=[entry.pid]),
        "note": _("The old record is kept: what was believed before can still be shown."),
    }
    return act_once(request, form, deed, FORM, context, _("Corrected."))


def _names(entry: Entry) -> tuple[str, ...]:
    return OF_CHECK if entry.topic == CHECK else OF_TALK


def _changed(request: HttpRequest, pid: str) -> Entry:
    entry = _entry(request, pid)
    if not _may_change(request.user, entry):
        raise PermissionDenied
    return entry


@needs("journal.entry:write", sensitive=True)
def annul(request: HttpRequest, pid: str) -> HttpResponseBase:
    """A talk or a check recorded by mistake: it counts no more, and stays to be seen."""
    user: User = request.user  # type: ignore[assignment]
    entry, form = _changed(request, pid), ReasonForm(request.POST or None)

    def deed() -> str:
        annul_entry(by=user, entry=entry, **form.cleaned_data)
        return reverse("guardianship:talk", args=[entry.pid])

    context = {
        "pupil": next((link.pupil for link in entry.about_pupils.all()), None),
        "heading": _("Annul the record"),
        "back": reverse("guardianship:talk", args=[entry.pid]),
        "note": f"{entry.topic_name or entry.kind_name}, {entry.on:%d.%m.%Y}",
    }
    return act_once(request, form, deed, FORM, context, _("Annulled."))

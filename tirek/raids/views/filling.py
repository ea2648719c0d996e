"""Filling a raid: each address, signing; correcting and annulling ask for a reason."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from tirek.access import clock
from tirek.access.asking import act_once
from tirek.access.doors import asker, needs, tell_door
from tirek.raids import actions
from tirek.raids.forms import ReasonForm, SignForm, StopForm
from tirek.raids.models import WRITE, Raid
from tirek.raids.views.reading import counts
from tirek.raids.views.seen import lines, writable, writable_stop


@needs(WRITE, sensitive=True)
def stop(request: HttpRequest, pid: str) -> HttpResponseBase:
    """What came of one address; then the next one that is not filled in yet."""
    one, (user, _school) = writable_stop(request, pid), asker(request)
    raid = one.raid
    if not raid.is_draft:
        return redirect("raids:raid", raid.pid)
    tell_door(request, raid)
    start = {name: getattr(one, name) for name in StopForm.base_fields}
    form = StopForm(request.POST or None, initial=start)

    def deed() -> str:
        actions.fill_stop(by=user, stop=one, fields=form.cleaned_data)
        left = raid.stops.filter(result="", place__gt=one.place).exclude(pk=one.pk).first()
        if left is not None and request.POST.get("go") == "next":
            return reverse("raids:stop", args=[left.pid])
        return reverse("raids:plan", args=[raid.pid])

    context = {
        "raid": raid,
        "line": next(line for line in lines(raid) if line.stop.pk == one.pk),
        "total": raid.stops.count(),
    }
    return act_once(request, form, deed, "raids/stop.html", context, _("Saved."))


@needs(WRITE, sensitive=True)
def sign(request: HttpRequest, pid: str) -> HttpResponseBase:
    """Look through what was written, say the day, sign."""
    one, (user, _school) = writable(request, pid), asker(request)
    if not one.is_draft:
        return redirect("raids:raid", pid)
    tell_door(request, one)
    form = SignForm(request.POST or None, initial={"on": min(one.day, clock.today())})

    def deed() -> str:
        signed = actions.sign_raid(by=user, raid=one, on=form.cleaned_data["on"])
        return reverse("raids:raid", args=[signed.pid])

    context = {"raid": one, "lines": lines(one), "counts": counts(one)}
    return act_once(request, form, deed, "raids/sign.html", context, _("The raid is signed."))


@needs(WRITE, sensitive=True)
def correct(request: HttpRequest, pid: str) -> HttpResponseBase:
    """Ask why, then open a new draft that says the same."""
    one, (user, _school) = writable(request, pid), asker(request)
    tell_door(request, one)
    form = ReasonForm(request.POST or None)

    def deed() -> str:
        draft = actions.correct_raid(by=user, raid=one, **form.cleaned_data)
        return reverse("raids:plan", args=[draft.pid])

    context = _asked(one, "correct", _("Correct the raid"))
    done = _("The correction is open: sign it when it is ready.")
    return act_once(request, form, deed, "raids/reason.html", context, done)


@needs(WRITE, sensitive=True)
def annul(request: HttpRequest, pid: str) -> HttpResponseBase:
    """Ask why, then annul the raid or lay the draft aside."""
    one, (user, _school) = writable(request, pid), asker(request)
    tell_door(request, one)
    form = ReasonForm(request.POST or None)

    def deed() -> str:
        actions.annul_raid(by=user, raid=one, **form.cleaned_data)
        return reverse("raids:raid", args=[one.pid])

    aside = one.is_draft
    heading = _("Lay the draft aside") if aside else _("Annul the raid")
    done = _("The draft is laid aside.") if aside else _("The raid is annulled.")
    return act_once(request, form, deed, "raids/reason.html", _asked(one, "annul", heading), done)


def _asked(raid: Raid, way: str, heading: str) -> dict[str, object]:
    return {"raid": raid, "way": way, "heading": heading}

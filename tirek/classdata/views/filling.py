"""The form of a class: filled on one page, kept, handed in, taken back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tirek.access import clock
from tirek.access.doors import asker, needs, tell_door
from tirek.access.once import do_once
from tirek.access.refused import Refused
from tirek.cards.models import Kin
from tirek.classdata import actions, queries
from tirek.classdata.forms import Sheet
from tirek.classdata.views.seen import class_seen, form_seen
from tirek.school.models import SchoolClass


@needs("classdata.form:write")
@require_safe
def new(request: HttpRequest) -> HttpResponse:
    """Opened from the desk: to the form of the class named, of the only own class, or the list."""
    day = clock.today()
    user, school = asker(request)
    mine = SchoolClass.objects.visible_to(user, "classdata.form:write").filter(
        school=school, school_year__starts_on__lte=day, school_year__ends_on__gte=day
    )
    asked = request.GET.get("class", "")
    found = list((mine.filter(pid=asked) if asked else mine)[:2])
    if len(found) == 1:
        return redirect("classdata:fill", found[0].pid)
    return redirect("classdata:forms")


@needs("classdata.form:write", sensitive=True)
def fill(request: HttpRequest, pid: str) -> HttpResponseBase:
    """One page for the class: for each pupil what the card says and what has changed."""
    user, _school = asker(request)
    school_class, day = class_seen(request, pid, "classdata.form:write"), clock.today()
    pupils = queries.pupils_of_form(school_class, user, day)
    cards = queries.cards_of(school_class.school, user, pupils, day)
    names = queries.named(school_class)
    offered = queries.proposable(names)
    draft = queries.draft_of(school_class)
    sent = request.POST if request.method == "POST" else None
    sheet = Sheet(pupils, cards, draft.said if draft else {}, offered, sent)
    refusal = ""
    if sent is not None and sent.get("go") and pupils and sheet.check(day):
        submit = sent.get("go") == "submit"
        if submit and sent.get("rest"):
            sheet.say_same()

        def deed() -> str:
            form = actions.save_form(
                by=user, school_class=school_class, said=sheet.said, version=_version(sent)
            )
            if not submit:
                return reverse("classdata:fill", args=[pid])
            actions.submit_form(by=user, form=form)
            return reverse("classdata:form", args=[form.pid])

        try:
            address = do_once(sent.get("form_key"), user, deed)
        except Refused as refused:
            refusal = str(refused)
        else:
            done = _("The form is handed in.") if submit else _("The draft is saved.")
            messages.success(request, done)
            return redirect(address)
    tell_door(request, school_class, len(pupils))
    shown = {
        "class": school_class,
        "day": day,
        "sheet": sheet,
        "refusal": refusal,
        "draft": draft,
        "version": draft.version if draft else 0,
        "rest": bool(sent and sent.get("rest")),
        "kinds_of_kin": Kin.choices,
        "held_names": {code: one.name() for code, one in names.items()},
        "round": queries.last_round(school_class.school_year),
    }
    return render(request, "classdata/fill.html", shown)


def _version(sent: Any) -> int:
    typed = str(sent.get("version", ""))
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 0


@needs("classdata.form:write")
@require_POST
def take_back(request: HttpRequest, pid: str) -> HttpResponse:
    """The form was handed in too early: it is a draft again."""
    user, _school = asker(request)
    form = form_seen(request, pid, "classdata.form:write")

    def deed() -> str:
        actions.take_back_form(by=user, form=form)
        return reverse("classdata:fill", args=[form.school_class.pid])

    try:
        address = do_once(request.POST.get("form_key"), user, deed)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("classdata:form", pid)
    messages.success(request, _("The form is taken back and may be changed."))
    return redirect(address)

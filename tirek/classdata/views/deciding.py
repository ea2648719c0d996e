"""A form that was handed in: side by side with the cards, decided line by line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from tirek.access import clock
from tirek.access.asking import act_once, allowed
from tirek.access.doors import asker, needs, tell_door
from tirek.access.once import do_once
from tirek.access.refused import Refused
from tirek.cards.queries import categories, norms
from tirek.classdata import actions, queries
from tirek.classdata.forms import AddressForm, DeclineForm, JoinForm, LastDayForm, StatusForm
from tirek.classdata.models import FormLine
from tirek.classdata.rules import said as rules
from tirek.classdata.views.seen import form_seen, line_seen, lines_shown
from tirek.classdata.wording import card_text, said_text
from tirek.web.parts import Figure


@needs("classdata.form:read", sensitive=True)
@require_safe
def form(request: HttpRequest, pid: str) -> HttpResponse:
    """Said by the teacher | on the card | decided."""
    user, _school = asker(request)
    found = form_seen(request, pid)
    lines = lines_shown(found, user)
    counts = dict.fromkeys(FormLine.State.values, 0)
    for one in lines:
        counts[one["line"].state] += 1
    may_decide = allowed(request, "classdata.form:decide") and found.entry is not None
    tell_door(request, found)
    shown = {
        "form": found,
        "lines": lines,
        "annulled": found.entry is not None and found.entry.annulled_at is not None,
        "figures": [
            Figure(counts["WAITING"], pgettext("lines", "wait"), icon="ring"),
            Figure(counts["ACCEPTED"], pgettext("lines", "accepted"), icon="done"),
            Figure(counts["DECLINED"], pgettext("lines", "declined"), icon="cross"),
            Figure(len(found.said) - len({x["line"].pupil_id for x in lines}), _("unchanged")),
        ],
        "may_decide": may_decide,
        "plain": sum(one["waits"] and one["line"].plain for one in lines),
        "may_take_back": counts["ACCEPTED"] + counts["DECLINED"] == 0
        and allowed(request, "classdata.form:write"),
    }
    return render(request, "classdata/form.html", shown)


@needs("classdata.form:decide", sensitive=True)
def accept(request: HttpRequest, pid: str) -> HttpResponseBase:
    """A line is right: the card is changed by it, with the basis where one is asked."""
    line = line_seen(request, pid)
    user, _school = asker(request)
    quick = "quick" in request.POST and line.plain
    asked = forms.Form(request.POST) if quick else _asked(line, request.POST or None)

    def deed() -> str:
        fields = dict(asked.cleaned_data)
        if quick:
            fields["whole_family"] = actions.whole_family(line)
        if line.what == rules.OPENED:
            fields["category"] = line.said.get("category", "")
        actions.accept_line(by=user, line=line, fields=fields)
        return _page(line)

    heading, done = _("Accept into the card"), _("The line is accepted; the card is changed.")
    context = _context(line, user, heading=heading, button=_("Accept"), accepting=True)
    return _decided(request, line, asked, deed, context, done)


@needs("classdata.form:decide", sensitive=True)
def decline(request: HttpRequest, pid: str) -> HttpResponseBase:
    """A line is not right: the card stays, the teacher reads why."""
    line = line_seen(request, pid)
    user, _school = asker(request)
    asked = DeclineForm(request.POST or None)

    def deed() -> str:
        actions.decline_line(by=user, line=line, reason=asked.cleaned_data["reason"])
        return _page(line)

    context = _context(line, user, heading=_("Decline a line"), button=_("Decline"))
    return _decided(request, line, asked, deed, context, _("The line is declined."))


def _decided(
    request: HttpRequest,
    line: FormLine,
    asked: forms.Form,
    deed: Callable[[], str],
    context: dict[str, Any],
    done: str,
) -> HttpResponseBase:
    """A line is decided once: afterwards its page leads back to the form."""
    if line.state != FormLine.State.WAITING:
        if request.method == "POST":
            messages.warning(request, _("This line is decided already."))
        return redirect(_page(line))
    tell_door(request, line.form)
    return act_once(request, asked, deed, "classdata/line.html", context, done)


@needs("classdata.form:decide")
@require_POST
def accept_plain(request: HttpRequest, pid: str) -> HttpResponse:
    """All lines of a form that ask for nothing more are right."""
    user, _school = asker(request)
    found = form_seen(request, pid, "classdata.form:decide")

    def deed() -> str:
        number = actions.accept_plain(by=user, form=found)
        messages.success(request, _("Lines accepted: %(n)s") % {"n": number})
        return reverse("classdata:form", args=[pid])

    try:
        return redirect(do_once(request.POST.get("form_key"), user, deed))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("classdata:form", pid)


def _page(line: FormLine) -> str:
    return reverse("classdata:form", args=[line.form.pid]) + f"#{line.pid}"


def _context(line: FormLine, user: Any, **more: Any) -> dict[str, Any]:
    school = line.form.school
    names = categories(school)
    card = queries.cards_of(school, user, [line.pupil], clock.today())[line.pupil_id]
    return {
        "line": line,
        "said": said_text(line.what, line.said, names),
        "card": card_text(line.what, rules.card_now(line.rule, card), names),
        **more,
    }


def _asked(line: FormLine, sent: Any) -> forms.Form:
    """What accepting a line of this kind asks, filled in with what the teacher said."""
    said = line.said
    if line.what == rules.OPENED:
        given = {"since": said.get("since"), "basis_document": said.get("paper", "")}
        return StatusForm(sent, initial=given, norms=norms(line.form.school))
    if line.what in (rules.ENDED, rules.LEFT):
        return LastDayForm(sent, initial={"until": said.get("until")})
    if line.what == rules.JOINED:
        return JoinForm(sent)
    if line.what == rules.ADDRESS:
        return AddressForm(sent, initial={"whole_family": actions.whole_family(line)})
    return forms.Form(sent)

"""Cards that go: the list of both ways, sending with its preview, the record, the sealed file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tirek.access import clock
from tirek.access.asking import act_once, allowed
from tirek.access.doors import needs, tell_door
from tirek.access.models import User
from tirek.access.once import do_once
from tirek.access.refused import Refused
from tirek.cards.queries import legal_representatives
from tirek.office.document import file_name
from tirek.school.models import Pupil
from tirek.school.queries import pupils_named, with_class_on
from tirek.transfers import actions, queries
from tirek.transfers.forms import SendForm
from tirek.transfers.models import READ, Sending, State
from tirek.transfers.rules.parcel import seal, sealed_file
from tirek.transfers.wording import part_names, shown
from tirek.web.files import as_file

SEND, RECEIVE = "transfers.card:send", "transfers.card:receive"
FOUND_AT_MOST = 12


@needs(READ, sensitive=True)
@require_safe
def transfers(request: HttpRequest) -> HttpResponse:
    """Cards that have come and cards that went; a pupil to be handed over is found by name."""
    school, user = request.school, request.user  # type: ignore[attr-defined]
    arrived, sent = queries.arrivals(school, user), list(queries.sendings(school, user))
    text = request.GET.get("q", "").strip()[:100]
    found: list[Any] = []
    if len(text) > 1 and allowed(request, SEND):
        seen: Any = Pupil.objects.visible_to(user, SEND).filter(
            school=school, erased_on__isnull=True
        )
        found = list(pupils_named(with_class_on(seen, clock.today()), text)[:FOUND_AT_MOST])
    tell_door(request, count=len(arrived) + len(sent))
    context = {
        "arrived": arrived,
        "sent": sent,
        "text": text,
        "found": found,
        "may_send": allowed(request, SEND),
    }
    return render(request, "transfers/transfers.html", context)


@needs(SEND, sensitive=True)
def send(request: HttpRequest, pid: str) -> HttpResponseBase:
    """Hand a card over: what goes is shown first, and only what was shown is sent."""
    user: User = request.user  # type: ignore[assignment]
    seen = Pupil.objects.visible_to(user, SEND).select_related("school")
    child = get_object_or_404(seen, pid=pid, school=request.school)  # type: ignore[attr-defined]
    today = clock.today()
    kin = legal_representatives([child.pk], today).get(child.pk)
    form = SendForm(
        request.POST or None,
        initial={"leaves_on": today, "signer": kin.member.full_name if kin else ""},
        schools=queries.recipients(child.school),
    )
    context: dict[str, Any] = {"pupil": child}
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        found = queries.parcel_of(child, said["parts"], user)
        context |= {"what": shown(found, child.school), "seal": seal(found)}
        if said["seen"] == context["seal"]:

            def deed() -> str:
                made = actions.send_card(
                    by=user,
                    pupil=child,
                    parcel=found,
                    basis={name: said[name] for name in actions.BASIS},
                    **{name: said[name] for name in ("to", "to_name", "parts", "leaves_on")},
                )
                return reverse("transfers:sending", args=[made.pid])

            return act_once(request, form, deed, "transfers/send.html", context, _("Card sent."))
    return render(request, "transfers/send.html", {**context, "form": form})


def _sending(request: HttpRequest, pid: str, key: str) -> Sending:
    seen = Sending.objects.visible_to(request.user, key).select_related("school", "pupil", "by")
    return get_object_or_404(seen, pid=pid, school=request.school)  # type: ignore[attr-defined]


@needs(READ, sensitive=True)
@require_safe
def sending(request: HttpRequest, pid: str) -> HttpResponse:
    """The record of a card sent: to whom, on what basis, what went, how it was answered."""
    one = _sending(request, pid, READ)
    tell_door(request, one)
    context = {
        "one": one,
        "parts": part_names(one.parts),
        "what": shown(one.parcel, one.school),
        "whole": not one.parcel or seal(one.parcel) == one.sha256,
        "may_withdraw": one.state == State.SENT and allowed(request, SEND),
        "may_file": one.state == State.FILE and one.parcel and allowed(request, SEND),
    }
    return render(request, "transfers/sending.html", context)


@require_POST
@needs(SEND)
def withdraw(request: HttpRequest, pid: str) -> HttpResponse:
    """Take a card back before it is answered."""
    user: User = request.user  # type: ignore[assignment]
    one = _sending(request, pid, SEND)
    page = reverse("transfers:sending", args=[one.pid])

    def deed() -> str:
        actions.withdraw_card(by=user, sending=one)
        return page

    try:
        do_once(request.POST.get("form_key"), user, deed)
        messages.success(request, _("Card withdrawn."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(page)


@needs(SEND, sensitive=True, thing="transfers.file")
@require_safe
def sealed(request: HttpRequest, pid: str) -> HttpResponse:
    """The sealed file for a school outside the program."""
    one = _sending(request, pid, SEND)
    if one.state != State.FILE or not one.parcel:
        raise Http404
    tell_door(request, one)
    manifest = {
        "from": one.school.name,
        "to": one.to_name,
        "code": one.code,
        "at": one.at.isoformat(),
        "parts": one.parts,
        "counts": one.counts,
        "basis": {
            "signer": one.signer,
            "document": one.document,
            "number": one.number,
            "on": one.signed_on.isoformat(),
        },
        "leaves_on": one.leaves_on.isoformat(),
    }
    text = sealed_file(one.parcel, manifest)
    name = file_name(f"{one.pupil.short_name} {one.code}", "json")
    return as_file(text.encode(), name, "application/json")

"""Pages for people: one's phones, and what came that somebody has to decide."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tirek.access.doors import asker, needs, tell_door
from tirek.access.refused import Refused
from tirek.phone import actions
from tirek.phone.models import Parcel, Phone
from tirek.visits.queries import children_of
from tirek.visits.rules.typed import clean
from tirek.visits.wording import in_words, label

WRITE = "visits.act:write"
MOST = 100


@needs(WRITE, sensitive=True)
def phones(request: HttpRequest) -> HttpResponse:
    """Phones of one's own (of the school, for its social pedagogue), and what came from them."""
    user, school = asker(request)
    own = Phone.objects.visible_to(user).filter(school=school).select_related("user")
    came = Parcel.objects.visible_to(user).filter(school=school)
    rows = list(came.select_related("visit__act__entry", "visit__by", "settled_by")[:MOST])
    tell_door(request, count=len(rows))
    context = {
        "phones": own,
        "parcels": [
            {"parcel": one, "children": list(one.visit.pupils.all()), "act": one.visit.act}
            for one in rows
        ],
    }
    return render(request, "phone/phones.html", context)


@require_POST
@needs(WRITE)
def end(request: HttpRequest, pid: str) -> HttpResponse:
    """End a phone: lost, or given away."""
    user, _school = asker(request)
    phone = get_object_or_404(Phone.objects.visible_to(user), pid=pid)
    actions.end_phone(by=user, phone=phone)
    messages.success(request, _("The phone is ended: at its next contact it empties itself."))
    return redirect("phone:phones")


@needs(WRITE, sensitive=True)
def settle(request: HttpRequest, pid: str) -> HttpResponse:
    """One parcel that waits: two answers side by side, or a parcel to be taken over."""
    user, _school = asker(request)
    seen = Parcel.objects.visible_to(user).select_related("visit__act__entry", "visit__by")
    parcel = get_object_or_404(seen, pid=pid)
    tell_door(request, count=parcel.visit.pupils.count())
    refusal = ""
    if request.method == "POST":
        try:
            _settle(request, parcel)
            messages.success(request, _("Settled."))
            return redirect("phone:phones")
        except Refused as refused:
            refusal = str(refused)
    act = parcel.visit.act
    context = {
        "parcel": parcel,
        "act": act,
        "children": children_of(act) if act else list(parcel.visit.pupils.all()),
        "clashes": _side_by_side(parcel),
        "refusal": refusal,
    }
    return render(request, "phone/settle.html", context)


def _settle(request: HttpRequest, parcel: Parcel) -> None:
    user, _school = asker(request)
    if parcel.state == Parcel.State.CLASH:
        chosen = [code for code in parcel.clashes if request.POST.get(code) == "phone"]
        if any(request.POST.get(code) not in ("phone", "school") for code in parcel.clashes):
            raise Refused(_("Choose for each question."))
        actions.settle_clash(by=user, parcel=parcel, phone=chosen)
    elif request.POST.get("way") == "over":
        actions.take_over(by=user, parcel=parcel)
    else:
        reason = clean(request.POST.get("reason", ""), lines=True)
        actions.lay_aside(by=user, parcel=parcel, reason=reason)


def _side_by_side(parcel: Parcel) -> list[dict[str, Any]]:
    """For each question: its words, what the phone said, what stands at school."""
    act = parcel.visit.act
    if act is None:
        return []
    fields = act.form.fields
    return [
        {
            "code": code,
            "label": label(fields[code]) if code in fields else code,
            "phone": _said(fields.get(code), value),
            "school": _said(fields.get(code), act.details.get(code)),
        }
        for code, value in parcel.clashes.items()
    ]


def _said(asked: Any, value: Any) -> str:
    if asked is None:
        return str(value)
    return in_words(asked, value) or "–"

"""Photos and signatures of an act: taken in, shown, taken out."""

from __future__ import annotations

import base64
import binascii

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tirek.access.doors import asker, needs, tell_door
from tirek.access.once import do_once
from tirek.access.refused import Refused
from tirek.visits.actions import add_photo, add_signature, take_out
from tirek.visits.actions.files import MOST_PHOTOS
from tirek.visits.models import ActFile, InspectionAct
from tirek.visits.queries import children_of, photos_of, signers
from tirek.visits.rules.typed import clean
from tirek.visits.views.seen import steps_shown, writable

PNG = "data:image/png;base64,"


@needs("visits.act:write", sensitive=True)
def photos(request: HttpRequest, pid: str) -> HttpResponse:
    """The photos of a draft: those that are there, and the way to add some."""
    act = _draft(request, pid)
    user, _school = asker(request)
    refusals: list[str] = []
    if request.method == "POST":
        caption = clean(request.POST.get("caption", ""))[:300]
        sent = request.FILES.getlist("photo")
        if not sent:
            refusals.append(_("Choose a photo."))

        def deed() -> str:
            for file in sent:
                try:
                    add_photo(by=user, act=act, file=file, caption=caption)
                except Refused as refused:
                    refusals.append(f"{file.name}: {refused}")
            return "kept"

        if sent:
            do_once(request.POST.get("form_key"), user, deed)
        if not refusals:
            messages.success(request, _("The photos are kept."))
            return redirect("visits:photos", pid)
    context = {
        "act": act,
        "subject": children_of(act)[0],
        "photos": photos_of(act),
        "most": MOST_PHOTOS,
        "refusals": refusals,
        "steps": steps_shown(act.form, act.details, None, act),
        "here": "photos",
    }
    return render(request, "visits/photos.html", context)


@needs("visits.act:write", sensitive=True)
def glass(request: HttpRequest, pid: str) -> HttpResponse:
    """One person signs on the glass."""
    act = _draft(request, pid)
    user, _school = asker(request)
    names = signers(act)
    name = request.POST.get("name") or request.GET.get("name", "")
    if name not in names:
        return redirect("visits:sign", pid)
    refusal = ""
    if request.method == "POST":
        try:
            drawn = _drawn(request.POST.get("drawn", ""))
            do_once(
                request.POST.get("form_key"),
                user,
                lambda: str(add_signature(by=user, act=act, name=name, file=drawn).pk),
            )
            messages.success(request, _("The signature is kept."))
            return redirect("visits:sign", pid)
        except Refused as refused:
            refusal = str(refused)
    context = {"act": act, "name": name, "refusal": refusal, "subject": children_of(act)[0]}
    return render(request, "visits/glass.html", context)


def _drawn(text: str) -> bytes:
    """The picture the page drew, as bytes; Refused when there is none."""
    if not text.startswith(PNG):
        raise Refused(_("Nothing has been signed."), field="signature")
    try:
        return base64.b64decode(text.removeprefix(PNG), validate=True)
    except (binascii.Error, ValueError):
        raise Refused(_("Nothing has been signed."), field="signature") from None


@require_POST
@needs("visits.act:write", sensitive=True)
def remove(request: HttpRequest, pid: str) -> HttpResponse:
    """Take a photo or signature out of a draft."""
    user, _school = asker(request)
    mine = InspectionAct.objects.writable_by(user)
    found = ActFile.objects.standing().filter(act__in=mine)
    file = get_object_or_404(found.select_related("act__entry", "act__school"), pid=pid)
    tell_door(request, file.act)
    try:
        take_out(by=user, file=file)
        messages.success(request, _("Taken out."))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("visits:act", file.act.pid)
    way = "visits:photos" if file.kind == ActFile.PHOTO else "visits:sign"
    return redirect(way, file.act.pid)


@needs("visits.act:read", sensitive=True)
def picture(request: HttpRequest, pid: str) -> HttpResponseBase:
    """The picture itself, drawn anew when it was kept, so it may stand in a page."""
    seen = ActFile.objects.visible_to(request.user).exclude(file="").select_related("act__entry")
    file = get_object_or_404(seen, pid=pid)
    tell_door(request, file.act)
    with file.file.open("rb") as kept:
        answer = HttpResponse(kept.read(), content_type=file.type)
    answer["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    return answer


def _draft(request: HttpRequest, pid: str) -> InspectionAct:
    act = writable(request, pid)
    tell_door(request, act)
    if not act.is_draft:
        raise Http404
    return act

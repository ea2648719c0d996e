"""What the app asks and sends, as JSON; the session and the forms' token guard it like any page."""

from __future__ import annotations

import base64
import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tirek.access import clock
from tirek.access.doors import asker, needs, tell_door
from tirek.access.refused import Refused
from tirek.access.sight import may
from tirek.journal.kinds import kind
from tirek.phone import actions
from tirek.phone.models import Parcel, Phone, TakenVisit
from tirek.phone.opening import MOST, head_of
from tirek.phone.packing import package_of
from tirek.phone.queries import drafts, offered
from tirek.phone.sealing import key_id, public_point
from tirek.phone.views.shell import release
from tirek.school.models import Pupil
from tirek.visits.models import InspectionAct
from tirek.visits.queries import children_of, class_names_on
from tirek.visits.rules.papers import FORMS
from tirek.visits.rules.typed import clean

WRITE = "visits.act:write"
OWN = "access.account:own"
MOST_KEYS = 300


def _refusal(words: str, status: int = 422) -> JsonResponse:
    return JsonResponse({"refusal": words}, status=status)


@require_safe
@needs(OWN)
def state(request: HttpRequest) -> HttpResponse:
    """The school's clock, whether the right and the phone still stand, the fate of parcels."""
    user: Any = request.user
    school: Any = request.school  # type: ignore[attr-defined]  # None for an expert
    phone = user.phones.filter(pid=request.GET.get("phone", "")).first()
    if phone is not None:
        Phone.objects.filter(pk=phone.pk).update(seen_at=clock.now())
    ended = phone is not None and phone.ended_at is not None
    place = phone.school_id if phone else school and school.pk
    right = place is not None and may(user, WRITE, place)
    point = public_point()
    return JsonResponse(
        {
            "now": int(clock.now().timestamp()),
            "right": right,
            "wipe": phone is not None and (ended or not right),
            "known": phone is not None and not ended,
            "who": user.full_name,
            "csrf": get_token(request),
            "release": release(),
            "key": {"id": key_id(point).hex(), "point": base64.b64encode(point).decode()},
            "parcels": _fates(request),
        }
    )


def _fates(request: HttpRequest) -> dict[str, Any]:
    """What became of the parcels asked about."""
    keys = []
    for text in request.GET.get("keys", "").split(",")[:MOST_KEYS]:
        try:
            keys.append(uuid.UUID(text))
        except ValueError:
            continue
    found = (
        Parcel.objects.visible_to(request.user).filter(key__in=keys).select_related("visit__act")
    )
    return {str(one.key): _fate(one) for one in found} if keys else {}


def _fate(parcel: Parcel) -> dict[str, str]:
    act = parcel.visit.act
    return {
        "state": parcel.state,
        "note": parcel.note,
        "address": reverse("visits:act", args=[act.pid]) if act else "",
    }


@require_POST
@needs(WRITE)
def register(request: HttpRequest) -> HttpResponse:
    """Make this phone known."""
    name = clean(request.POST.get("name", ""))
    if not name:
        return _refusal(_("Name the phone."))
    user, school = asker(request)
    phone = actions.register_phone(by=user, school=school, name=name)
    return JsonResponse({"phone": phone.pid})


@require_safe
@needs(WRITE, sensitive=True)
def offer(request: HttpRequest) -> HttpResponse:
    """Whom one may take along."""
    user, school = asker(request)
    today = clock.today()
    pupils = offered(school, user, clean(request.GET.get("q", ""))[:100], today)
    begun = drafts(school, user)
    children = {act.pk: children_of(act) for act in begun}
    classes = class_names_on([one for some in children.values() for one in some], today)
    tell_door(request, count=len(pupils) + len(begun))
    return JsonResponse(
        {
            "pupils": [
                {
                    "pid": one.pid,
                    "name": one.full_name,
                    "class": getattr(one, "class_name", "") or "",
                    "address": one.address,
                }
                for one in pupils
            ],
            "drafts": [
                {
                    "pid": act.pid,
                    "title": act.entry.kind_name,
                    "name": ", ".join(one.short_name for one in children[act.pk]),
                    "class": ", ".join(
                        dict.fromkeys(
                            classes[one.pk] for one in children[act.pk] if one.pk in classes
                        )
                    ),
                }
                for act in begun
            ],
            "kinds": [{"code": code, "title": str(kind(code).name)} for code in FORMS],
        }
    )


@require_POST
@needs(WRITE, sensitive=True)
def take(request: HttpRequest) -> HttpResponse:
    """Take one visit along."""
    user, school = asker(request)
    phone = Phone.objects.filter(
        pid=request.POST.get("phone", ""), user=user, school=school
    ).first()
    if phone is None:
        return _refusal(_("This phone has been ended: register it anew."))
    act = None
    pupils: list[Pupil] = []
    code = request.POST.get("kind", "")
    if pid := request.POST.get("act"):
        act = get_object_or_404(
            InspectionAct.objects.writable_by(user).select_related("entry"), entry__pid=pid
        )
        code = act.entry.kind
    else:
        seen = Pupil.objects.visible_to(user, WRITE).filter(school=school)
        pupils = list(seen.filter(pid__in=request.POST.getlist("pupil")))
    try:
        visit = actions.take_along(by=user, phone=phone, pupils=pupils, kind=code, act=act)
    except (Refused, ValidationError) as refused:
        return _refusal(" ".join(refused.messages))
    tell_door(request, count=visit.pupils.count())
    return JsonResponse(package_of(visit))


@require_POST
@needs(OWN)
def send(request: HttpRequest) -> HttpResponse:
    """Take in one parcel: the same again is answered as the first time."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST:
        return _refusal(_("The parcel is larger than 30 MB: take fewer photos."), 413)
    body = request.read(MOST + 1)
    try:
        head = head_of(body)
        sent_at = float(head.get("sent_at") or 0)
    except (ValueError, TypeError):
        return _refusal(_("This is no parcel of a phone."))
    visit = TakenVisit.objects.filter(pid=str(head.get("visit", "")), key=_key(head)).first()
    if visit is None:
        return _refusal(_("This visit was not taken along from this school."), 404)
    skew = clock.now().timestamp() - sent_at if sent_at else 0
    user, _school = asker(request)
    parcel = actions.receive_parcel(by=user, visit=visit, body=body, skew=skew)
    return JsonResponse({**_fate(parcel), "now": int(clock.now().timestamp())})


def _key(head: dict[str, Any]) -> uuid.UUID:
    try:
        return uuid.UUID(str(head.get("key", "")))
    except ValueError:
        return uuid.UUID(int=0)

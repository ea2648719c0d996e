"""A child's file for the legal representative: asked for, looked through, taken, handed over."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tirek.access import clock
from tirek.access.asking import act_once
from tirek.access.doors import needs, tell_door
from tirek.access.models import User
from tirek.cards.queries import legal_representatives
from tirek.office.document import file_name
from tirek.reports import handing
from tirek.reports.childfile import packed, paper, parts_of
from tirek.reports.forms import AskForm, HandForm
from tirek.reports.models import ChildFile
from tirek.school.models import Pupil
from tirek.web.files import as_file

KEY = "reports.childfile:issue"


@needs(KEY, sensitive=True)
def ask_childfile(request: HttpRequest, pid: str) -> HttpResponseBase:
    """A family asks; what may be left out is what the rooms would give."""
    user: User = request.user  # type: ignore[assignment]
    seen = Pupil.objects.visible_to(user, KEY).select_related("school")
    child = get_object_or_404(seen, pid=pid, school=request.school)  # type: ignore[attr-defined]
    language = (get_language() or "kk")[:2]
    parts = [(one.code, one.title) for one in parts_of(child, user, language)]
    kin = legal_representatives([child.pk], clock.today()).get(child.pk)
    initial = {
        "asked_by": kin.member.full_name if kin else "",
        "relation": kin.get_kinship_display() if kin else "",
        "asked_on": clock.today(),
        "language": "ru" if child.language == "ru" else "kk",
    }
    form = AskForm(request.POST or None, initial=initial, parts=parts)

    def deed() -> str:
        made = handing.ask_childfile(by=user, pupil=child, **form.cleaned_data)
        return reverse("reports:childfile", args=[made.pid])

    tell_door(request, child)
    context = {"pupil": child}
    return act_once(request, form, deed, "reports/ask_childfile.html", context, _("Request kept."))


def _asked(request: HttpRequest, pid: str) -> ChildFile:
    seen = ChildFile.objects.visible_to(request.user)
    found: ChildFile = get_object_or_404(
        seen.select_related("pupil__school", "prepared_by", "handed_by"),
        pid=pid,
        school=request.school,  # type: ignore[attr-defined]
    )
    return found


@needs(KEY, sensitive=True)
def childfile(request: HttpRequest, pid: str) -> HttpResponseBase:
    """The whole file to be read through before it is handed over; then the day it was."""
    user: User = request.user  # type: ignore[assignment]
    asked = _asked(request, pid)
    form = HandForm(request.POST or None, initial={"on": clock.today()})

    def deed() -> str:
        handing.hand_over(by=user, asked=asked, on=form.cleaned_data["on"])
        return reverse("reports:childfile", args=[asked.pid])

    tell_door(request, asked.pupil)
    context: dict[str, Any] = {
        "asked": asked,
        "document": paper(asked, parts_of(asked.pupil, user, asked.language)),
    }
    return act_once(request, form, deed, "reports/childfile.html", context, _("Handed over."))


@needs(KEY)
@require_safe
def childfile_zip(request: HttpRequest, pid: str) -> HttpResponse:
    """The file as a zip."""
    asked = _asked(request, pid)
    tell_door(request, asked.pupil)
    name = file_name(f"{asked.pupil.short_name} {clock.today():%Y-%m-%d}", "zip")
    return as_file(packed(asked, request.user), name, "application/zip")

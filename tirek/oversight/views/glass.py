"""The emergency opening of one child."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tirek.access import clock
from tirek.access.doors import needs
from tirek.access.models import Opening, User
from tirek.access.once import do_once
from tirek.access.refused import Refused
from tirek.oversight import actions
from tirek.oversight.forms import GlassForm
from tirek.school.models import Pupil
from tirek.web.forms import show_refusal


@needs("oversight.glass:break")
def open_child(request: HttpRequest) -> HttpResponseBase:
    """The child's name and class as known, and the reason; then the card for half an hour."""
    user: User = request.user  # type: ignore[assignment]
    school = request.school  # type: ignore[attr-defined]
    form = GlassForm(request.POST or None)

    def deed() -> str:
        opening = actions.open_in_emergency(by=user, school=school, **form.cleaned_data)
        child = get_object_or_404(Pupil, school=school, key=opening.pupil_key)
        return reverse("cards:pupil", args=[child.pid])

    if request.method == "POST" and form.is_valid():
        try:
            result = do_once(request.POST.get("form_key"), user, deed)
        except Refused as refusal:
            if isinstance(refusal, actions.NoSuchChild):
                actions.note_miss(by=user, school=school)
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The card is open for 30 minutes. The director is told."))
            return redirect(result)
    live = user.openings.live(clock.now()).filter(school=school).first()
    child = Pupil.objects.filter(school=school, key=live.pupil_key).first() if live else None
    shown = {"form": form, "live": live, "child": child, "minutes": Opening.LASTS.seconds // 60}
    return render(request, "oversight/glass.html", shown)

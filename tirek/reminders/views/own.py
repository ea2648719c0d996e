"""One's own reminders: the calendar's address, the weekly letter."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tirek.access import clock
from tirek.access.asking import act_once, allowed
from tirek.access.doors import needs
from tirek.reminders import actions, queries
from tirek.reminders.forms import LanguageForm, WishForm
from tirek.reminders.models import OWN, Letter
from tirek.reminders.rules.letters import week_of

# In the session, from making the address to showing it.
SHOWN_ONCE = "calendar_made"


@needs(OWN)
def reminders(request: HttpRequest) -> HttpResponseBase:
    """The calendar's address and the letter, with what became of the last one."""
    user: Any = request.user
    school: Any = request.school  # type: ignore[attr-defined]
    wish = queries.wish_of(user, school)
    form = WishForm(request.POST or None, instance=wish)

    def deed() -> str:
        actions.keep_wish(by=user, school=school, fields=form.cleaned_data)
        return reverse("reminders:reminders")

    own = Letter.objects.filter(school=school, user=user)
    last, weekly = own.first(), own.filter(kind=Letter.Kind.WEEK).first()
    context = {
        "feed": queries.feed_now(user, school),
        "languages": LanguageForm(initial={"language": wish.language}, auto_id="calendar_%s"),
        "mail": bool(settings.MAIL),
        "last": last,
        "this_week": weekly is not None and weekly.week == week_of(clock.today()),
        "letters": queries.letters_of(school) if allowed(request, "access.people:manage") else None,
    }
    return act_once(request, form, deed, "reminders/reminders.html", context, _("Saved."))


@never_cache
@needs(OWN)
@require_POST
def make_address(request: HttpRequest) -> HttpResponse:
    """A new address, shown once; the one before leads nowhere any more."""
    user: Any = request.user
    school: Any = request.school  # type: ignore[attr-defined]
    form = LanguageForm(request.POST)
    language = form.cleaned_data["language"] if form.is_valid() else "kk"
    secret = actions.make_feed(by=user, school=school, language=language)
    request.session[SHOWN_ONCE] = secret
    return redirect("reminders:address")


@never_cache
@needs(OWN)
@require_safe
def address(request: HttpRequest) -> HttpResponse:
    """The address just made; asked for again, it is not there any more."""
    secret = request.session.pop(SHOWN_ONCE, None)
    if secret is None:
        return redirect("reminders:reminders")
    link = request.build_absolute_uri(reverse("reminders:feed", args=[secret]))
    return render(request, "reminders/address.html", {"link": link})


@needs(OWN)
@require_POST
def end_address(request: HttpRequest) -> HttpResponse:
    """The address leads nowhere any more."""
    user: Any = request.user
    school: Any = request.school  # type: ignore[attr-defined]
    if actions.end_feed(by=user, school=school) is not None:
        messages.success(request, _("The calendar's address has ended."))
    return redirect("reminders:reminders")

"""What pages ask in the same way: the day they speak about, a form that acts once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render

from tirek.access import clock
from tirek.access.models import User
from tirek.access.once import do_once
from tirek.access.refused import Refused
from tirek.access.sight import may
from tirek.web.forms import DayField, show_refusal


class DayForm(forms.Form):
    """The day a page speaks about."""

    on = DayField(required=False)


def day_asked(request: HttpRequest) -> tuple[date, DayForm]:
    """The day in the address (`?on=`), today when there is none or it is no day; and its form."""
    form = DayForm(request.GET if "on" in request.GET else None)
    asked = form.cleaned_data["on"] if form.is_valid() else None
    return asked or clock.today(), form


def allowed(request: HttpRequest, key: str) -> bool:
    """May this user open this door in the school of work? For buttons; doors ask for themselves."""
    school = request.school  # type: ignore[attr-defined]
    user: User = request.user  # type: ignore[assignment]
    return may(user, key, school.pk if school else None)


def act_once(
    request: HttpRequest,
    form: forms.BaseForm,
    deed: Callable[[], str],
    template: str,
    context: Mapping[str, Any],
    done: str,
) -> HttpResponseBase:
    """Show the form; when it is sent and right, do the deed once and go to its result.

    A refusal stands at its field, and what was typed is kept.
    """
    user: User = request.user  # type: ignore[assignment]
    if request.method == "POST" and form.is_valid():
        try:
            result = do_once(request.POST.get("form_key"), user, deed)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, done)
            return redirect(result)
    return render(request, template, {**context, "form": form})

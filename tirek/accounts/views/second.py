"""The second factor: shown when signing in, set up and removed by its owner."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from tirek.access.doors import anyone, needs
from tirek.access.models import User
from tirek.access.refused import Refused
from tirek.accounts import actions, second
from tirek.accounts.confirming import before_second_factor, confirmed
from tirek.accounts.entering import enter, pending, refuse
from tirek.accounts.forms import AppForm, CodeForm, PasskeyForm
from tirek.accounts.rules.devices import device_words
from tirek.accounts.sessions import SECOND
from tirek.accounts.tries import Locked, begin_try, device_of, forget_tries, hash_of
from tirek.accounts.views.account import show_locked
from tirek.web.forms import show_refusal

OWN = "access.account:own"


@never_cache
@sensitive_post_parameters()
@anyone
def ask(request: HttpRequest) -> HttpResponseBase:
    """The second step of signing in: a code of the app, a recovery code, or a passkey."""
    found = pending(request)
    if found is None:
        return redirect("accounts:sign_in")
    user, wanted = found
    kinds = {factor.kind for factor in second.factors_of(user)}
    form, passkey = CodeForm(request.POST or None), PasskeyForm(request.POST or None)
    shown: dict[str, Any] = {"form": form, "has_app": "totp" in kinds, "passkey": passkey}
    asked = "credential" in request.POST
    if request.method == "POST" and (passkey.is_valid() if asked else form.is_valid()):
        who = hash_of(user.username)
        try:
            one = begin_try("SECOND", who, device_of(request, who))
        except Locked as locked:
            return show_locked(request, form, locked, "accounts/second.html", shown)
        if asked:
            good = second.check_passkey(request, user, passkey.cleaned_data["credential"])
            factor = "webauthn" if good else ""
        else:
            factor = second.check_code(user, form.cleaned_data["code"])
        if factor:
            forget_tries(one)
            return enter(request, user, wanted, factor=factor)
        refuse(user, "factor")
        if asked:
            messages.error(request, _("This passkey does not fit."))
            return redirect("accounts:second")
        form.add_error("code", _("The code is not right. Take the newest one."))
    if "webauthn" in kinds:
        shown["options"] = second.begin_passkey(request, user, adding=False)
    return render(request, "accounts/second.html", shown)


@never_cache
@needs(OWN)
@before_second_factor
def factors(request: HttpRequest) -> HttpResponse:
    """One's second factors, and how to set one up."""
    user: Any = request.user
    shown = {
        "factors": second.factors_of(user),
        "codes_left": second.codes_left(user),
        "must": second.is_required() and second.required_of(user),
    }
    return render(request, "accounts/second_factor.html", shown)


def _set_up(request: HttpRequest, user: User, kind: str) -> HttpResponseBase:
    """A factor has just been added: this session counts as shown; first codes are given out."""
    request.session[SECOND] = kind
    if second.codes_left(user):
        messages.success(request, _("The second factor has been set up."))
        return redirect("accounts:second_factor")
    return _codes(request, user)


def _codes(request: HttpRequest, user: User) -> HttpResponse:
    codes = actions.renew_codes(by=user)
    grouped = [f"{code[:4]}-{code[4:]}" for code in codes]
    return render(request, "accounts/codes.html", {"codes": grouped})


@never_cache
@sensitive_post_parameters()
@needs(OWN)
@before_second_factor
@confirmed
def add_app(request: HttpRequest) -> HttpResponseBase:
    """Set up an app that shows codes: the square, then the first code as proof."""
    user: Any = request.user
    secret = second.app_secret(request, anew=request.method != "POST")
    form = AppForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if second.is_app_code(secret, form.cleaned_data["code"]):
            try:
                actions.add_app(by=user, secret=secret)
            except Refused as refusal:
                show_refusal(form, refusal)
            else:
                second.app_secret(request, anew=True)
                return _set_up(request, user, "totp")
        else:
            form.add_error("code", _("The code is not right. Take the newest one."))
    shown = {
        "form": form,
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        "square": second.square(second.app_address(user, secret)),
    }
    return render(request, "accounts/add_app.html", shown)


@never_cache
@sensitive_post_parameters()
@needs(OWN)
@before_second_factor
@confirmed
def add_passkey(request: HttpRequest) -> HttpResponseBase:
    """Add a passkey: the phone, the computer or a key one carries."""
    user: Any = request.user
    device = device_words(request.headers.get("User-Agent", ""))
    form = PasskeyForm(request.POST or None, initial={"name": device})
    if request.method == "POST" and form.is_valid():
        answer = form.cleaned_data["credential"]
        if second.new_passkey(request, answer):
            actions.add_passkey(by=user, name=form.cleaned_data["name"] or device, answer=answer)
            return _set_up(request, user, "webauthn")
        form.add_error(None, _("The passkey was not made. Try again."))
    shown = {"form": form, "options": second.begin_passkey(request, user, adding=True)}
    return render(request, "accounts/add_passkey.html", shown)


@require_POST
@needs(OWN)
@confirmed
def remove_factor(request: HttpRequest) -> HttpResponseBase:
    """One of one's own factors ends."""
    user: Any = request.user
    key = request.POST.get("key", "")
    try:
        actions.remove_factor(by=user, key=int(key) if key.isdecimal() and len(key) < 18 else 0)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The second factor has been removed."))
        if not second.has_factor(user):
            request.session.pop(SECOND, None)
    return redirect("accounts:second_factor")


@never_cache
@require_POST
@needs(OWN)
@confirmed
def renew_codes(request: HttpRequest) -> HttpResponseBase:
    """New recovery codes, shown once."""
    user: Any = request.user
    try:
        return _codes(request, user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("accounts:second_factor")

"""In, out, one's own account."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from tirek.access import audit, clock
from tirek.access.doors import anyone, needs
from tirek.access.models import RoleGrant, School, User
from tirek.access.sight import sight_of
from tirek.accounts.confirming import before_second_factor, confirm
from tirek.accounts.entering import after_password, right_password
from tirek.accounts.forms import ConfirmForm, OwnPasswordForm, SignInForm
from tirek.accounts.second import codes_left, factors_of, required_of
from tirek.accounts.sessions import end_sessions, sessions_of
from tirek.accounts.tries import Locked

FIRST_PAGE = "/"


def next_page(request: HttpRequest, default: str = FIRST_PAGE) -> str:
    """Where somebody was going, if it is a page of this program."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else resolve_url(default)


def show_locked(
    request: HttpRequest, form: Form, locked: Locked, template: str, context: dict[str, Any]
) -> HttpResponse:
    """The form again with when one may try again (429)."""
    at = timezone.localtime(locked.until)
    words = _("Too many tries were not right. Try again at %(time)s.")
    form.add_error(None, words % {"time": f"{at:%H:%M}"})
    wait = max(1, int((locked.until - clock.now()).total_seconds()) + 1)
    answer = render(request, template, {**context, "form": form}, status=429)
    answer.headers["Retry-After"] = str(wait)
    return answer


@never_cache
@sensitive_post_parameters("password")
@anyone
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """Ask who it is; afterwards go where one was going."""
    if not User.objects.exists():
        return redirect("accounts:first")
    form = SignInForm(request.POST or None)
    wanted = next_page(request)
    schools = list(School.objects.values_list("name", flat=True)[:2])
    shown = {
        "form": form,
        "next": wanted,
        "school_name": schools[0] if len(schools) == 1 else "",
        "idle_minutes": settings.IDLE_MINUTES,
    }
    if request.method == "POST" and form.is_valid():
        try:
            user = right_password(request, **form.cleaned_data)
        except Locked as locked:
            return show_locked(request, form, locked, "accounts/sign_in.html", shown)
        if user is not None:
            return after_password(request, user, wanted)
        form.add_error(
            None, _("The login or the password is wrong. Check the keyboard's language.")
        )
    return render(request, "accounts/sign_in.html", shown)


@require_POST
@anyone
def sign_out(request: HttpRequest) -> HttpResponseBase:
    """Leave; the session is emptied."""
    if request.user.is_authenticated:
        audit.record_now(by=request.user, verb="SIGNED_OUT", thing="account", school=None)
    logout(request)
    return redirect("accounts:sign_in")


@needs("access.account:own")
def account(request: HttpRequest) -> HttpResponse:
    """Who one is here, with which roles, in which schools; how and where one is signed in."""
    user: Any = request.user
    grants = (
        RoleGrant.objects.filter(user=user)
        .on(sight_of(user).day)
        .select_related("school", "department")
        .order_by("id")
    )
    schools = list({g.school_id: g.school for g in grants if g.school}.values())
    shown = {
        "grants": grants,
        "schools": schools,
        "factors": factors_of(user),
        "codes_left": codes_left(user),
        "required": required_of(user),
        "sessions": sessions_of(user, request.session.session_key),
    }
    return render(request, "accounts/account.html", shown)


@require_POST
@needs("access.account:own")
def end_session(request: HttpRequest) -> HttpResponseBase:
    """End one of one's own sessions (`pid`), or all but this one."""
    user: Any = request.user
    with transaction.atomic():
        count = end_sessions(
            user, pid=request.POST.get("pid", ""), but_key=request.session.session_key
        )
        if count:
            audit.record(by=user, verb="ENDED", thing="session", school=None, note=f"n={count}")
    if count:
        messages.success(request, _("Signed out there."))
    return redirect("accounts:account")


@sensitive_post_parameters()
@needs("access.account:own")
def change_password(request: HttpRequest) -> HttpResponseBase:
    """A new password; other sessions of the same person end."""
    user: Any = request.user
    form = OwnPasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
            update_session_auth_hash(request, user)
            end_sessions(user, but_key=request.session.session_key)
            audit.record(by=user, verb="CHANGED", thing="account", school=None, note="password")
        messages.success(request, _("The password has been changed."))
        return redirect("accounts:account")
    return render(request, "accounts/change_password.html", {"form": form})


@sensitive_post_parameters("password")
@needs("access.account:own")
@before_second_factor
def confirm_password(request: HttpRequest) -> HttpResponseBase:
    """Ask for the password again before the ways in are changed."""
    user: Any = request.user
    form = ConfirmForm(request.POST or None)
    wanted = next_page(request, "accounts:second_factor")
    shown = {"form": form, "next": wanted}
    if request.method == "POST" and form.is_valid():
        try:
            found = right_password(request, user.username, form.cleaned_data["password"])
        except Locked as locked:
            return show_locked(request, form, locked, "accounts/confirm.html", shown)
        if found == user:
            confirm(request)
            return redirect(wanted)
        form.add_error("password", _("The password is wrong. Check the keyboard's language."))
    return render(request, "accounts/confirm.html", shown)


@require_POST
@needs("access.account:own")
def choose_school(request: HttpRequest) -> HttpResponseBase:
    """Work in another of one's schools."""
    user: Any = request.user
    chosen = School.objects.filter(code=request.POST.get("school", "")).first()
    if chosen is not None and any(h.school_id == chosen.pk for h in sight_of(user).held):
        request.session["school"] = chosen.pk
    return redirect(FIRST_PAGE)

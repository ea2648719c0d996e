"""In, out, one's own account."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from tirek.access import audit
from tirek.access.doors import anyone, needs
from tirek.access.models import RoleGrant, School, User
from tirek.access.sight import sight_of
from tirek.accounts.forms import OwnPasswordForm, SignInForm

FIRST_PAGE = "/"


def _next(request: HttpRequest, default: str) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else resolve_url(default)


@sensitive_post_parameters("password")
@anyone
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """Ask who it is; afterwards go where one was going."""
    if not User.objects.exists():
        return redirect("accounts:first")
    form = SignInForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        user: Any = form.get_user()
        with transaction.atomic():
            login(request, user)
            audit.record(by=user, verb="SIGNED_IN", thing="account", school=None)
        return redirect(_next(request, FIRST_PAGE))
    schools = list(School.objects.values_list("name", flat=True)[:2])
    shown = {
        "form": form,
        "next": _next(request, FIRST_PAGE),
        "school_name": schools[0] if len(schools) == 1 else "",
    }
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
    """Who one is here, with which roles, in which schools."""
    user: Any = request.user
    grants = (
        RoleGrant.objects.filter(user=user)
        .on(sight_of(user).day)
        .select_related("school", "department")
        .order_by("id")
    )
    schools = list({g.school_id: g.school for g in grants if g.school}.values())
    return render(request, "accounts/account.html", {"grants": grants, "schools": schools})


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
            audit.record(by=user, verb="CHANGED", thing="account", school=None, note="password")
        messages.success(request, _("The password has been changed."))
        return redirect("accounts:account")
    return render(request, "accounts/change_password.html", {"form": form})


@require_POST
@needs("access.account:own")
def choose_school(request: HttpRequest) -> HttpResponseBase:
    """Work in another of one's schools."""
    user: Any = request.user
    chosen = School.objects.filter(code=request.POST.get("school", "")).first()
    if chosen is not None and any(h.school_id == chosen.pk for h in sight_of(user).held):
        request.session["school"] = chosen.pk
    return redirect(FIRST_PAGE)

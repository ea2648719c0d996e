"""Accounts as those who manage people see them: links, closing; and the page a link opens."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from tirek.access.doors import anyone, needs
from tirek.access.models import School, User
from tirek.access.queries import people_visible_to
from tirek.access.refused import Refused
from tirek.accounts import actions
from tirek.accounts.entering import after_password, refuse
from tirek.accounts.forms import NewPasswordForm
from tirek.accounts.second import square
from tirek.accounts.tries import Locked, begin_try, hash_of
from tirek.accounts.views.account import show_locked
from tirek.web.forms import show_refusal

KEY = "access.people:manage"


@sensitive_variables("token", "link")
def show_link(request: HttpRequest, person: User, token: str) -> HttpResponse:
    """The one-time link of a person, to be copied, printed or read by a phone; shown only here."""
    link = request.build_absolute_uri(reverse("accounts:invitation", args=[token]))
    shown = {"person": person, "link": link, "square": square(link)}
    return render(request, "accounts/link.html", {**shown, "days": settings.INVITATION_DAYS})


def _found(request: HttpRequest, pid: str) -> tuple[User, School, User]:
    user: User = request.user  # type: ignore[assignment]
    school: School = request.school  # type: ignore[attr-defined]
    people = people_visible_to(user).filter(grants__school=school)
    return user, school, get_object_or_404(people, pid=pid)


@never_cache
@require_POST
@needs(KEY)
def renew_password(request: HttpRequest, pid: str) -> HttpResponseBase:
    """The password ends; a new link, shown once."""
    user, school, found = _found(request, pid)
    try:
        token = actions.renew_password(by=user, school=school, user=found)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("accounts:person", pid=pid)
    return show_link(request, found, token)


def _managed(
    request: HttpRequest, pid: str, deed: Callable[..., None], done: str
) -> HttpResponseBase:
    user, school, found = _found(request, pid)
    try:
        deed(by=user, school=school, user=found)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("accounts:person", pid=pid)


@require_POST
@needs(KEY)
def close_account(request: HttpRequest, pid: str) -> HttpResponseBase:
    """Nobody signs in with the account any more."""
    return _managed(request, pid, actions.close_account, _("The account is closed."))


@require_POST
@needs(KEY)
def open_account(request: HttpRequest, pid: str) -> HttpResponseBase:
    """A closed account works again."""
    return _managed(request, pid, actions.open_account, _("The account is open again."))


@require_POST
@needs(KEY)
def reset_factors(request: HttpRequest, pid: str) -> HttpResponseBase:
    """The lost second factor is not asked for any more."""
    return _managed(
        request, pid, actions.reset_factors, _("The second factor is not asked for any more.")
    )


def _over(request: HttpRequest) -> HttpResponse:
    """A link that does not work: one answer, whatever the reason."""
    form = NewPasswordForm({})
    form.is_valid()
    try:
        begin_try("LINK", hash_of(request.META.get("REMOTE_ADDR", "")))
    except Locked as locked:
        answer = show_locked(request, form, locked, "accounts/link_over.html", {})
    else:
        refuse(None, "link")
        answer = render(request, "accounts/link_over.html", status=404)
    # Django would note the address, which is nearly a key, in its log.
    answer._has_been_logged = True  # type: ignore[attr-defined]
    return answer


@never_cache
@sensitive_variables("token")
@sensitive_post_parameters("password", "again")
@anyone
def invitation(request: HttpRequest, token: str) -> HttpResponseBase:
    """The invited chooses a password. A link that does not work says so and nothing else."""
    found = actions.open_invitation(token)
    if found is None:
        return _over(request)
    form = NewPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = actions.accept_invitation(
                invitation=found, password=form.cleaned_data["password"]
            )
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            return after_password(request, user, "/")
    return render(request, "accounts/invitation.html", {"form": form, "person": found.user})

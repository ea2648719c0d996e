"""Pages of the school's people: the first run, the list, a person's roles, the school's name."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from tirek.access import actions, clock
from tirek.access.asking import act_once
from tirek.access.doors import anyone, needs
from tirek.access.first import first_code
from tirek.access.models import RoleGrant, User
from tirek.access.queries import people_of, people_visible_to
from tirek.access.refused import Refused
from tirek.access.roles import Role
from tirek.accounts.forms import EndForm, FirstForm, PersonForm, RoleForm, SchoolNameForm
from tirek.web.forms import show_refusal

KEY = "access.people:manage"


@sensitive_post_parameters("password", "again", "code")
@anyone
def first(request: HttpRequest) -> HttpResponseBase:
    """The first run: a school, its first person, its running year. Closed once there is anybody."""
    if User.objects.exists():
        return redirect("accounts:sign_in")
    first_code()
    form = FirstForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answers = {n: form.cleaned_data[n] for n in ("name", "full_name", "username", "password")}
        try:
            user = actions.set_up_school(**answers)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            login(request, user, backend="django.contrib.auth.backends.ModelBackend")
            messages.success(request, _("The school has been entered."))
            return redirect("/")
    return render(request, "accounts/first.html", {"form": form})


@needs("access.school:manage")
def school(request: HttpRequest) -> HttpResponseBase:
    """The school's name."""
    user: User = request.user  # type: ignore[assignment]
    found = request.school  # type: ignore[attr-defined]
    form = SchoolNameForm(request.POST or None, initial={"name": found.name})

    def deed() -> str:
        actions.name_school(by=user, school=found, name=form.cleaned_data["name"])
        return reverse("accounts:people")

    context = {"heading": _("Name of the school"), "button": _("Save the name")}
    return act_once(request, form, deed, "accounts/person_form.html", context, _("Saved."))


@needs(KEY)
def people(request: HttpRequest) -> HttpResponse:
    """Everybody with a role at the school, from - to."""
    school = request.school  # type: ignore[attr-defined]
    return render(request, "accounts/people.html", {"people": people_of(school, clock.today())})


def _roles(request: HttpRequest) -> list[Role]:
    user: User = request.user  # type: ignore[assignment]
    return actions.roles_to_give(user, request.school)  # type: ignore[attr-defined]


@never_cache
@needs(KEY)
def add_person(request: HttpRequest) -> HttpResponseBase:
    """Somebody new with a role; the first password is shown on the answer and nowhere else."""
    user: User = request.user  # type: ignore[assignment]
    school = request.school  # type: ignore[attr-defined]
    form = PersonForm(request.POST or None, roles=_roles(request), initial={"since": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            made, password = actions.add_person(by=user, school=school, **form.cleaned_data)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            return _told(request, made, password)
    context = {"form": form, "heading": _("Add a person"), "button": _("Add the person")}
    return render(request, "accounts/person_form.html", context)


def _told(request: HttpRequest, person: User, password: str) -> HttpResponse:
    return render(request, "accounts/password.html", {"person": person, "password": password})


@needs(KEY)
def person(request: HttpRequest, pid: str) -> HttpResponseBase:
    """One person's roles at the school, and one more."""
    user: User = request.user  # type: ignore[assignment]
    school = request.school  # type: ignore[attr-defined]
    found = get_object_or_404(people_visible_to(user).filter(grants__school=school), pid=pid)
    form = RoleForm(request.POST or None, roles=_roles(request), initial={"since": clock.today()})

    def deed() -> str:
        actions.give_role(by=user, school=school, user=found, **form.cleaned_data)
        return reverse("accounts:person", args=[pid])

    today = clock.today()
    grants = RoleGrant.objects.filter(user=found, school=school).order_by("since", "id")
    givable = {role.value for role in _roles(request)}
    rows: list[dict[str, Any]] = [
        {
            "grant": grant,
            "over": grant.until is not None and grant.until < today,
            "may_end": grant.role in givable and found.pk != user.pk,
        }
        for grant in grants
    ]
    context = {"found": found, "rows": rows, "own": found.pk == user.pk}
    return act_once(request, form, deed, "accounts/person.html", context, _("Role given."))


@never_cache
@require_POST
@needs(KEY)
def renew_password(request: HttpRequest, pid: str) -> HttpResponseBase:
    """A new first password, shown once."""
    user: User = request.user  # type: ignore[assignment]
    school = request.school  # type: ignore[attr-defined]
    found = get_object_or_404(people_visible_to(user).filter(grants__school=school), pid=pid)
    try:
        password = actions.renew_password(by=user, school=school, user=found)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("accounts:person", pid=pid)
    return _told(request, found, password)


@needs(KEY)
def end_role(request: HttpRequest, pid: str, role: str) -> HttpResponseBase:
    """The last day of a role that is in force."""
    user: User = request.user  # type: ignore[assignment]
    school = request.school  # type: ignore[attr-defined]
    found = get_object_or_404(people_visible_to(user), pid=pid)
    grants = RoleGrant.objects.filter(user=found, school=school, role=role)
    grant = grants.exclude(until__lt=clock.today()).order_by("-since", "-id").first()
    if grant is None:
        return redirect("accounts:person", pid=pid)
    current: RoleGrant = grant
    form = EndForm(request.POST or None, initial={"until": clock.today()})

    def deed() -> str:
        until: date = form.cleaned_data["until"]
        actions.end_role(by=user, grant=current, until=until)
        return reverse("accounts:person", args=[pid])

    context = {
        "heading": _("End a role"),
        "sub": f"{found}: {current.get_role_display()}",
        "button": _("End the role"),
        "back": reverse("accounts:person", args=[pid]),
    }
    return act_once(request, form, deed, "accounts/person_form.html", context, _("Role ended."))

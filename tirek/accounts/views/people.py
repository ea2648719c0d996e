"""Pages of the school's people: the first run, the list, a person's roles, the school's name."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from tirek.access import actions as roles
from tirek.access import clock
from tirek.access.asking import act_once, allowed
from tirek.access.doors import anyone, needs
from tirek.access.first import first_code, is_code
from tirek.access.models import User
from tirek.access.queries import classes_of, grants_visible_to, people_of, people_visible_to
from tirek.access.refused import Refused
from tirek.access.roles import Role
from tirek.accounts import actions
from tirek.accounts.entering import enter, refuse
from tirek.accounts.forms import FirstForm, PersonForm, RoleForm, SchoolNameForm
from tirek.accounts.second import has_factor
from tirek.accounts.tries import Locked, begin_try, forget_tries, hash_of
from tirek.accounts.views.account import show_locked
from tirek.accounts.views.links import show_link
from tirek.accounts.wording import Line, lines_of, named
from tirek.web.forms import show_refusal

KEY = "access.people:manage"
MANY = 20


@sensitive_post_parameters("password", "again", "code")
@anyone
def first(request: HttpRequest) -> HttpResponseBase:
    """The first run: a school, its first person, its running year. Closed once there is anybody."""
    if User.objects.exists():
        return redirect("accounts:sign_in")
    first_code()
    form = FirstForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            one = begin_try("FIRST", hash_of(request.META.get("REMOTE_ADDR", "")))
        except Locked as locked:
            return show_locked(request, form, locked, "accounts/first.html", {})
        answers = {n: form.cleaned_data[n] for n in ("name", "full_name", "username", "password")}
        if not is_code(form.cleaned_data["code"]):
            refuse(None, "first code")
            form.add_error("code", _("This is not the code. Look at the server's screen."))
            return render(request, "accounts/first.html", {"form": form})
        forget_tries(one)
        try:
            user = roles.set_up_school(**answers)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("The school has been entered."))
            return enter(request, user, "/", factor="")
    return render(request, "accounts/first.html", {"form": form})


@needs("access.school:manage")
def school(request: HttpRequest) -> HttpResponseBase:
    """The school's name."""
    user: User = request.user  # type: ignore[assignment]
    found = request.school  # type: ignore[attr-defined]
    form = SchoolNameForm(request.POST or None, initial={"name": found.name})

    def deed() -> str:
        roles.name_school(by=user, school=found, name=form.cleaned_data["name"])
        return reverse("accounts:people")

    context = {"heading": _("Name of the school"), "button": _("Save the name")}
    return act_once(request, form, deed, "accounts/person_form.html", context, _("Saved."))


@needs(KEY)
def people(request: HttpRequest) -> HttpResponse:
    """Those with a role at the school now, or those who had one before; by name when many."""
    school = request.school  # type: ignore[attr-defined]
    today = clock.today()
    everybody = people_of(school, today)
    before = request.GET.get("show") == "before"
    here = [one for one in everybody if bool(one.open) != before]
    text = request.GET.get("q", "").strip()
    chosen = named(here, text)
    lines = lines_of([grant for one in chosen for grant in one.grants], today)
    held: dict[int, list[Line]] = {}
    for line in lines:
        held.setdefault(line.grant.user_id, []).append(line)
    shown = {
        "people": [(one, held[one.user.pk]) for one in chosen],
        "before": before,
        "numbers": {
            "now": sum(bool(one.open) for one in everybody),
            "before": sum(not one.open for one in everybody),
        },
        "text": text,
        "many": len(here) > MANY,
    }
    return render(request, "accounts/people.html", shown)


def _roles(request: HttpRequest) -> list[Role]:
    user: User = request.user  # type: ignore[assignment]
    return roles.roles_to_give(user, request.school)  # type: ignore[attr-defined]


@never_cache
@needs(KEY)
def add_person(request: HttpRequest) -> HttpResponseBase:
    """Somebody new with a role; the one-time link is shown on the answer and nowhere else."""
    user: User = request.user  # type: ignore[assignment]
    school = request.school  # type: ignore[attr-defined]
    today = clock.today()
    form = PersonForm(
        request.POST or None,
        roles=_roles(request),
        classes=classes_of(school, today),
        initial={"since": today},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made, token = actions.add_person(by=user, school=school, **form.cleaned_data)
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            return show_link(request, made, token)
    context = {"form": form, "heading": _("Add a person"), "button": _("Add the person")}
    return render(request, "accounts/person_form.html", context)


def _mentors_url(request: HttpRequest, pid: str) -> str:
    """The page that picks a mentor's pupils, for those who may open it."""
    page, key = settings.MENTOR_PAGE
    return reverse(page, args=[pid]) if allowed(request, key) else ""


@needs(KEY)
def person(request: HttpRequest, pid: str) -> HttpResponseBase:
    """One person's roles, and one more in this school."""
    user: User = request.user  # type: ignore[assignment]
    school = request.school  # type: ignore[attr-defined]
    found = get_object_or_404(people_visible_to(user).filter(grants__school=school), pid=pid)
    today = clock.today()
    form = RoleForm(
        request.POST or None,
        roles=_roles(request),
        classes=classes_of(school, today),
        initial={"since": today},
    )

    def deed() -> str:
        roles.give_role(by=user, school=school, user=found, **form.cleaned_data)
        return reverse("accounts:person", args=[pid])

    grants = list(grants_visible_to(user).filter(user=found).order_by("since", "id"))
    givable = {role.value for role in _roles(request)} if found.pk != user.pk else set()
    here = [grant for grant in grants if grant.school_id == school.pk]
    lines = lines_of(here, today)
    context = {
        "found": found,
        "lines": lines,
        "elsewhere": lines_of([g for g in grants if g.school_id != school.pk], today),
        "givable": givable,
        "own": found.pk == user.pk,
        "mentors_url": _mentors_url(request, pid),
        "may_hand_over": any(line.open for line in lines)
        and {line.grant.role for line in lines if line.open} <= givable,
        "handed_over": found.handed_over.filter(school=school).select_related("taker", "giver"),
        "taken_over": found.taken_over.filter(school=school).select_related("taker", "giver"),
        "manages": actions.may_manage(user, school, found),
        "invited": found.invitations.filter(used_at=None, ended_at=None).last(),
        "has_factor": has_factor(found),
    }
    return act_once(request, form, deed, "accounts/person.html", context, _("Role given."))

"""Planning a raid: when and who, which families, in what order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tirek.access import clock
from tirek.access.asking import act_once
from tirek.access.doors import asker, needs, tell_door
from tirek.access.once import do_once
from tirek.access.refused import Refused
from tirek.raids import actions, queries
from tirek.raids.forms import RaidForm, start_of
from tirek.raids.models import WRITE, Raid, RaidStop
from tirek.raids.rules.signing import NO_STOPS, TEAM, signing_problems
from tirek.raids.views.seen import lines, writable, writable_stop
from tirek.raids.wording import problem_words
from tirek.school.models import Household, HouseholdStay, Pupil

AT_MOST = 100
DIFFICULT, NO_ACT, AGAIN, FOUND = "difficult", "no-act", "again", "found"


@needs(WRITE, sensitive=True)
def new(request: HttpRequest) -> HttpResponseBase:
    """Plan a raid; `?household=` or `?pupil=` is its first family."""
    user, school = asker(request)
    today = clock.today()
    start = {"planned_on": request.GET.get("on") or today, "staff": [user.username]}
    form = RaidForm(request.POST or None, initial=start, school=school, user=user, day=today)
    first = _first(request)

    def deed() -> str:
        made = actions.plan_raid(by=user, school=school, fields=form.said(), households=first)
        return reverse("raids:families", args=[made.pid])

    context = {"first": first, "back": reverse("raids:raids")}
    return act_once(request, form, deed, "raids/form.html", context, _("The raid is planned."))


def _first(request: HttpRequest) -> list[Household]:
    user, school = asker(request)
    seen = Household.objects.visible_to(user, WRITE).filter(school=school)
    if pid := request.GET.get("household", ""):
        return list(seen.filter(pid=pid))
    if pid := request.GET.get("pupil", ""):
        pupils = Pupil.objects.visible_to(user, WRITE).filter(pid=pid)
        stays = HouseholdStay.objects.on(clock.today()).known_at().filter(pupil__in=pupils)
        return list(seen.filter(pk__in=stays.values("household_id")))
    return []


@needs(WRITE, sensitive=True)
def change(request: HttpRequest, pid: str) -> HttpResponseBase:
    """When, where, who, while it is not signed."""
    one, (user, school) = writable(request, pid), asker(request)
    if not one.is_draft:
        return redirect("raids:raid", pid)
    tell_door(request, one)
    start = start_of(one, school, user)
    form = RaidForm(
        request.POST or None, initial=start, school=school, user=user, day=clock.today()
    )

    def deed() -> str:
        actions.change_raid(by=user, raid=one, fields=form.said())
        return _page(one)

    context = {"raid": one, "back": _page(one)}
    return act_once(request, form, deed, "raids/form.html", context, _("Saved."))


def _page(raid: Raid) -> str:
    return reverse("raids:plan", args=[raid.pid])


@needs(WRITE, sensitive=True)
def plan(request: HttpRequest, pid: str) -> HttpResponse:
    """A draft: when and who, the route, what is written of each address, what is missing."""
    one = writable(request, pid)
    if not one.is_draft:
        return redirect("raids:raid", pid)
    tell_door(request, one)
    found, today = lines(one), clock.today()
    names = [str(row.get("name", "")) for row in one.team]
    problems = signing_problems(today, today, names, [line.stop.result for line in found])
    context = {
        "raid": one,
        "lines": found,
        "lacking": [problem_words(code) for code in problems if code in (TEAM, NO_STOPS)],
        "ready": not problems,
        "filled": sum(bool(line.stop.result) for line in found),
        "today": today,
    }
    return render(request, "raids/plan.html", context)


@needs(WRITE, sensitive=True)
def families(request: HttpRequest, pid: str) -> HttpResponse:
    """Choose families: of difficult pupils, without an act, not seen last time, by name."""
    one, (user, school) = writable(request, pid), asker(request)
    if not one.is_draft:
        return redirect("raids:raid", pid)
    if request.method == "POST":
        return _add(request, one)
    today, text = clock.today(), request.GET.get("q", "").strip()[:100]
    tab = FOUND if text else request.GET.get("list", DIFFICULT)
    left = {stop.household_id: stop for stop in queries.to_visit(school, user, today)}
    sources: dict[str, Callable[[], list[queries.Home]]] = {
        DIFFICULT: lambda: queries.difficult(school, user, today),
        NO_ACT: lambda: queries.without_act(school, user, today),
        AGAIN: lambda: queries.homes(school, user, [pk for pk in left if pk], today),
        FOUND: lambda: queries.named(school, user, text, today) if len(text) > 1 else [],
    }
    tab = tab if tab in sources else DIFFICULT
    chosen = set(one.stops.values_list("household_id", flat=True))
    offered = [home for home in sources[tab]() if home.household.pk not in chosen]
    tell_door(request, count=len(offered[:AT_MOST]))
    context = {
        "raid": one,
        "tab": tab,
        "tabs": [
            (DIFFICULT, _("Difficult pupils")),
            (NO_ACT, _("No act this year")),
            (AGAIN, _("Not seen last time")),
            (FOUND, _("By name or address")),
        ],
        "text": text,
        "homes": offered[:AT_MOST],
        "more": max(0, len(offered) - AT_MOST),
        "left": left,
        "chosen": len(chosen),
    }
    return render(request, "raids/families.html", context)


def _add(request: HttpRequest, raid: Raid) -> HttpResponse:
    user, school = asker(request)
    seen = Household.objects.visible_to(user, WRITE).filter(school=school)
    wanted = list(seen.filter(pid__in=request.POST.getlist("household")))
    addresses = request.POST.get("addresses", "")[:3000].splitlines()

    def deed() -> None:
        made = actions.add_stops(by=user, raid=raid, households=wanted, addresses=addresses)
        messages.success(request, _("Addresses added: %(n)s") % {"n": len(made)})

    return _do(request, raid, deed)


def _do(request: HttpRequest, raid: Raid, deed: Callable[[], Any]) -> HttpResponse:
    """Do it once; back to the draft, with the refusal if there is one."""
    user, _school = asker(request)

    def whole() -> str:
        deed()
        return _page(raid)

    try:
        return redirect(do_once(request.POST.get("form_key"), user, whole))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("raids:raid", raid.pid)


@require_POST
@needs(WRITE, sensitive=True)
def sort(request: HttpRequest, pid: str) -> HttpResponse:
    """Put the route in the order of the addresses."""
    one, (user, _school) = writable(request, pid), asker(request)
    tell_door(request, one)
    return _do(request, one, lambda: actions.sort_stops(by=user, raid=one))


@require_POST
@needs(WRITE, sensitive=True)
def move(request: HttpRequest, pid: str) -> HttpResponse:
    """One step up or down the route."""
    one, (user, _school) = _stop(request, pid), asker(request)
    up = request.POST.get("way") != "down"
    return _do(request, one.raid, lambda: actions.move_stop(by=user, stop=one, up=up))


@require_POST
@needs(WRITE, sensitive=True)
def remove(request: HttpRequest, pid: str) -> HttpResponse:
    """Take an address off the route."""
    one, (user, _school) = _stop(request, pid), asker(request)
    return _do(request, one.raid, lambda: actions.remove_stop(by=user, stop=one))


def _stop(request: HttpRequest, pid: str) -> RaidStop:
    one = writable_stop(request, pid)
    tell_door(request, one.raid)
    return one

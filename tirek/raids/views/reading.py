"""Reading raids: the list, one that was held, the sheet to take along, where to come again."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tirek.access import clock
from tirek.access.asking import allowed
from tirek.access.doors import asker, needs, tell_door
from tirek.journal.models import State
from tirek.raids import queries
from tirek.raids.models import READ, WRITE, Raid, RaidStop
from tirek.raids.views.seen import lines, readable

PAGE = 50


@needs(READ, sensitive=True)
def raids(request: HttpRequest) -> HttpResponse:
    """The school's raids for this reader: planned, held; annulled when asked for."""
    user, school = asker(request)
    state, text = request.GET.get("state", ""), request.GET.get("q", "").strip()[:100]
    found = queries.raids(school, user, state, text)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    tell_door(request, count=len(page))
    context = {
        "page": page,
        "state": state,
        "text": text,
        "states": [
            ("", _("in force")),
            (State.DRAFT, _("planned")),
            (State.DONE, _("held")),
            (State.ANNULLED, _("annulled")),
        ],
        "left": len(queries.to_visit(school, user, clock.today())),
        "may_write": allowed(request, WRITE),
        "today": clock.today(),
    }
    return render(request, "raids/raids.html", context)


@needs(READ, sensitive=True)
def raid(request: HttpRequest, pid: str) -> HttpResponse:
    """A raid that was held, or annulled, as it stands; a draft goes on."""
    one = readable(request, pid)
    user, _school = asker(request)
    writes = Raid.objects.writable_by(user).filter(pk=one.pk).exists()
    if one.is_draft:
        return redirect("raids:plan", pid)
    tell_door(request, one)
    replacement = (
        Raid.objects.visible_to(user)
        .filter(entry__replaces=one.entry, entry__state=State.DONE)
        .select_related("entry")
        .first()
    )
    context = {
        "raid": one,
        "lines": lines(one),
        "counts": counts(one),
        "replacement": replacement,
        "replaced": getattr(one.entry.replaces, "raid", None),
        "may_undo": writes and replacement is None and not one.is_annulled,
    }
    return render(request, "raids/raid.html", context)


def counts(raid: Raid) -> list[tuple[Any, int]]:
    """How many addresses ended with each result."""
    found = Counter(raid.stops.values_list("result", flat=True))
    return [(result.label, found[result]) for result in RaidStop.Result if found[result]]


@needs(READ, sensitive=True)
def sheet(request: HttpRequest, pid: str) -> HttpResponse:
    """The route to print and take along: addresses in order, children, phones, room to write."""
    one = readable(request, pid)
    tell_door(request, one)
    return render(request, "raids/sheet.html", {"raid": one, "lines": lines(one)})


@needs(READ, sensitive=True)
def again(request: HttpRequest) -> HttpResponse:
    """Addresses at which nobody was seen, or to which one has to come again."""
    user, school = asker(request)
    today = clock.today()
    page = Paginator(queries.to_visit(school, user, today), PAGE).get_page(request.GET.get("page"))
    tell_door(request, count=len(page))
    homes = [stop.household_id for stop in page if stop.household_id]
    living = queries.children_at(school, homes, today)
    context = {
        "page": page,
        "rows": [(stop, living.get(stop.household_id or 0, [])) for stop in page],
        "may_write": allowed(request, WRITE),
        "today": today,
    }
    return render(request, "raids/again.html", context)

"""What the pages of a raid share: finding it, its stops with the children who live there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from tirek.raids.models import Raid, RaidStop
from tirek.raids.queries import children_at, phones_at


@dataclass(frozen=True)
class Line:
    """A stop as a page shows it: its number, the children who live there, the family's phones."""

    number: int
    stop: RaidStop
    children: list[Any]
    phones: list[str]


def readable(request: HttpRequest, pid: str) -> Raid:
    """The raid of this id the user may read; 404 otherwise."""
    found = Raid.objects.visible_to(request.user)
    return get_object_or_404(
        found.select_related("entry", "entry__author", "entry__replaces", "school"), entry__pid=pid
    )


def writable(request: HttpRequest, pid: str) -> Raid:
    """The raid of this id the user may write; 404 otherwise."""
    found = Raid.objects.writable_by(request.user)
    return get_object_or_404(
        found.select_related("entry", "entry__author", "school"), entry__pid=pid
    )


def writable_stop(request: HttpRequest, pid: str) -> RaidStop:
    """The stop of this id whose raid the user may write; 404 otherwise."""
    found = RaidStop.objects.filter(raid__in=Raid.objects.writable_by(request.user))
    return get_object_or_404(
        found.select_related("raid__entry", "raid__school", "household"), pid=pid
    )


def lines(raid: Raid) -> list[Line]:
    """The stops in their order."""
    stops = list(raid.stops.select_related("household"))
    homes = [stop.household_id for stop in stops if stop.household_id]
    living = children_at(raid.school, homes, raid.entry.on)
    phones = phones_at(homes, raid.entry.on)
    return [
        Line(
            number,
            stop,
            living.get(stop.household_id or 0, []),
            phones.get(stop.household_id or 0, []),
        )
        for number, stop in enumerate(stops, start=1)
    ]

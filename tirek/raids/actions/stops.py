"""Writes the stops of a raid that is not signed: added, ordered, filled in, taken off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tirek.access import audit
from tirek.access.models import User
from tirek.access.refused import Refused
from tirek.raids.models import Raid, RaidStop
from tirek.raids.rules.results import RESULTS
from tirek.raids.rules.route import moved, route_order
from tirek.school.models import Household

SAID = ("result", "at_home", "findings", "measures", "again_on")
MOST_STOPS = 60


def locked_draft(raid: Raid) -> Raid:
    """The draft as it stands now, held until the transaction ends."""
    held = Raid.objects.select_for_update(of=("self",)).get(pk=raid.pk)
    if not held.is_draft:
        raise Refused(_("This raid is signed: correct it instead."))
    return held


@transaction.atomic
def add_stops(
    *, by: User, raid: Raid, households: Sequence[Household] = (), addresses: Iterable[str] = ()
) -> list[RaidStop]:
    """Add families at the end of the route with their addresses as they stand, each once.

    `addresses` are of families the school does not know.
    """
    raid = locked_draft(raid)
    if any(one.school_id != raid.school_id for one in households):
        raise Refused(_("Somebody here belongs to another school."))
    there = list(raid.stops.all())
    known = {stop.household_id for stop in there}
    new = [
        *((one, one.address) for one in households if one.pk not in known),
        *((None, text.strip()[:300]) for text in addresses if text.strip()),
    ]
    if len(there) + len(new) > MOST_STOPS:
        raise Refused(_("One raid visits at most %(n)s addresses.") % {"n": MOST_STOPS})
    last = max((stop.place for stop in there), default=0)
    made = RaidStop.objects.bulk_create(
        RaidStop(raid=raid, place=place, household=home, address=address)
        for place, (home, address) in enumerate(new, start=last + 1)
    )
    if made:
        _note(by, raid, f"stops +{len(made)}")
    return list(made)


@transaction.atomic
def remove_stop(*, by: User, stop: RaidStop) -> None:
    """Take an address off the route of a draft: it is no fact yet."""
    raid = locked_draft(stop.raid)
    RaidStop.objects.filter(raid=raid, pk=stop.pk).delete()
    _note(by, raid, "stops -1")


@transaction.atomic
def sort_stops(*, by: User, raid: Raid) -> None:
    """Put the route in the order of the addresses."""
    raid = locked_draft(raid)
    stops = list(raid.stops.all())
    order = route_order([stop.address for stop in stops])
    _write([stops[place] for place in order])
    _note(by, raid, "route")


@transaction.atomic
def move_stop(*, by: User, stop: RaidStop, up: bool) -> None:
    """Move an address one step up or down the route."""
    raid = locked_draft(stop.raid)
    stops = {one.pk: one for one in raid.stops.all()}
    if stop.pk not in stops:
        raise Refused(_("This address has been taken off the route."))
    _write([stops[pk] for pk in moved(list(stops), stop.pk, up)])
    _note(by, raid, "route")


@transaction.atomic
def fill_stop(*, by: User, stop: RaidStop, fields: Mapping[str, Any]) -> RaidStop:
    """Write down what came of an address; `fields` are those of SAID."""
    raid = locked_draft(stop.raid)
    held = raid.stops.filter(pk=stop.pk).first()
    if held is None:
        raise Refused(_("This address has been taken off the route."))
    if fields.get("result") and fields["result"] not in RESULTS:
        raise Refused(_("There is no such result."), field="result")
    for name in SAID:
        setattr(held, name, fields.get(name) or (None if name == "again_on" else ""))
    held.save(update_fields=[*SAID])
    _note(by, raid, "stop")
    return held


def _write(stops: Sequence[RaidStop]) -> None:
    for place, stop in enumerate(stops, start=1):
        stop.place = place
    RaidStop.objects.bulk_update(stops, ["place"])


def _note(by: User, raid: Raid, note: str) -> None:
    audit.record(by=by, verb="CHANGED", thing=raid, school=raid.school, note=note)

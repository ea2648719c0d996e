"""The kind of entry this room records, and its details in the school file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from tirek.access.models import School
from tirek.access.rules.shape import as_day
from tirek.journal import kinds
from tirek.journal.models import Entry
from tirek.raids.models import KIND, Raid, RaidStop
from tirek.raids.rules.shape import as_time, shape_problems
from tirek.school.models import Household

TEXTS = ("area", "purpose", "reason")
STOP_TEXTS = ("address", "result", "at_home", "findings", "measures")


def register_all() -> None:
    """Take over RAID: its form, its page, its details."""
    kinds.register(
        replace(
            kinds.kind(KIND),
            form="raids:new",
            page="raids:raid",
            check=shape_problems,
            load=load_raids,
            dump=dump_raids,
        )
    )


def load_raids(batch: Sequence[tuple[Entry, Mapping[str, Any]]]) -> None:
    """Bring raids in; no details at all is a raid of which only its being is known."""
    made = [
        Raid(
            entry=entry,
            school_id=entry.school_id,
            planned_on=as_day(details.get("planned_on")),
            starts_at=as_time(details.get("starts_at")),
            ends_at=as_time(details.get("ends_at")),
            team=list(details.get("team") or []),
            **{name: details.get(name) or "" for name in TEXTS},
        )
        for entry, details in batch
    ]
    Raid.objects.bulk_create(made, batch_size=1000)
    _load_stops(made, [details for _entry, details in batch])
    _load_corrected(made, [details for _entry, details in batch])


def _load_stops(raids: Sequence[Raid], said: Sequence[Mapping[str, Any]]) -> None:
    schools = {raid.school_id for raid in raids}
    wanted = {stop.get("household") for one in said for stop in one.get("stops") or ()}
    homes = {
        (school_id, key): pk
        for pk, school_id, key in Household.objects.filter(
            school_id__in=schools, key__in=wanted - {None}
        ).values_list("pk", "school_id", "key")
    }
    RaidStop.objects.bulk_create(
        (
            RaidStop(
                raid=raid,
                place=place,
                household_id=homes.get((raid.school_id, stop.get("household") or "")),
                again_on=as_day(stop.get("again_on")),
                **{name: stop.get(name) or "" for name in STOP_TEXTS},
            )
            for raid, one in zip(raids, said, strict=True)
            for place, stop in enumerate(one.get("stops") or (), start=1)
        ),
        batch_size=1000,
    )


def _load_corrected(raids: Sequence[Raid], said: Sequence[Mapping[str, Any]]) -> None:
    """Drafts that correct a signed raid."""
    for raid, one in zip(raids, said, strict=True):
        if key := one.get("corrects"):
            raid.corrects = Raid.objects.filter(school_id=raid.school_id, entry__key=key).first()
            raid.save(update_fields=["corrects"])


def dump_raids(schools: Sequence[School]) -> dict[int, Mapping[str, Any]]:
    """The details of the schools' raids by entry id."""
    stops: dict[int, list[dict[str, Any]]] = defaultdict(list)
    found = RaidStop.objects.filter(raid__school__in=schools).order_by("raid", "place", "id")
    for stop in found.select_related("household"):
        line: dict[str, Any] = {name: getattr(stop, name) for name in STOP_TEXTS}
        line["household"] = stop.household.key if stop.household else ""
        line["again_on"] = stop.again_on.isoformat() if stop.again_on else ""
        stops[stop.raid_id].append({name: value for name, value in line.items() if value})
    raids = Raid.objects.filter(school__in=schools).select_related("corrects__entry")
    return {raid.entry_id: _details(raid, stops[raid.pk]) for raid in raids}


def _details(raid: Raid, stops: list[dict[str, Any]]) -> dict[str, Any]:
    said: dict[str, Any] = {
        "planned_on": raid.planned_on.isoformat() if raid.planned_on else "",
        "starts_at": f"{raid.starts_at:%H:%M}" if raid.starts_at else "",
        "ends_at": f"{raid.ends_at:%H:%M}" if raid.ends_at else "",
        "team": raid.team,
        "stops": stops,
        "corrects": raid.corrects.entry.key if raid.corrects else "",
        **{name: getattr(raid, name) for name in TEXTS},
    }
    return {name: value for name, value in said.items() if value}

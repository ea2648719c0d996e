"""A raid of two families for tests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from tirek.access.models import User
from tirek.raids.actions import fill_stop, plan_raid, sign_raid
from tirek.raids.models import Raid
from tirek.school.models import Household

TEAM = [
    {"name": "Бекболатова Сәуле", "post": "әлеуметтік педагог"},
    {"name": "Ахметов Нұрлан", "post": "учаскелік инспектор"},
]
HELD = date(2026, 11, 20)


def planned(by: User, *households: Household, **fields: Any) -> Raid:
    """A draft with two people in its team."""
    said = {"planned_on": HELD, "starts_at": time(18, 0), "team": TEAM, "area": "Бұлақ ауылы"}
    return plan_raid(
        by=by, school=households[0].school, fields=said | fields, households=households
    )


def fill(by: User, raid: Raid, results: Sequence[str], **fields: Any) -> None:
    """Write a result at each stop, in their order."""
    for stop, result in zip(raid.stops.all(), results, strict=True):
        fill_stop(by=by, stop=stop, fields={"result": result, **fields})


def held(by: User, *households: Household, results: Sequence[str] = (), **fields: Any) -> Raid:
    """A signed raid; every family was seen unless `results` say otherwise."""
    raid = planned(by, *households, **fields)
    fill(by, raid, results or ["SEEN"] * len(households), at_home="Анасы, екі бала")
    return sign_raid(by=by, raid=raid, on=fields.get("planned_on", HELD))


def things(by: User, household: Household) -> dict[str, Any]:
    """For the walk of every address: a held raid, a draft, a stop of it."""
    draft = planned(by, household)
    return {
        "raid": held(by, household),
        "draft raid": draft,
        "draft stop": draft.stops.get(),
    }

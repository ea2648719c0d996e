"""Adjustments in the school file, in the order in which they were made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tirek.access.facts import known
from tirek.access.interchange import Found, first_moment, iso, without_empty
from tirek.access.models import School
from tirek.access.rules.shape import (
    as_day,
    day,
    days,
    list_of,
    obj,
    one_of,
    sure_day,
    text,
    year_number,
)
from tirek.plans.actions.adjusting import in_turn
from tirek.plans.interchange.plans import Rows
from tirek.plans.models import Adjustment, PlanRow

WHOLE_SCHOOL = "SCHOOL"

SHAPE = list_of(
    obj(
        school=text(),
        row=text(required=True),
        year=year_number(required=True),
        about=text(),
        period=days(2, required=True),
        kind=one_of(Adjustment.Kind.values, required=True),
        to=text(),
        reason=text(),
        by=text(),
        on=day(),
    )
)


def load(raws: Sequence[Mapping[str, Any]], rows: Rows, found: Found) -> None:
    made: list[Adjustment] = []
    for index, raw in enumerate(raws):
        path = f"adjustments[{index}]"
        by = found.user(raw.get("by"), f"{path}.by")
        codes = [raw["school"]] if raw.get("school") else list(found.schools)
        places = [code for code in codes if (code, raw["year"], raw["row"]) in rows]
        if not places:
            found.missing(f"{path}.row", raw["row"])
            continue
        about = None
        for code in places:
            row = rows[(code, raw["year"], raw["row"])]
            if (about := _about(code, row, raw, found)) is not None:
                break
        if about is None:
            found.missing(f"{path}.about", raw.get("about"))
            continue
        to: dict[str, Any] = {}
        if raw["kind"] == Adjustment.Kind.ASSIGNED:
            to = {"to_user": found.user(raw.get("to"), f"{path}.to")}
        elif raw["kind"] == Adjustment.Kind.MOVED:
            to = {"to_day": as_day(raw.get("to"))}
        if to and None in to.values():
            found.problem(f"{path}.to", "MISSING")
            continue
        on = as_day(raw.get("on"))
        made.append(
            Adjustment(
                row=row,
                since=sure_day(raw["period"][0]),
                until=sure_day(raw["period"][1]),
                kind=raw["kind"],
                reason=raw.get("reason") or "",
                by=by,
                on=on,
                recorded_by=by,
                recorded_at=first_moment(on),
                **about,
                **to,
            )
        )
    Adjustment.objects.bulk_create(made, batch_size=500)
    Adjustment.objects.bulk_update(in_turn(made), ["replaces"], batch_size=500)


def _about(code: str, row: PlanRow, raw: Mapping[str, Any], found: Found) -> dict[str, Any] | None:
    """Whom an adjustment is about, by the row's unit; None when there is nobody of that key."""
    key = raw.get("about") or ""
    if row.unit == "SCHOOL":
        return {} if key in ("", WHOLE_SCHOOL, code) else None
    things: dict[str, tuple[str, Any]] = {
        "PUPIL": ("pupil", found.pupils.get((code, key))),
        "HOUSEHOLD": ("household", found.households.get((code, key))),
        "CLASS": ("school_class", found.classes.get((code, raw["year"], key))),
    }
    name, thing = things[row.unit]
    return None if thing is None else {name: thing}


def dump(schools: Sequence[School]) -> list[dict[str, Any]]:
    """The adjustments that are believed now."""
    adjustments = (
        Adjustment.objects.filter(known(None), row__plan__school__in=schools)
        .select_related(
            "row__plan__school",
            "row__plan__school_year",
            "pupil",
            "household",
            "school_class",
            "to_user",
            "by",
        )
        .order_by("row__plan__school__code", "id")
    )
    return [_adjustment(one, len(schools) > 1) for one in adjustments]


def _adjustment(one: Adjustment, several: bool) -> dict[str, Any]:
    about = WHOLE_SCHOOL
    if one.pupil:
        about = one.pupil.key
    elif one.household:
        about = one.household.key
    elif one.school_class:
        about = one.school_class.name
    return without_empty(
        {
            "school": one.row.plan.school.code if several else None,
            "row": one.row.code,
            "year": one.row.plan.school_year.year,
            "about": about,
            "period": [iso(one.since), iso(one.until)],
            "kind": one.kind,
            "to": one.to_user.username if one.to_user else iso(one.to_day),
            "reason": one.reason,
            "by": one.by.username if one.by else None,
            "on": iso(one.on),
        }
    )

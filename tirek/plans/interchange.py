"""The school file's part of this room: plans with their rows, and adjustments."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tirek.access.facts import known
from tirek.access.interchange import Found, first_moment, in_order, iso, without_empty
from tirek.access.models import School
from tirek.access.roles import Role
from tirek.access.rules.shape import (
    Problem,
    Shape,
    as_day,
    day,
    days,
    list_of,
    number,
    obj,
    one_of,
    sure_day,
    text,
    year_number,
)
from tirek.journal import kinds
from tirek.plans.actions.adjusting import in_turn
from tirek.plans.models import Adjustment, Plan, PlanKind, PlanRow
from tirek.plans.rules.cohorts import Cohort, cohort_from_json
from tirek.plans.rules.evidence import UNITS, evidence_from_json
from tirek.plans.rules.shape import ShapeError
from tirek.plans.rules.terms import term_from_json

WHOLE_SCHOOL = "SCHOOL"


def _read_by(reader: Callable[[Any, str], object], required: bool = False) -> Shape:
    """A shape that one of the room's own rules reads."""

    def check(value: Any, path: str, problems: list[Problem]) -> None:
        try:
            reader(value, path)
        except ShapeError as error:
            problems.append(Problem(error.path, error.code, error.reason))

    return Shape(check, required)


SHAPE: dict[str, Shape] = {
    "plans": list_of(
        obj(
            school=text(required=True),
            year=year_number(required=True),
            kind=one_of(PlanKind.values, required=True),
            approved_on=day(),
            approved_by=text(),
            rows=list_of(
                obj(
                    code=text(20, required=True),
                    number=text(10),
                    section=obj(kk=text(300), ru=text(300), en=text(300)),
                    text=obj(kk=text(), ru=text(), en=text()),
                    term=_read_by(term_from_json, required=True),
                    responsible=list_of(one_of(Role.values)),
                    cohort=_read_by(cohort_from_json),
                    unit=one_of(UNITS, required=True),
                    evidence=_read_by(
                        lambda value, path: evidence_from_json(value, path, kinds.kinds())
                    ),
                    grace_days=number(),
                )
            ),
        )
    ),
    "adjustments": list_of(
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
    ),
}


def load(data: Mapping[str, Any], found: Found) -> None:
    """Bring in plans with their rows, then adjustments."""
    rows = _load_plans(data.get("plans") or [], found)
    _load_adjustments(data.get("adjustments") or [], rows, found)


Rows = dict[tuple[str, int, str], PlanRow]


def _load_plans(raws: Sequence[Mapping[str, Any]], found: Found) -> Rows:
    rows: Rows = {}
    seen: set[tuple[str, int, str]] = set()
    for index, raw in enumerate(raws):
        path, place = f"plans[{index}]", (raw["school"], raw["year"], raw["kind"])
        school = found.school(raw["school"], f"{path}.school")
        year = found.years.get((raw["school"], raw["year"]))
        approved_by = found.user(raw.get("approved_by"), f"{path}.approved_by")
        if school is None:
            continue
        if year is None:
            found.missing(f"{path}.year", raw["year"])
            continue
        if place in seen:
            found.problem(f"{path}.kind", "TWICE", raw["kind"])
            continue
        seen.add(place)
        plan = Plan.objects.create(
            school=school,
            school_year=year,
            kind=raw["kind"],
            approved_on=as_day(raw.get("approved_on")),
            approved_by=approved_by,
        )
        for position, row in enumerate(raw.get("rows") or [], start=1):
            at = f"{path}.rows[{position - 1}]"
            row_place = (raw["school"], raw["year"], row["code"])
            if row_place in rows:
                found.problem(f"{at}.code", "TWICE", row["code"])
                continue
            _check_categories(row, raw["school"], at, found)
            rows[row_place] = _row(plan, position, row)
    PlanRow.objects.bulk_create(rows.values(), batch_size=500)
    return rows


def _row(plan: Plan, position: int, raw: Mapping[str, Any]) -> PlanRow:
    section, said = raw.get("section") or {}, raw.get("text") or {}
    return PlanRow(
        plan=plan,
        position=position,
        code=raw["code"],
        number=raw.get("number") or "",
        section_kk=section.get("kk") or "",
        section_ru=section.get("ru") or "",
        section_en=section.get("en") or "",
        text_kk=said.get("kk") or "",
        text_ru=said.get("ru") or "",
        text_en=said.get("en") or "",
        term=raw["term"],
        responsible=raw.get("responsible") or [],
        cohort=raw.get("cohort") or {},
        unit=raw["unit"],
        evidence=raw.get("evidence") or [],
        grace_days=raw.get("grace_days") or 0,
    )


def _check_categories(row: Mapping[str, Any], school: str, path: str, found: Found) -> None:
    known = found.categories.get(school, set())

    def look(cohort: Cohort, at: str) -> None:
        for index, code in enumerate(cohort.statuses):
            if code not in known:
                found.problem(f"{at}.statuses[{index}]", "UNKNOWN_CODE", code)
        for index, one in enumerate(cohort.any):
            look(one, f"{at}.any[{index}]")

    look(cohort_from_json(row.get("cohort") or {}), f"{path}.cohort")


def _load_adjustments(raws: Sequence[Mapping[str, Any]], rows: Rows, found: Found) -> None:
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


def dump(schools: Sequence[School], into: dict[str, Any]) -> None:
    """Write plans and the adjustments that are believed now."""
    order = {kind: position for position, kind in enumerate(PlanKind.values)}
    plans = (
        Plan.objects.filter(school__in=schools)
        .select_related("school", "school_year", "approved_by")
        .prefetch_related("rows")
    )
    into["plans"] = [
        without_empty(
            {
                "school": plan.school.code,
                "year": plan.school_year.year,
                "kind": plan.kind,
                "approved_on": iso(plan.approved_on),
                "approved_by": plan.approved_by.username if plan.approved_by else None,
                "rows": [_dumped(row) for row in plan.rows.all()],
            }
        )
        for plan in sorted(plans, key=lambda p: (p.school.code, p.school_year.year, order[p.kind]))
    ]
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
    into["adjustments"] = [_adjustment(one, len(schools) > 1) for one in adjustments]


def _dumped(row: PlanRow) -> dict[str, Any]:
    kept = without_empty(
        {
            "code": row.code,
            "number": row.number,
            "section": without_empty(
                {"kk": row.section_kk, "ru": row.section_ru, "en": row.section_en}
            ),
            "text": without_empty({"kk": row.text_kk, "ru": row.text_ru, "en": row.text_en}),
            "responsible": row.responsible,
            "cohort": in_order(row.cohort),
            "unit": row.unit,
            "evidence": row.evidence,
            "grace_days": row.grace_days,
        },
        grace_days=0,
    )
    return {**kept, "term": in_order(row.term)}


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

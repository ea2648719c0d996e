"""Plans and their rows in the school file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tirek.access.interchange import Found, in_order, iso, without_empty
from tirek.access.models import School
from tirek.access.roles import Role
from tirek.access.rules.shape import (
    Problem,
    Shape,
    as_day,
    day,
    list_of,
    number,
    obj,
    one_of,
    text,
    year_number,
)
from tirek.journal import kinds
from tirek.plans.interchange import amendments
from tirek.plans.models import Amendment, Plan, PlanKind, PlanRow
from tirek.plans.rules.cohorts import Cohort, cohort_from_json
from tirek.plans.rules.evidence import UNITS, evidence_from_json
from tirek.plans.rules.shape import ShapeError
from tirek.plans.rules.terms import term_from_json


def _read_by(reader: Callable[[Any, str], object], required: bool = False) -> Shape:
    """A shape that one of the room's own rules reads."""

    def check(value: Any, path: str, problems: list[Problem]) -> None:
        try:
            reader(value, path)
        except ShapeError as error:
            problems.append(Problem(error.path, error.code, error.reason))

    return Shape(check, required)


_EVIDENCE = _read_by(lambda value, path: evidence_from_json(value, path, kinds.kinds()))

SHAPE = list_of(
    obj(
        school=text(required=True),
        year=year_number(required=True),
        kind=one_of(PlanKind.values, required=True),
        approved_on=day(),
        approved_by=text(),
        submitted_on=day(),
        submitted_by=text(),
        sent_back=obj(on=day(), by=text(), reason=text()),
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
                evidence=_EVIDENCE,
                grace_days=number(),
                ended_on=day(),
            )
        ),
        amendments=amendments.shape(
            _read_by(term_from_json), _read_by(cohort_from_json), _EVIDENCE
        ),
    )
)

Rows = dict[tuple[str, int, str], PlanRow]


def load(raws: Sequence[Mapping[str, Any]], found: Found) -> Rows:
    """Bring in plans with their rows and amendments; the rows by school, year and code."""
    rows: Rows = {}
    amended: list[Amendment] = []
    seen: set[tuple[str, int, str]] = set()
    for index, raw in enumerate(raws):
        path, place = f"plans[{index}]", (raw["school"], raw["year"], raw["kind"])
        plan = _plan(raw, path, found)
        if plan is None:
            continue
        if place in seen:
            found.problem(f"{path}.kind", "TWICE", raw["kind"])
            continue
        seen.add(place)
        plan.save()
        own: dict[str, PlanRow] = {}
        for position, row in enumerate(raw.get("rows") or [], start=1):
            at = f"{path}.rows[{position - 1}]"
            row_place = (raw["school"], raw["year"], row["code"])
            if row_place in rows:
                found.problem(f"{at}.code", "TWICE", row["code"])
                continue
            _check_categories(row, raw["school"], at, found)
            rows[row_place] = own[row["code"]] = _row(plan, position, row)
        told = raw.get("amendments") or []
        amended += amendments.load(told, own, f"{path}.amendments", found)
    PlanRow.objects.bulk_create(rows.values(), batch_size=500)
    Amendment.objects.bulk_create(amended, batch_size=500)
    return rows


def _plan(raw: Mapping[str, Any], path: str, found: Found) -> Plan | None:
    """A plan not kept yet; None when its school or year is not there."""
    back = raw.get("sent_back") or {}
    people = {
        name: found.user(username, f"{path}.{at}")
        for name, username, at in (
            ("approved_by", raw.get("approved_by"), "approved_by"),
            ("submitted_by", raw.get("submitted_by"), "submitted_by"),
            ("sent_back_by", back.get("by"), "sent_back.by"),
        )
    }
    school = found.school(raw["school"], f"{path}.school")
    if school is None:
        return None
    year = found.years.get((raw["school"], raw["year"]))
    if year is None:
        found.missing(f"{path}.year", raw["year"])
        return None
    return Plan(
        school=school,
        school_year=year,
        kind=raw["kind"],
        approved_on=as_day(raw.get("approved_on")),
        submitted_on=as_day(raw.get("submitted_on")),
        sent_back_on=as_day(back.get("on")),
        sent_back_reason=back.get("reason") or "",
        **people,
    )


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
        ended_on=as_day(raw.get("ended_on")),
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


def dump(schools: Sequence[School]) -> list[dict[str, Any]]:
    """Plans in the order of school, year and kind."""
    order = {kind: position for position, kind in enumerate(PlanKind.values)}
    plans = (
        Plan.objects.filter(school__in=schools)
        .select_related("school", "school_year", "approved_by", "submitted_by", "sent_back_by")
        .prefetch_related("rows__amendments__by")
    )
    return [
        without_empty(
            {
                "school": plan.school.code,
                "year": plan.school_year.year,
                "kind": plan.kind,
                "approved_on": iso(plan.approved_on),
                "approved_by": plan.approved_by.username if plan.approved_by else None,
                "submitted_on": iso(plan.submitted_on),
                "submitted_by": plan.submitted_by.username if plan.submitted_by else None,
                "sent_back": without_empty(
                    {
                        "on": iso(plan.sent_back_on),
                        "by": plan.sent_back_by.username if plan.sent_back_by else None,
                        "reason": plan.sent_back_reason,
                    }
                ),
                "rows": [_dumped(row) for row in plan.rows.all()],
                "amendments": amendments.dump(plan.rows.all()),
            }
        )
        for plan in sorted(plans, key=lambda p: (p.school.code, p.school_year.year, order[p.kind]))
    ]


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
            "ended_on": iso(row.ended_on),
        },
        grace_days=0,
    )
    return {**kept, "term": in_order(row.term)}

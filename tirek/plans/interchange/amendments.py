"""The school file's amendments of a plan: a list beside its rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tirek.access.interchange import Found, first_moment, in_order, iso, without_empty
from tirek.access.roles import Role
from tirek.access.rules.shape import Shape, day, list_of, number, obj, one_of, sure_day, text
from tirek.plans.models import Amendment, PlanRow
from tirek.plans.rules.amendments import before_of
from tirek.plans.rules.evidence import UNITS


def shape(term: Shape, cohort: Shape, evidence: Shape) -> Shape:
    """The shape of the list; the three are those of a row."""
    return list_of(
        obj(
            row=text(required=True),
            kind=one_of(Amendment.Kind.values, required=True),
            on=day(required=True),
            reason=text(required=True),
            by=text(),
            before=obj(
                text_kk=text(),
                text_ru=text(),
                text_en=text(),
                term=term,
                responsible=list_of(one_of(Role.values)),
                cohort=cohort,
                unit=one_of(UNITS),
                evidence=evidence,
                grace_days=number(),
                ended_on=day(),
            ),
        )
    )


def load(
    raws: Sequence[Mapping[str, Any]], rows: Mapping[str, PlanRow], path: str, found: Found
) -> list[Amendment]:
    """Amendments to be kept, in their order; each row gets the day of its last one."""
    made = []
    for index, raw in enumerate(raws):
        at = f"{path}[{index}]"
        row, by = rows.get(raw["row"]), found.user(raw.get("by"), f"{at}.by")
        if row is None:
            found.missing(f"{at}.row", raw["row"])
            continue
        on = sure_day(raw["on"])
        if row.amended_on is not None and on < row.amended_on:
            found.problem(f"{at}.on", "EXPECTED", f"{row.amended_on}..")
            continue
        row.amended_on = on
        made.append(
            Amendment(
                row=row,
                kind=raw["kind"],
                on=on,
                reason=raw["reason"],
                by=by,
                before=raw.get("before") or {},
                recorded_at=first_moment(on),
            )
        )
    return made


def dump(rows: Iterable[PlanRow]) -> list[dict[str, Any]]:
    """The amendments of a plan's rows in the order in which they were made."""
    found = [(one, row.code) for row in rows for one in row.amendments.all()]
    return [
        without_empty(
            {
                "row": code,
                "kind": one.kind,
                "on": iso(one.on),
                "reason": one.reason,
                "by": one.by.username if one.by else None,
                "before": in_order({name: one.before[name] for name in before_of(one.before)}),
            }
        )
        for one, code in sorted(found, key=lambda pair: pair[0].pk)
    ]

"""Begins a year with the plans of the year before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tirek.access.models import User
from tirek.access.refused import Refused
from tirek.access.roles import Role
from tirek.plans.actions.making import LETTERS, ROW_FIELDS, draft_plan
from tirek.plans.models import Plan, PlanRow
from tirek.plans.queries.lastyear import proposed_last_year, rows_of_last_year
from tirek.plans.rules.evidence import SCHOOL
from tirek.plans.rules.terms import ONGOING
from tirek.schoolyear.models import SchoolYear


@transaction.atomic
def take_last_year(
    *, by: User | None, school_year: SchoolYear, kinds_: Iterable[str] | None = None
) -> list[Plan]:
    """Draft the plans of a year from last year's approved ones; kinds that have a plan are left.

    What last year's analysis proposed as new stands at the end of each as rows of the school, all
    year, to be changed or taken out. Refused: the year before has no approved plan to take.
    """
    there = set(Plan.objects.filter(school_year=school_year).values_list("kind", flat=True))
    wanted = None if kinds_ is None else set(kinds_)
    by_kind: dict[str, list[PlanRow]] = defaultdict(list)
    for row in rows_of_last_year(school_year):
        if row.plan.kind not in there and (wanted is None or row.plan.kind in wanted):
            by_kind[row.plan.kind].append(row)
    if not by_kind:
        raise Refused(_("The year before has no approved plan that is missing here."))
    return [
        draft_plan(
            by=by,
            school_year=school_year,
            kind=kind,
            rows=[
                *({name: getattr(row, name) for name in ROW_FIELDS} for row in rows),
                *_proposed(school_year, kind, rows),
            ],
        )
        for kind, rows in by_kind.items()
    ]


def _proposed(school_year: SchoolYear, kind: str, rows: list[PlanRow]) -> list[dict[str, Any]]:
    """New rows with numbers after the last; a thing that a row already says is left."""
    known = {row.text_kk.strip() for row in rows}
    texts = [text for text in proposed_last_year(school_year, kind) if text not in known]
    last = max((int(row.number) for row in rows if row.number.isdigit()), default=0)
    taken = {row.code for row in rows}
    found = []
    for number, text in enumerate(dict.fromkeys(texts), start=last + 1):
        code = f"{LETTERS.get(kind, 'S')}{number}.1"
        while code in taken:
            code += "+"
        taken.add(code)
        found.append(
            {
                "code": code,
                "number": str(number),
                "text_kk": text,
                "term": ONGOING.as_json(),
                "responsible": [Role.SOCIAL_PEDAGOGUE.value],
                "unit": SCHOOL,
            }
        )
    return found

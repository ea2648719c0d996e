"""Makes plans and changes drafts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tirek.access import audit
from tirek.access.models import User
from tirek.access.refused import Refused
from tirek.journal.kinds import kinds
from tirek.plans.models import Plan, PlanRow
from tirek.plans.ready import plans as ready_plans
from tirek.plans.rules.cohorts import cohort_from_json
from tirek.plans.rules.evidence import SCHOOL, UNITS, evidence_from_json
from tirek.plans.rules.proposals import proposals
from tirek.plans.rules.reading import ReadPlan
from tirek.plans.rules.shape import ShapeError
from tirek.plans.rules.terms import ONGOING, term_from_json
from tirek.plans.wording import shape_words
from tirek.schoolyear.models import SchoolYear

Fields = Mapping[str, Any]

# Codes of rows that are like no ready one begin with their plan's letter.
LETTERS = {"OWN": "S", "NURSE": "N", "CLASS_TEACHERS": "C", "PSYCHOLOGIST": "P"}

ROW_FIELDS = (
    *("code", "number", "section_kk", "section_ru", "section_en"),
    *("text_kk", "text_ru", "text_en"),
    *("term", "responsible", "cohort", "unit", "evidence", "grace_days"),
)


@transaction.atomic
def draft_plan(
    *,
    by: User | None,
    school_year: SchoolYear,
    kind: str,
    rows: Iterable[Fields],
    source: Mapping[str, Any] | None = None,
) -> Plan:
    """Write a plan's rows as a draft; an earlier draft of the kind is written anew.

    Refused: the plan of this kind is approved or submitted; a code occurs twice in the year.
    """
    plan = Plan.objects.filter(school_year=school_year, kind=kind).first()
    if plan is None:
        plan = Plan.objects.create(school=school_year.school, school_year=school_year, kind=kind)
    else:
        check_draft(plan)
        plan.rows.all().delete()
    plan.source = dict(source or {})
    plan.save(update_fields=["source"])
    taken = set(
        PlanRow.objects.filter(plan__school_year=school_year).values_list("code", flat=True)
    )
    made = []
    for position, fields in enumerate(rows, start=1):
        if fields["code"] in taken:
            raise Refused(_("The code %(code)s occurs twice.") % {"code": fields["code"]})
        taken.add(fields["code"])
        made.append(PlanRow(plan=plan, position=position, **checked(fields)))
    PlanRow.objects.bulk_create(made)
    audit.record(
        by=by, verb="CREATED", thing=plan, school=plan.school, note=f"{kind} {len(made)} rows"
    )
    return plan


@transaction.atomic
def take_ready_plans(
    *, by: User | None, school_year: SchoolYear, kinds_: Iterable[str] | None = None
) -> list[Plan]:
    """Begin from the plans the program brings along; kinds that have a plan are left alone."""
    there = set(Plan.objects.filter(school_year=school_year).values_list("kind", flat=True))
    wanted = None if kinds_ is None else set(kinds_)
    made = []
    for plan in ready_plans():
        if plan["kind"] in there or (wanted is not None and plan["kind"] not in wanted):
            continue
        rows = [flat_row(row) for row in plan["rows"]]
        made.append(draft_plan(by=by, school_year=school_year, kind=plan["kind"], rows=rows))
    return made


def import_plans(
    *, by: User | None, school_year: SchoolYear, plans: Iterable[ReadPlan], file: str = ""
) -> list[Plan]:
    """Keep plans read from a file as drafts, all or none; what was read is kept with them."""
    with transaction.atomic():
        return [
            draft_plan(
                by=by,
                school_year=school_year,
                kind=plan.kind,
                rows=proposed_rows(plan),
                source={
                    "file": file,
                    "title": plan.heading,
                    "rows": [
                        {
                            "number": row.number,
                            "section": row.section,
                            "items": [item.text for item in row.items],
                            "terms": [item.term and item.term.as_json() for item in row.items],
                            "responsible": list(row.items[0].responsible) if row.items else [],
                            "paired": all(item.paired for item in row.items),
                        }
                        for row in plan.rows
                    ],
                },
            )
            for plan in plans
        ]


def proposed_rows(plan: ReadPlan) -> list[dict[str, Any]]:
    """Rows for a plan that was read: what the file says, and for whom and by what, proposed.

    The term is the file's where it is sure, else that of the ready row; an item that is three
    works in one sentence becomes three rows with the same words.
    """
    ready: list[Any] = next((one["rows"] for one in ready_plans() if one["kind"] == plan.kind), [])
    found: list[dict[str, Any]] = []
    taken: set[str] = set()
    proposed = proposals(plan, ready)
    for at, row in enumerate(plan.rows):
        for place, item in enumerate(row.items):
            proposal = proposed.get((at, place))
            own = f"{LETTERS.get(plan.kind, 'S')}{row.number}.{place + 1}"
            for model in proposal.rows if proposal else ({"code": own},):
                code = own if model["code"] in taken else model["code"]
                while code in taken:
                    code += "+"
                taken.add(code)
                term = item.term.as_json() if item.term and item.paired else None
                read = item.term.as_json() if item.term else ONGOING.as_json()
                found.append(
                    {
                        "code": code,
                        "number": row.number,
                        "section_kk": row.section,
                        "text_kk": item.text,
                        "term": term or model.get("term") or read,
                        "responsible": model.get("responsible") or list(item.responsible),
                        "cohort": model.get("cohort", {}),
                        "unit": model.get("unit", SCHOOL),
                        "evidence": model.get("evidence", []),
                    }
                )
    return found


def flat_row(row: Fields) -> dict[str, Any]:
    """A row of the school file as the fields of a plan row."""
    section, text = row.get("section") or {}, row.get("text") or {}
    flat = {name: row[name] for name in ROW_FIELDS if name in row}
    flat |= {f"section_{code}": section.get(code, "") for code in ("kk", "ru", "en")}
    return flat | {f"text_{code}": text.get(code, "") for code in ("kk", "ru", "en")}


def checked(fields: Fields) -> dict[str, Any]:
    """Fields of a row that the rules can count; Refused with the field that is wrong."""
    values = {name: fields[name] for name in ROW_FIELDS if name in fields}
    readers: dict[str, Any] = {
        "term": term_from_json,
        "cohort": cohort_from_json,
        "evidence": lambda value, path: evidence_from_json(value, path, kinds()),
    }
    for name, reader in readers.items():
        if name in values:
            try:
                reader(values[name], name)
            except ShapeError as error:
                raise Refused(shape_words(error), field=name) from error
    if values.get("unit", SCHOOL) not in UNITS:
        raise Refused(_("Choose whom the row is counted by."), field="unit")
    return values


def check_draft(plan: Plan) -> None:
    """Refused: the plan is not a draft that can be changed."""
    if plan.approved_on is not None:
        raise Refused(_("This plan is approved already. Amend its rows one by one."))
    if plan.submitted_on is not None:
        raise Refused(_("This plan is submitted for approval. Take it back to change it."))


@transaction.atomic
def change_row(*, by: User, row: PlanRow, fields: Fields) -> PlanRow:
    """Change a row of a draft; the audit keeps which fields changed."""
    check_draft(row.plan)
    changed = []
    for name, value in checked(fields).items():
        if getattr(row, name) != value:
            setattr(row, name, value)
            changed.append(name)
    if "code" in changed and _code_taken(row):
        raise Refused(_("The code %(code)s occurs twice.") % {"code": row.code}, field="code")
    if changed:
        row.save(update_fields=changed)
        audit.record(
            by=by, verb="CHANGED", thing=row, school=row.plan.school, note=",".join(changed)
        )
    return row


def _code_taken(row: PlanRow) -> bool:
    year = row.plan.school_year_id
    return PlanRow.objects.filter(plan__school_year=year, code=row.code).exclude(pk=row.pk).exists()

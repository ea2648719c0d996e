"""A school with a department, an expert, and a package on its way."""

from __future__ import annotations

from datetime import date
from typing import Any

from tirek.access.models import School
from tirek.access.tests import making as people
from tirek.cards.tests import making as cards
from tirek.handover import actions
from tirek.handover.models import Package
from tirek.school.tests import making

WANTS = {
    "lists": ["ORPHANS"],
    "passports": True,
    "school_passport": True,
    "movement": "",
    "aggregates": True,
}


def town(school: School) -> dict[str, Any]:
    """Two pupils of 5А, one of them an orphan; the department's expert."""
    school.department = people.department()
    school.save()
    orphan = making.pupil(school, "Ақтаев", "Ерасыл", in_class="5А")
    cards.status(orphan, "ORPHAN", basis_document="Қаулы", basis_on=date(2026, 9, 2))
    making.pupil(school, "Бозжанова", "Томирис", in_class="5А")
    expert = people.user("DEPARTMENT_EXPERT", None, department=school.department)
    return {"orphan": orphan, "expert": expert}


def fields(school: School, **more: Any) -> dict[str, Any]:
    """What is said of a package."""
    return {
        "as_of": date(2026, 11, 20),
        "language": "kk",
        "wants": WANTS,
        "threshold": 5,
        "department": school.department,
        "recipient": "Білім бөлімі",
        "word": "",
        "basis_document": "Бөлімнің хаты",
        "basis_number": "12",
        "basis_on": date(2026, 11, 2),
        **more,
    }


def package(school: School, by: Any, state: str = "SENT", **more: Any) -> Package:
    """A package in the state wanted."""
    made = actions.draft_package(by=by, school=school, fields=fields(school, **more))
    if state != "DRAFT":
        made = actions.seal_package(by=by, package=made)
    if state in ("SENT", "RECEIVED"):
        made = actions.send_package(
            by=by, package=made, way="TIREK" if made.department else "PAPER"
        )
    if state == "RECEIVED":
        made = actions.record_receipt(by=by, package=made)
    return made

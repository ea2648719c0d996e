"""Issues documents: a frozen copy, a journal entry that serves the plan, a line of the audit."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from tirek.access import audit, clock
from tirek.access.models import School, User
from tirek.access.refused import Refused
from tirek.journal.actions import record_entry
from tirek.office.document import as_json
from tirek.office.reports import reports
from tirek.plans.models import PlanRow
from tirek.reports import options as asked
from tirek.reports.models import IssuedDocument
from tirek.reports.rules.figures import RULE_VERSION
from tirek.school.models import SchoolClass
from tirek.schoolyear.queries import year_at
from tirek.web.rules.dates import long_day
from tirek.wordforms.queries import in_use

# The kind of entry that issuing leaves, and the letters before the number.
LEAVES = {
    "class-passport": ("PASSPORT", ""),
    "movement": ("MOVEMENT_REPORT", "Қ"),
    "list": ("LIST_ISSUED", "Т"),
    "school-passport": ("", "М"),
}
# Which of the six lists a category belongs to.
LISTS = {
    "ORPHANS": {"ORPHAN", "HALF_ORPHAN", "NO_PARENTAL_CARE", "WARD"},
    "MULTI_CHILD": {"MULTI_CHILD"},
    "RETURNEES": {"RETURNEE"},
    "HOME_TAUGHT": {"HOME_TAUGHT"},
    "LOW_INCOME": {"LOW_INCOME", "TARGETED_ASSISTANCE"},
    "DEVIANT": {"DEVIANT", "REGISTER", "POLICE_REGISTER"},
}


@transaction.atomic
def issue_document(
    *, by: User, school: School, name: str, options: Mapping[str, str], language: str
) -> IssuedDocument:
    """Freeze a document as it is known now, under its own number; refused for a day to come."""
    report = reports()[name]
    as_of = asked.as_of(options)
    if name == "movement":
        year, month = asked.month(options)
        as_of = date(year, month, 1)
    if as_of > clock.today():
        raise Refused(_("The day lies in the future."), "as_of")
    if report.figures is None:
        raise Refused(_("This paper is not issued under a number."))
    school_class = None
    if "class" in report.options:
        school_class = asked.school_class(
            school, options, as_of, by, required="class" in report.needs
        )
    figures = report.figures(school, options, by)
    number = _number(school, name, as_of, school_class)
    document = report.build(school, options, language, by)
    now = clock.now()
    with override(language):
        footer = _("Document No. %(number)s, issued on %(day)s") % {
            "number": number,
            "day": long_day(clock.today(), language),
        }
    content = as_json(replace(document, footer=footer))
    # The Word form it is issued in: given in the same one ever after; "" is our own.
    own_form = in_use(school, name, language)
    frozen = json.dumps([content, figures], ensure_ascii=False, sort_keys=True, default=str)
    issued = IssuedDocument.objects.create(
        school=school,
        name=name,
        number=number,
        on=clock.today(),
        as_of=as_of,
        known_at=now,
        author=by,
        school_class=school_class,
        options={**options, "word_form": own_form.pid if own_form else ""},
        language=language,
        figures=figures,
        content=json.loads(json.dumps(content, default=str)),
        rule_version=RULE_VERSION,
        sha256=hashlib.sha256(frozen.encode()).hexdigest(),
    )
    audit.record(by=by, verb="ISSUED", thing=issued, school=school, note=name)
    _leave_entry(by, issued, options)
    return issued


def _number(school: School, name: str, as_of: date, school_class: SchoolClass | None) -> str:
    """6Ә-2026-02: the class (or the paper's letter), the school year, the next number.

    The school's row is locked, so that two who issue at once get two numbers.
    """
    School.objects.select_for_update().get(pk=school.pk)
    year = year_at(school, as_of)
    letters = [LEAVES.get(name, ("", name))[1], school_class.name if school_class else ""]
    prefix = "-".join(part for part in letters if part) or "Қ"
    start = f"{prefix}-{year.year if year else as_of.year}-"
    taken = IssuedDocument.objects.filter(school=school, number__startswith=start).count()
    return f"{start}{taken + 1:02d}"


def _leave_entry(by: User, issued: IssuedDocument, options: Mapping[str, str]) -> None:
    kind = LEAVES.get(issued.name, ("", ""))[0]
    if not kind:
        return
    topics = [""]
    if issued.name == "list":
        codes = set(options.get("category", "").split(","))
        topics = [topic for topic, members in LISTS.items() if codes & members]
    for topic in topics:
        record_entry(
            by=by,
            school=issued.school,
            kind=kind,
            topic=topic,
            on=issued.on if issued.name != "movement" else _day_of_movement(issued),
            classes=[issued.school_class] if issued.school_class else [],
            rows=rows_served(issued.school, kind, topic, issued.on),
            text=f"№ {issued.number}",
        )


def _day_of_movement(issued: IssuedDocument) -> date:
    """A month's movement counts in that month: its last day, or today while it runs."""
    following = date(issued.as_of.year + issued.as_of.month // 12, issued.as_of.month % 12 + 1, 1)
    return min(clock.today(), date.fromordinal(following.toordinal() - 1))


def rows_served(school: School, kind: str, topic: str, on: date) -> list[str]:
    """Rows of the year's plans in force that this evidence serves for the school or a class."""
    year = year_at(school, on)
    proofs = {kind, f"{kind}:{topic}"} if topic else {kind}
    rows = PlanRow.objects.filter(
        plan__school=school,
        plan__school_year=year,
        plan__approved_on__lte=on,
        unit__in=["SCHOOL", "CLASS"],
    )
    return [row.code for row in rows if proofs & _proofs(row.evidence)]


def _proofs(evidence: list[Any]) -> set[str]:
    flat: set[str] = set()
    for group in evidence:
        flat |= {group} if isinstance(group, str) else set(group)
    return flat

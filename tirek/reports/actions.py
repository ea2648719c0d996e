"""Issues documents: a frozen copy, a journal entry that serves the plan, a line of the audit."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from tirek.access import audit, clock
from tirek.access.models import School, User
from tirek.access.refused import Refused
from tirek.cards.queries import categories
from tirek.cards.rules.lists import LISTS, lists_of
from tirek.journal.actions import record_entry
from tirek.office.document import Document, as_json
from tirek.office.reports import reports
from tirek.plans.queries import rows_in_force
from tirek.reports import options as asked
from tirek.reports.models import IssuedDocument, Series
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
    "school-movement": ("", "ҚМ"),
    "social-map": ("", "ӘК"),
    "annual-report": ("ANNUAL_REPORT", "ЖЕ"),
}
# Papers with words of a person, which are issued where these are written.
ISSUED_ELSEWHERE = ("annual-report",)
# Papers that speak of a month.
MONTHLY = ("movement", "school-movement")


@transaction.atomic
def issue_document(
    *, by: User, school: School, name: str, options: Mapping[str, str], language: str
) -> IssuedDocument:
    """Freeze a document as it is known now, or was known at `known_at`, under its own number.

    Refused for a day to come, and by a paper that cannot be drawn.
    """
    report = reports()[name]
    as_of = _day_spoken_of(name, options)
    if report.figures is None or name in ISSUED_ELSEWHERE:
        raise Refused(_("This paper is not issued under a number."))
    school_class = None
    if "class" in report.options:
        school_class = asked.school_class(
            school, options, as_of, by, required="class" in report.needs
        )
    known_at = asked.known_at(options) or clock.now()
    then = {**options, "known_at": known_at.isoformat()}
    paper = Paper(
        name=name,
        as_of=as_of,
        known_at=known_at,
        options=dict(options),
        figures=report.figures(school, then, by),
        document=report.build(school, then, language, by),
        school_class=school_class,
    )
    return freeze_paper(by=by, school=school, paper=paper)


def _day_spoken_of(name: str, options: Mapping[str, str]) -> date:
    if name in MONTHLY:
        year, month = asked.month(options)
        as_of = date(year, month, 1)
    else:
        as_of = asked.as_of(options)
    if as_of > clock.today():
        raise Refused(_("The day lies in the future."), "as_of")
    return as_of


@dataclass(frozen=True)
class Paper:
    """What is to be frozen: words and figures, and what was asked for to get them."""

    name: str
    as_of: date
    known_at: datetime
    options: Mapping[str, str]
    figures: Mapping[str, Any]
    document: Document
    school_class: SchoolClass | None = None


@transaction.atomic
def freeze_paper(
    *, by: User, school: School, paper: Paper, series: Series | None = None
) -> IssuedDocument:
    """Keep a paper as it is under the next number of its kind, and say so in the journal."""
    number = _number(school, paper.name, paper.as_of, paper.school_class)
    language = paper.document.language
    with override(language):
        footer = _("Document No. %(number)s, issued on %(day)s") % {
            "number": number,
            "day": long_day(clock.today(), language),
        }
    content = as_json(replace(paper.document, footer=footer))
    # The Word form it is issued in: given in the same one ever after; "" is our own.
    own_form = in_use(school, paper.name, language)
    frozen = json.dumps([content, paper.figures], ensure_ascii=False, sort_keys=True, default=str)
    issued = IssuedDocument.objects.create(
        school=school,
        name=paper.name,
        number=number,
        on=clock.today(),
        as_of=paper.as_of,
        known_at=paper.known_at,
        author=by,
        school_class=paper.school_class,
        options={**paper.options, "word_form": own_form.pid if own_form else ""},
        language=language,
        figures=paper.figures,
        content=json.loads(json.dumps(content, default=str)),
        rule_version=RULE_VERSION,
        sha256=hashlib.sha256(frozen.encode()).hexdigest(),
        series=series,
    )
    audit.record(by=by, verb="ISSUED", thing=issued, school=school, note=paper.name)
    _leave_entry(by, issued)
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


def _leave_entry(by: User, issued: IssuedDocument) -> None:
    kind = LEAVES.get(issued.name, ("", ""))[0]
    if not kind:
        return
    topics = _lists_told(issued) if issued.name == "list" else [""]
    for topic in topics:
        record_entry(
            by=by,
            school=issued.school,
            kind=kind,
            topic=topic,
            on=last_day_told(issued.as_of) if issued.name == "movement" else issued.on,
            classes=[issued.school_class] if issued.school_class else [],
            rows=rows_served(issued.school, kind, topic, issued.on),
            text=f"№ {issued.number}",
        )


def _lists_told(issued: IssuedDocument) -> list[str]:
    """Which of the six lists a list is: the one asked for, else those its categories feed."""
    if name := issued.options.get("list", ""):
        return [name]
    known = categories(issued.school)
    codes = issued.options.get("category", "").split(",")
    told = {name for code in codes if code in known for name in lists_of(known[code])}
    return [name for name in LISTS if name in told]


def last_day_told(month: date) -> date:
    """A month's movement counts in that month: its last day, or today while it runs."""
    following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return min(clock.today(), date.fromordinal(following.toordinal() - 1))


def rows_served(school: School, kind: str, topic: str, on: date, people: bool = False) -> list[str]:
    """Rows of the year's plans in force that this evidence serves for the school or a class.

    `people`: for pupils and families as well; an entry that names rows serves no others.
    """
    year = year_at(school, on)
    proofs = {kind, f"{kind}:{topic}"} if topic else {kind}
    if year is None:
        return []
    units = ("SCHOOL", "CLASS", "PUPIL", "HOUSEHOLD") if people else ("SCHOOL", "CLASS")
    rows = [row for row in rows_in_force(year, on) if row.unit in units]
    return [row.code for row in rows if proofs & _proofs(row.evidence)]


def _proofs(evidence: list[Any]) -> set[str]:
    flat: set[str] = set()
    for group in evidence:
        flat |= {group} if isinstance(group, str) else set(group)
    return flat

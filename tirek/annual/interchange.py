"""The school file's part of this room: annual reports, drafts and frozen ones."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from tirek.access.interchange import Found, without_empty
from tirek.access.models import School
from tirek.access.rules.shape import (
    Shape,
    anything,
    as_moment,
    day,
    list_of,
    moment,
    obj,
    one_of,
    sure_day,
    text,
    year_number,
)
from tirek.annual.actions import PAPER
from tirek.annual.models import AnnualReport, Chapter
from tirek.annual.rules.chapters import CHAPTERS
from tirek.office.document import from_json
from tirek.reports.models import IssuedDocument

FROZEN = obj(
    number=text(40, required=True),
    on=day(required=True),
    as_of=day(required=True),
    known_at=moment(required=True),
    by=text(),
    language=one_of([code for code, _words in settings.LANGUAGES], required=True),
    figures=anything(required=True),
    content=anything(required=True),
    rules=text(10, required=True),
    sha256=text(64, required=True),
)
SHAPE: dict[str, Shape] = {
    "annual_reports": list_of(
        obj(
            school=text(required=True),
            year=year_number(required=True),
            begun_at=moment(),
            by=text(),
            replaces=text(40),
            chapters=obj(**{code: text(20_000) for code in CHAPTERS}),
            frozen=FROZEN,
        )
    )
}


def load(data: Mapping[str, Any], found: Found) -> None:
    """Bring in reports in their order; a frozen one becomes an issued paper again."""
    numbered: dict[tuple[int, str], AnnualReport] = {}
    drafts: set[int] = set()
    for index, raw in enumerate(data.get("annual_reports") or []):
        path = f"annual_reports[{index}]"
        school = found.school(raw["school"], f"{path}.school")
        school_year = found.years.get((raw["school"], raw["year"]))
        by = found.user(raw.get("by"), f"{path}.by")
        if school is None:
            continue
        if school_year is None:
            found.missing(f"{path}.year", raw["year"])
            continue
        frozen, replaces = raw.get("frozen"), None
        if raw.get("replaces"):
            replaces = numbered.pop((school.pk, raw["replaces"]), None)
            if replaces is None or replaces.school_year_id != school_year.pk:
                found.missing(f"{path}.replaces", raw["replaces"])
                continue
        if frozen is None and school_year.pk in drafts:
            found.problem(f"{path}.frozen", "TWICE", str(raw["year"]))
            continue
        issued = _issued(school, frozen, f"{path}.frozen", found) if frozen else None
        if frozen and issued is None:
            continue
        report = AnnualReport.objects.create(
            school=school,
            school_year=school_year,
            begun_at=as_moment(raw.get("begun_at")) or found.now,
            begun_by=by,
            issued=issued,
            replaces=replaces,
        )
        said = raw.get("chapters") or {}
        Chapter.objects.bulk_create(
            Chapter(report=report, code=code, text=said.get(code, "")) for code in CHAPTERS
        )
        if issued is None:
            drafts.add(school_year.pk)
        else:
            issued.options = {"report": report.pid, "as_of": frozen["as_of"], "word_form": ""}
            issued.save(update_fields=["options"])
            numbered[(school.pk, issued.number)] = report


def _issued(
    school: School, raw: Mapping[str, Any], path: str, found: Found
) -> IssuedDocument | None:
    author = found.user(raw.get("by"), f"{path}.by")
    if IssuedDocument.objects.filter(school=school, number=raw["number"]).exists():
        found.problem(f"{path}.number", "TWICE", raw["number"])
        return None
    if not isinstance(raw["figures"], dict):
        found.problem(f"{path}.figures", "EXPECTED", "object")
        return None
    try:
        from_json(raw["content"])
    except (KeyError, TypeError, ValueError, AttributeError):
        found.problem(f"{path}.content", "EXPECTED", "frozen paper")
        return None
    return IssuedDocument.objects.create(
        school=school,
        name=PAPER,
        number=raw["number"],
        on=sure_day(raw["on"]),
        as_of=sure_day(raw["as_of"]),
        known_at=as_moment(raw["known_at"]) or found.now,
        author=author,
        language=raw["language"],
        figures=raw["figures"],
        content=raw["content"],
        rule_version=raw["rules"],
        sha256=raw["sha256"],
    )


def dump(schools: Sequence[School], into: dict[str, Any]) -> None:
    """Write the reports, each year's in the order in which they were begun."""
    reports = AnnualReport.objects.filter(school__in=schools).select_related(
        "school", "school_year", "begun_by", "issued__author", "replaces__issued"
    )
    into["annual_reports"] = [
        without_empty(
            {
                "school": one.school.code,
                "year": one.school_year.year,
                "begun_at": _said(one.begun_at),
                "by": one.begun_by.username if one.begun_by else None,
                "replaces": one.replaces.issued.number
                if one.replaces and one.replaces.issued
                else None,
                "chapters": {
                    chapter.code: chapter.text for chapter in one.chapters.all() if chapter.text
                },
                "frozen": _frozen(one.issued) if one.issued else None,
            }
        )
        for one in reports.prefetch_related("chapters").order_by(
            "school__code", "school_year__year", "id"
        )
    ]


def _frozen(issued: IssuedDocument) -> dict[str, Any]:
    found = {
        "number": issued.number,
        "on": issued.on.isoformat(),
        "as_of": issued.as_of.isoformat(),
        "known_at": _said(issued.known_at),
        "language": issued.language,
        "figures": _sorted(issued.figures),
        "content": _sorted(issued.content),
        "rules": issued.rule_version,
        "sha256": issued.sha256,
    }
    return {**found, "by": issued.author.username} if issued.author else found


def _sorted(value: Any) -> Any:
    """The same with its keys in order: databases keep them in different ones."""
    return json.loads(json.dumps(value, sort_keys=True))


def _said(value: datetime) -> str:
    return timezone.localtime(value).isoformat()

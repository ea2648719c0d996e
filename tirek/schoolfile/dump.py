"""Writes a school file: all that is known of some schools, without any secret."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.db import transaction

from tirek.access import audit
from tirek.access import interchange as access
from tirek.access.models import School
from tirek.analysis import interchange as analysis
from tirek.annual import interchange as annual
from tirek.cards import interchange as cards
from tirek.classdata import interchange as classdata
from tirek.consents import interchange as consents
from tirek.guardianship import interchange as guardianship
from tirek.handover import interchange as handover
from tirek.journal import interchange as journal
from tirek.personalfiles import interchange as personalfiles
from tirek.plans import interchange as plans
from tirek.school import interchange as school
from tirek.schoolfile import FORMAT, files
from tirek.schoolyear import interchange as schoolyear
from tirek.wordforms import interchange as wordforms

ORDER = (
    *("format", "departments", "schools", "categories", "norms", "users", "classes"),
    *("households", "pupils", "plans", "adjustments", "entries"),
    *("consent_scopes", "family_rights", "consents"),
    *("guardianship_terms", "guardianship_cases"),
    *("class_rounds", "class_forms", "file_list", "file_papers", "file_scans"),
    "word_forms",
    *("packages", "analyses", "annual_reports"),
)


@transaction.atomic
def dump(schools: Sequence[School]) -> dict[str, Any]:
    """The file as data: sections in order, rows sorted, empty keys left out."""
    ordered = sorted(schools, key=lambda one: one.code)
    into: dict[str, Any] = {"format": FORMAT}
    for room in (
        access,
        schoolyear,
        school,
        cards,
        journal,
        plans,
        consents,
        guardianship,
        classdata,
        wordforms,
        handover,
        personalfiles,
        analysis,
        annual,
    ):
        room.dump(ordered, into)
    access.dump_named(set(_named(into)), into)
    for one in ordered:
        audit.record(by=None, verb="EXPORTED", thing=one, school=one)
    return {name: into[name] for name in ORDER if into.get(name)}


def _named(into: dict[str, Any]) -> Iterator[str]:
    """Users whom classes, entries, statuses, consents, plans, adjustments and own forms name."""
    for row in into["classes"]:
        yield row.get("teacher", "")
    for row in into["entries"]:
        yield row.get("author", "")
        yield from row.get("about", {}).get("staff", [])
    for row in into["pupils"]:
        for status in row.get("statuses", []):
            yield status.get("by", "")
    for row in into["consents"]:
        yield row.get("by", "")
    for row in into["guardianship_cases"]:
        for step in row.get("steps", []):
            yield step.get("by", "")
    for row in (*into["class_rounds"], *into["class_forms"], *into["file_papers"]):
        yield row.get("by", "")
        for line in row.get("lines", []):
            yield line.get("by", "")
    for row in into["word_forms"]:
        yield row.get("by", "")
        for use in row.get("uses", []):
            yield from (use.get("by", ""), use.get("ended_by", ""))
    for row in into["packages"]:
        yield from (row.get(name, "") for name in handover.PEOPLE)
        for line in (*row.get("openings", []), *row.get("remarks", [])):
            yield line["by"]
    for row in into["analyses"]:
        yield from (row.get("begun_by", ""), row.get("finished_by", ""))
    for row in into["annual_reports"]:
        yield from (row.get("by", ""), row.get("frozen", {}).get("by", ""))
    for row in into.get("plans", []):
        yield row.get("approved_by", "")
    for row in into.get("adjustments", []):
        yield row.get("by", "")
        if row.get("kind") == "ASSIGNED":
            yield row.get("to", "")


def write(data: dict[str, Any], path: Path, *, files_of: Sequence[School] | None = None) -> None:
    """Write the data as JSON; with `files_of`, a zip that holds it and the schools' attachments."""
    text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    partial = path.with_name(path.name + ".part")
    try:
        if files_of is None:
            partial.write_text(text, encoding="utf-8")
        else:
            files.pack(text, partial, files_of)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)

"""The chapters of an annual report, in their order, and how work is grouped in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

PUPILS, PLAN, WORK = "PUPILS", "PLAN", "WORK"
WORKED, SHORTCOMINGS, TASKS = "WORKED", "SHORTCOMINGS", "TASKS"
CHAPTERS = (PUPILS, PLAN, WORK, WORKED, SHORTCOMINGS, TASKS)
# Those that no figure can speak for: a report is not frozen before they are written.
WRITTEN = (WORKED, SHORTCOMINGS, TASKS)

VISITS, TALKS, HELP, STUDY, EVENTS, OTHER = (
    "VISITS",
    "TALKS",
    "HELP",
    "STUDY",
    "EVENTS",
    "OTHER",
)
GROUPS: Mapping[str, tuple[str, ...]] = {
    VISITS: ("HOUSING_ACT", "RAID", "PROPERTY_CHECK", "FAMILY_ASSESSMENT"),
    TALKS: (
        "CONSULTATION",
        "PARENT_CONTACT",
        "GUARDIAN_INTERVIEW",
        "SESSION",
        "OBSERVATION",
        "RECOMMENDATION",
        "REQUEST",
    ),
    HELP: (
        "AID_GIVEN",
        "AID_DECISION",
        "CAMPAIGN",
        "MEAL_ENROLMENT",
        "TEXTBOOK_ISSUE",
        "CAMP_PLACEMENT",
    ),
    STUDY: ("QUESTIONNAIRE", "SOCIOMETRY", "DIAGNOSTIC_CARD", "RESULT_SHARED", "INTERESTS"),
    EVENTS: ("EVENT", "MEETING", "LEISURE", "CORNER"),
}
_GROUP_OF = {kind: group for group, kinds in GROUPS.items() for kind in kinds}


def group_of(kind: str) -> str:
    """The group of work that a kind of entry belongs to."""
    return _GROUP_OF.get(kind, OTHER)


def unwritten(texts: Mapping[str, str]) -> list[str]:
    """The chapters that want words and have none."""
    return [code for code in WRITTEN if not texts.get(code, "").strip()]


# Which words of an analysis begin a chapter.
_FROM_ANALYSIS = {WORKED: ("worked",), SHORTCOMINGS: ("shortcomings", "why"), TASKS: ("proposal",)}


def chapter_words(analysis: Mapping[str, Any] | None, language: str) -> dict[str, str]:
    """The words of an analysis by chapter: of each plan as a whole, then of its rows, once each.

    Before what is said of rows stand their own words in a language; of proposals, nothing.
    """
    found: dict[str, dict[str, list[str]]] = {}
    for plan in (analysis or {}).get("plans", {}).values():
        for said in (plan, *plan.get("rows", ())):
            texts = said.get("text") or {}
            row = str(texts.get(language) or texts.get("kk") or "")
            for code, names in _FROM_ANALYSIS.items():
                for name in names:
                    if words := str(said.get(name, "")).strip():
                        rows = found.setdefault(code, {}).setdefault(words, [])
                        if row and code != TASKS:
                            rows.append(row)
    return {
        code: "\n".join(
            f"{'; '.join(rows)}: {words}" if rows else words for words, rows in lines.items()
        )
        for code, lines in found.items()
    }

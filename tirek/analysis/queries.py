"""Reads analyses: figures drawn or frozen, words, reasons; what next year's plan takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from tirek.access import clock
from tirek.access.models import School
from tirek.analysis.models import WORDS, Analysis, Part
from tirek.analysis.rules.figures import NAMES, not_done, summed
from tirek.analysis.rules.figures import lines_of as lines_in
from tirek.analysis.wording import part_words
from tirek.plans.models import Adjustment, Plan, PlanKind, PlanRow
from tirek.plans.queries import Covered, coverage
from tirek.schoolyear.models import SchoolYear
from tirek.schoolyear.queries import year_before

Place = tuple[str, str]
LAST = 9999


@dataclass(frozen=True)
class Line:
    """A row of a plan, or (without a code) the plan as a whole, with its figures and words.

    `row` is the row's public id, in a draft only.
    """

    plan: str
    code: str
    item: dict[str, Any]
    figures: dict[str, int]
    before: dict[str, int] | None
    part: Part
    row: str = ""

    def text(self, language: str) -> str:
        """The item in a language, else in any."""
        return _said(self.item.get("text") or {}, language)

    def section(self, language: str) -> str:
        """The heading it stands under."""
        return _said(self.item.get("section") or {}, language)


def _said(texts: dict[str, str], language: str) -> str:
    return next((texts[code] for code in (language[:2], "kk", "ru", "en") if texts.get(code)), "")


@dataclass(frozen=True)
class Reason:
    """Why items of a row were moved or left out, and how many of them."""

    kind: str
    text: str
    count: int


def analyses_of(user: Any, school: School) -> Any:
    """The analyses of a school within sight, the newest year and version first."""
    return (
        Analysis.objects.visible_to(user)
        .filter(school=school)
        .select_related("school", "school_year", "finished_by", "begun_by")
    )


def years_to_analyse(school: School, day: date) -> list[SchoolYear]:
    """Years that have begun, have a plan in force and no analysis yet, the newest first."""
    return list(
        SchoolYear.objects.filter(
            school=school,
            starts_on__lte=day,
            plans__approved_on__lte=day,
        )
        .exclude(pk__in=Analysis.objects.filter(school=school).values("school_year"))
        .distinct()
        .order_by("-year")
    )


def finished_of(school_year: SchoolYear) -> Analysis | None:
    """The analysis of a year that holds: the last finished version."""
    return (
        Analysis.objects.filter(school_year=school_year, state=Analysis.State.FINISHED)
        .select_related("school_year", "school", "finished_by")
        .order_by("-version")
        .first()
    )


def lines_of(analysis: Analysis) -> list[Line]:
    """Plan after plan: first the plan as a whole, then its rows; a draft's figures are today's."""
    return _frozen(analysis) if analysis.finished else _drawn(analysis, clock.today())


def _frozen(analysis: Analysis) -> list[Line]:
    parts = sorted(
        analysis.parts.all(), key=lambda one: (PlanKind.values.index(one.plan), one.position)
    )
    return [Line(one.plan, one.code, one.item, one.figures, one.before, one) for one in parts]


def _drawn(analysis: Analysis, day: date) -> list[Line]:
    """As the year stands on the day, from nothing."""
    parts = {(one.plan, one.code): one for one in analysis.parts.all()}
    before = figures_before(analysis.school_year, day)
    by_plan: dict[str, list[Covered]] = {}
    for one in coverage(analysis.school_year, day):
        by_plan.setdefault(one.row.plan.kind, []).append(one)
    found: list[Line] = []
    for kind, rows in by_plan.items():
        drawn = [figures_of(one) for one in rows]
        then = [figures for (plan, _code), figures in before.items() if plan == kind]
        found.append(
            _line(analysis, parts, kind, "", 0, {}, summed(drawn), summed(then) if then else None)
        )
        for at, (one, figures) in enumerate(zip(rows, drawn, strict=True), start=1):
            found.append(
                _line(
                    analysis,
                    parts,
                    kind,
                    one.row.code,
                    at,
                    item_of(one.row),
                    figures,
                    before.get((kind, one.row.code)),
                    row=one.row.pid,
                )
            )
    # Words about a row that is in force no more stay to be seen, at the end of its plan.
    there = {(one.plan, one.code) for one in found}
    left = [one for place, one in parts.items() if place not in there and one.said]
    found += [_line(analysis, parts, one.plan, one.code, LAST, {}, {}, None) for one in left]
    return sorted(found, key=lambda one: (PlanKind.values.index(one.plan), one.part.position))


def _line(
    analysis: Analysis,
    parts: dict[Place, Part],
    kind: str,
    code: str,
    at: int,
    item: dict[str, Any],
    figures: dict[str, int],
    before: dict[str, int] | None,
    row: str = "",
) -> Line:
    part = parts.get((kind, code)) or Part(analysis=analysis, plan=kind, code=code)
    part.position, part.item, part.figures, part.before = at, item, figures, before
    return Line(kind, code, item, figures, before, part, row)


def figures_of(one: Covered) -> dict[str, int]:
    """The numbers that an analysis keeps of a counted row."""
    numbers = one.numbers()
    return {name: numbers[name] for name in NAMES}


def item_of(row: PlanRow) -> dict[str, Any]:
    """The row as it stands, for the frozen copy."""
    return {
        "number": row.number,
        "section": {"kk": row.section_kk, "ru": row.section_ru, "en": row.section_en},
        "text": {"kk": row.text_kk, "ru": row.text_ru, "en": row.text_en},
        "term": row.term,
        "responsible": row.responsible,
        "unit": row.unit,
    }


def figures_before(school_year: SchoolYear, day: date) -> dict[Place, dict[str, int]]:
    """The figures of the year before by plan and code: of its analysis, else counted on the day."""
    last = year_before(school_year)
    if last is None:
        return {}
    if held := finished_of(last):
        return {(one.plan, one.code): one.figures for one in held.parts.all() if one.code}
    return {(one.row.plan.kind, one.row.code): figures_of(one) for one in coverage(last, day)}


def reasons_of(analysis: Analysis) -> dict[Place, list[Reason]]:
    """Why items were moved or left out, as it was known when the analysis was finished.

    They are read where they are kept, so what is erased there is gone here too.
    """
    rows = (
        Adjustment.objects.known_at(analysis.finished_at)
        .filter(
            Q(on__isnull=True) | Q(on__lte=analysis.as_of or clock.today()),
            row__plan__school_year=analysis.school_year_id,
            kind__in=[Adjustment.Kind.MOVED, Adjustment.Kind.WAIVED],
        )
        .order_by("id")
        .values_list("row__plan__kind", "row__code", "kind", "reason")
    )
    found: dict[Place, list[Reason]] = {}
    for (plan, code, kind, text), count in Counter(rows).items():
        found.setdefault((plan, code), []).append(Reason(kind, text.strip(), count))
    return found


def has_plan(school_year: SchoolYear, day: date) -> bool:
    """Was a plan of the year in force by the day?"""
    return Plan.objects.filter(school_year=school_year, approved_on__lte=day).exists()


# What next year's plan takes from here (settings.SAID_LAST_YEAR).


@dataclass(frozen=True)
class Proposed:
    """What the analysis proposes: about a row (its code), or a new thing to do (no code)."""

    code: str
    text: str


def said_last_year(school_year: SchoolYear, kind: str) -> dict[str, str]:
    """For a plan to be made: by row code what the analysis of the year before said of that row."""
    return {one.code: words for one, words in _of_last_year(school_year, kind) if one.code}


def proposals_for(school_year: SchoolYear, kind: str) -> list[Proposed]:
    """For a plan to be made: what the analysis of the year before proposes, rows first."""
    parts = [one for one, _words in _of_last_year(school_year, kind)]
    ordered = sorted(parts, key=lambda one: (not one.code, one.position))
    return [Proposed(one.code, line) for one in ordered for line in lines_in(one.proposal)]


def _of_last_year(school_year: SchoolYear, kind: str) -> Iterable[tuple[Part, str]]:
    last = year_before(school_year)
    held = finished_of(last) if last else None
    if held is None:
        return []
    return [(one, part_words(one)) for one in held.parts.filter(plan=kind)]


def analysed(school_year: SchoolYear) -> dict[str, Any] | None:
    """The finished analysis of a year for other papers (settings.ANALYSED); None when there is
    none.

    `{"as_of", "version", "plans": {kind: {"figures", "before", words…, "rows": [{"code", "text":
    {language: words}, "figures", "before", "not_done", words…}]}}}`; words are `why`, `worked`,
    `shortcomings`, `proposal`.
    """
    held = finished_of(school_year)
    if held is None:
        return None
    plans: dict[str, Any] = {}
    for one in _frozen(held):
        said = {name: getattr(one.part, name) for name in WORDS}
        told = {"figures": one.figures, "before": one.before, **said}
        whole = plans.setdefault(one.plan, {"rows": []})
        if one.code:
            row = {"code": one.code, "text": one.item.get("text") or {}, **told}
            whole["rows"].append({**row, "not_done": not_done(one.figures)})
        else:
            whole |= told
    return {"as_of": held.as_of, "version": held.version, "plans": plans}

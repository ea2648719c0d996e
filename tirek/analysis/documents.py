"""The analysis of the year on paper: plan by plan, row by row, in the language chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext

from tirek.access import clock
from tirek.access.models import School
from tirek.access.refused import Refused
from tirek.access.sight import may
from tirek.analysis.models import REASONS, WORDS, Analysis
from tirek.analysis.queries import Line, Place, Reason, lines_of, reasons_of
from tirek.analysis.rules.figures import not_done
from tirek.analysis.wording import figures_words, label_of, reason_words
from tirek.office.document import (
    Block,
    Cell,
    Column,
    Document,
    Opening,
    Paragraph,
    Signatures,
    Table,
)
from tirek.office.reports import Options, Report, register
from tirek.plans.models import PlanKind
from tirek.web.rules.dates import long_day

Reasons = Mapping[Place, Sequence[Reason]]
# The paper's name in the register and among those of which a school may keep a Word form.
PAPER = "year-analysis"
OF_A_PLAN = ("worked", "shortcomings", "proposal")


def analysis_paper(
    analysis: Analysis, language: str, reasons: Reasons, sheet: bool = False
) -> Document:
    """The figures beside last year's, what was not done and why, shortcomings, proposals.

    `reasons` of items moved or left out stand with the explanations; `sheet` gives each number a
    column of its own (Excel).
    """
    with override(language):
        on = long_day(analysis.as_of or clock.today(), language)
        blocks: list[Block] = []
        if not analysis.finished:
            blocks.append(Paragraph(_("Draft: the figures are drawn anew until it is finished.")))
        lines, year = lines_of(analysis), str(analysis.school_year)
        blocks.append(_plans([one for one in lines if not one.code], year))
        for plan, some in groupby((one for one in lines if one.code), key=lambda one: one.plan):
            label = str(PlanKind(plan).label)
            if sheet:  # each plan on a sheet of its own
                blocks.append(Opening(label, analysis.school.name, year, on))
            blocks.append(_rows(list(some), language, reasons, "" if sheet else label, year))
        by = analysis.finished_by.full_name if analysis.finished_by else ""
        blocks.append(Signatures([(_("Social pedagogue"), by), (_("Director"), "")]))
        return Document(
            title=_("Analysis of the year"),
            org=analysis.school.name,
            language=language,
            left=_("%(year)s school year") % {"year": analysis.school_year},
            right=on,
            blocks=blocks,
            landscape=True,
        )


def _plans(wholes: Sequence[Line], year: str) -> Table:
    """Each plan as a whole."""
    return Table(
        [
            Column(_("Plan"), 1.5),
            *_years(year),
            *(Column(label_of(name), 2) for name in OF_A_PLAN),
        ],
        [
            [str(PlanKind(one.plan).label), *_figures(one, {}), *_said(one, OF_A_PLAN)]
            for one in wholes
        ],
        title=_("Plans as a whole"),
    )


def _rows(rows: Sequence[Line], language: str, reasons: Reasons, title: str, year: str) -> Table:
    """The rows of a plan; without a title (Excel) each number has a column of its own."""
    numbers = () if title else _NUMBERS
    columns = [
        Column("№", 0.6),
        Column(_("Activity"), 3),
        *(Column(heading(), 0.7, number=True) for heading, _value in numbers),
        *(() if numbers else _years(year)),
        *(Column(label_of(name), 1.7) for name in WORDS),
    ]
    lines: list[list[Cell]] = []
    sections: list[tuple[int, str]] = []
    for one in rows:
        words = one.section(language)
        if words and words != (sections[-1][1] if sections else ""):
            sections.append((len(lines), words))
        why, *rest = _said(one, WORDS)
        told = map(reason_words, reasons.get((one.plan, one.code), ()))
        lines.append(
            [
                one.code[1:],
                one.text(language) or one.code,
                *(value(one) for _heading, value in numbers),
                *(() if numbers else _figures(one, one.item.get("term") or {})),
                "\n".join(filter(None, (why, *told))),
                *rest,
            ]
        )
    return Table(columns, lines, title=title, sections=sections)


def _years(year: str) -> tuple[Column, Column]:
    return Column(year, 1.5), Column(_("The year before"), 1.5)


def _figures(one: Line, term: Mapping[str, Any]) -> tuple[str, str]:
    before = figures_words(one.before, term) if one.before else "–"
    return figures_words(one.figures, term), before


def _said(one: Line, names: Sequence[str]) -> list[str]:
    return [getattr(one.part, name) for name in names]


_NUMBERS: tuple[tuple[Callable[[], str], Callable[[Line], Cell]], ...] = (
    (lambda: pgettext("figures", "Due"), lambda one: one.figures.get("due", 0)),
    (lambda: pgettext("figures", "Done"), lambda one: one.figures.get("done", 0)),
    (lambda: _("About those who left"), lambda one: one.figures.get("done_left", 0)),
    (lambda: pgettext("figures", "Not done"), lambda one: not_done(one.figures)),
    (lambda: pgettext("figures", "Waived"), lambda one: one.figures.get("waived", 0)),
    (lambda: pgettext("figures", "Moved"), lambda one: one.figures.get("moved", 0)),
    (lambda: pgettext("figures", "Worked with"), lambda one: one.figures.get("touched", 0)),
    (lambda: pgettext("figures", "Untouched"), lambda one: one.figures.get("untouched", 0)),
    (
        lambda: _("Due the year before"),
        lambda one: one.before.get("due", 0) if one.before else None,
    ),
    (
        lambda: _("Done the year before"),
        lambda one: one.before.get("done", 0) if one.before else None,
    ),
)


def register_all() -> None:
    """Declare the analysis among the papers that can be had by name."""
    register(Report(PAPER, gettext_lazy("Analysis of the year"), ("as_of",), (), _report))


def _report(school: School, given: Options, language: str, user: Any) -> Document:
    """The analysis that was finished last by the day."""
    text = (given.get("as_of") or "").strip()
    try:
        on = date.fromisoformat(text) if text else clock.today()
    except ValueError:
        raise Refused(_("Enter a date like 2026-11-23."), "as_of") from None
    seen = Analysis.objects.all() if user is None else Analysis.objects.visible_to(user)
    found = (
        seen.filter(school=school, as_of__lte=on)
        .select_related("school", "school_year", "finished_by")
        .order_by("-school_year__starts_on", "-version")
        .first()
    )
    if found is None:
        raise Refused(_("No analysis of a school year is finished by this day."), "as_of")
    told = user is None or may(user, REASONS, school.pk)
    return analysis_paper(found, language, reasons_of(found) if told else {})

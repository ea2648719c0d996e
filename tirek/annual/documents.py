"""The annual report on paper: six chapters, each with drawn figures and a person's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext, pgettext_lazy

from tirek.access.models import School
from tirek.access.refused import Refused
from tirek.access.roles import Role
from tirek.annual import queries
from tirek.annual.actions import PAPER
from tirek.annual.models import AnnualReport
from tirek.annual.queries import Drawn
from tirek.annual.rules import chapters
from tirek.journal import kinds
from tirek.office.document import (
    Block,
    Cell,
    Column,
    Document,
    Facts,
    Heading,
    Paragraph,
    Signatures,
    Table,
)
from tirek.office.reports import Options, Report, register
from tirek.plans.models import PlanKind
from tirek.plans.queries import Covered
from tirek.plans.wording import term_words
from tirek.reports import options as asked
from tirek.reports.papers import signatory
from tirek.schoolyear.queries import year_at
from tirek.web.rules.dates import long_day

TITLES = {
    chapters.PUPILS: gettext_lazy("Pupils and families"),
    chapters.PLAN: gettext_lazy("The plan: what was done"),
    chapters.WORK: gettext_lazy("Work of the year"),
    chapters.WORKED: gettext_lazy("What worked"),
    chapters.SHORTCOMINGS: gettext_lazy("Shortcomings"),
    chapters.TASKS: gettext_lazy("Tasks for the next school year"),
}
GROUPS = {
    chapters.VISITS: pgettext_lazy("group of work", "Visits to families"),
    chapters.TALKS: pgettext_lazy("group of work", "Talks and consultations"),
    chapters.HELP: pgettext_lazy("group of work", "Help to families"),
    chapters.STUDY: pgettext_lazy("group of work", "Questionnaires and studies"),
    chapters.EVENTS: pgettext_lazy("group of work", "Events and meetings"),
    chapters.OTHER: pgettext_lazy("group of work", "Other work"),
}


@dataclass(frozen=True)
class Part:
    """A chapter: its number and title, what is drawn for it, what a person wrote."""

    code: str
    title: str
    blocks: Sequence[Block]
    text: str


def report_parts(drawn: Drawn, texts: Mapping[str, str], language: str) -> list[Part]:
    """The chapters of the report in a language."""
    draw = {
        chapters.PUPILS: _pupils,
        chapters.PLAN: _plan,
        chapters.WORK: _work,
        chapters.WORKED: _worked,
        chapters.SHORTCOMINGS: _shortcomings,
    }
    with override(language):
        return [
            Part(
                code,
                f"{at}. {TITLES[code]}",
                draw[code](drawn, language) if code in draw else [],
                texts.get(code, ""),
            )
            for at, code in enumerate(chapters.CHAPTERS, start=1)
        ]


def report_paper(
    drawn: Drawn, texts: Mapping[str, str], language: str, replaces: str = ""
) -> Document:
    """The whole report; `replaces` is the number of the report in whose place it comes."""
    blocks: list[Block] = []
    for part in report_parts(drawn, texts, language):
        blocks += [Heading(part.title), *part.blocks]
        if part.text:
            blocks.append(Paragraph(part.text))
    school, on = drawn.school, drawn.as_of
    with override(language):
        if replaces:
            told = _("It takes the place of the report No. %(number)s.") % {"number": replaces}
            blocks.insert(0, Paragraph(told))
        blocks.append(
            Signatures(
                [
                    (_post(role), signatory(school, role, on))
                    for role in (Role.SOCIAL_PEDAGOGUE, Role.DIRECTOR)
                ]
            )
        )
        return Document(
            title=_("Annual report on social and pedagogical work"),
            org=school.name,
            language=language,
            left=_("%(year)s school year") % {"year": drawn.school_year},
            right=long_day(on, language),
            blocks=blocks,
        )


def _post(role: Role) -> str:
    words = str(role.label)
    return words[:1].upper() + words[1:]


def _years(drawn: Drawn) -> tuple[str, str]:
    """The headings of the figures now and a year before."""
    before = drawn.figures["before"]["as_of"]
    then = drawn.year_before
    return str(drawn.school_year), str(then) if then else before[:4]


def _pupils(drawn: Drawn, language: str) -> list[Block]:
    now, then = drawn.figures, drawn.figures["before"]
    this, last = _years(drawn)
    known = bool(then["pupils"])
    columns = [
        Column(_("Category"), 3.6),
        Column(_("pupils"), 1, number=True, group=this),
        Column(_("families"), 1, number=True, group=this),
    ]
    if known:
        columns += [
            Column(_("pupils"), 1, number=True, group=last),
            Column(_("families"), 1, number=True, group=last),
            Column(_("Difference, pupils"), 1.3, number=True),
        ]
    lines: list[tuple[str, Mapping[str, int], Mapping[str, int]]] = [
        (category.name(), now["categories"][code], then["categories"].get(code, _NOBODY))
        for code, category in drawn.categories.items()
    ]
    lines = [one for one in lines if one[1]["pupils"] or one[2]["pupils"]]
    lines.append((_("With social status, in all"), now["social"], then["social"]))
    lines.append((_("All pupils"), now, then))
    rows: list[list[Cell]] = []
    for name, own, old in lines:
        row: list[Cell] = [name, own["pupils"], own["families"]]
        if known:
            row += [old["pupils"], old["families"], _signed(own["pupils"] - old["pupils"])]
        rows.append(row)
    return [Table(columns, rows, title=_("By category"), sums=2)]


_NOBODY = {"pupils": 0, "families": 0}


def _signed(number: int) -> str:
    return f"+{number}" if number > 0 else str(number).replace("-", "−")


def _plan(drawn: Drawn, language: str) -> list[Block]:
    plans, before = drawn.figures["plans"], drawn.figures["plans_before"]
    this, last = _years(drawn)
    heads = [(_("Due"), "due"), (pgettext("plan", "Done"), "done"), (_("Not done"), "")]
    columns = [
        Column(_("Plan"), 3),
        *(Column(title, 1, number=True, group=this) for title, _name in heads),
    ]
    if before:
        columns += [Column(title, 1, number=True, group=last) for title, _name in heads]
    rows: list[list[Cell]] = []
    for kind in PlanKind:
        if kind.value in plans or kind.value in before:
            row: list[Cell] = [str(kind.label), *_totals(plans.get(kind.value))]
            rows.append(row + _totals(before.get(kind.value)) if before else row)
    blocks: list[Block] = [
        Table(
            columns,
            rows,
            title=_("By plan"),
            empty=_("No plan was in force."),
            note=_("Work all year and on request has no number that is due: see the rows."),
        )
    ]
    for kind in PlanKind:
        some = [one for one in drawn.covered if one.row.plan.kind == kind]
        if some:
            blocks.append(_rows_table(some, str(kind.label), language))
    return blocks


def _totals(plan: Mapping[str, Any] | None) -> list[Cell]:
    if plan is None:
        return [None, None, None]
    return [plan["due"], plan["done"], plan["overdue"] + plan["open"]]


def _rows_table(rows: Sequence[Covered], title: str, language: str) -> Table:
    """Every row of a plan in figures; of work all year: with whom it was done and with whom not."""
    lines: list[list[Cell]] = []
    shown: set[str] = set()
    for one in rows:
        number = "" if one.row.number in shown else one.row.number
        shown.add(one.row.number)
        line: list[Cell] = [number, one.row.text(language), term_words(one.row.term)]
        lines.append([*line, *_row_figures(one)])
    return Table(
        (
            Column("№", 0.5),
            Column(_("Activity"), 4.2),
            Column(_("Term"), 1.5),
            Column(_("Due"), 0.8, number=True),
            Column(pgettext("plan", "Done"), 0.8, number=True),
            Column(_("Done for those who left"), 1, number=True),
            Column(_("Not done"), 0.8, number=True),
            Column(_("Left out"), 0.8, number=True),
        ),
        lines,
        title=title,
    )


def _row_figures(one: Covered) -> list[Cell]:
    found = one.figures
    if found.row.term.ongoing:
        return [None, len(found.touched), None, len(found.untouched), None]
    due: list[Cell] = [found.due, found.done, found.done_left]
    return [*due, found.overdue + found.open, found.waived]


def _work(drawn: Drawn, language: str) -> list[Block]:
    now, then = drawn.figures["work"], drawn.figures["work_before"]
    this, last = _years(drawn)
    columns = [
        Column(_("Kind of work"), 3.4),
        Column(pgettext("figures", "Entries"), 1, number=True, group=this),
        Column(_("pupils"), 1, number=True, group=this),
        Column(_("families"), 1, number=True, group=this),
    ]
    if then:
        columns.append(Column(pgettext("figures", "Entries"), 1, number=True, group=last))
    words = kinds.kinds()
    blocks: list[Block] = []
    sums_now, sums_then = queries.grouped(now), queries.grouped(then)
    for group, title in GROUPS.items():
        rows: list[list[Cell]] = []
        for code in words:
            if chapters.group_of(code) == group and (code in now or code in then):
                own = now.get(code, _NO_WORK)
                row: list[Cell] = [str(words[code].name), *(own[what] for what in _NO_WORK)]
                rows.append([*row, then.get(code, _NO_WORK)["entries"]] if then else row)
        if rows:
            total: list[Cell] = [_("In all"), sums_now[group], None, None]
            rows.append([*total, sums_then[group]] if then else total)
            blocks.append(Table(columns, rows, title=str(title), sums=1))
    return blocks or [Paragraph(_("The journal has no entry of this year."))]


_NO_WORK = {"entries": 0, "pupils": 0, "families": 0}


def _worked(drawn: Drawn, language: str) -> list[Block]:
    """How many rows were carried out to the full, and by how much that is more than last year."""
    due = [one for one in drawn.covered if one.figures.due]
    whole = [one for one in due if one.figures.done == one.figures.due]
    rows = [
        (_("Rows of the plans with something due"), str(len(due))),
        (_("of these carried out to the full"), str(len(whole))),
    ]
    done, asked_for = _share(drawn.figures["plans"])
    rows.append((_("Done of what was due"), _of(done, asked_for)))
    old, old_due = _share(drawn.figures["plans_before"])
    if old_due:
        rows.append((_("the same in the year before"), _of(old, old_due)))
    return [Facts(rows)]


def _share(plans: Mapping[str, Any]) -> tuple[int, int]:
    return sum(one["done"] for one in plans.values()), sum(one["due"] for one in plans.values())


def _of(part: int, whole: int) -> str:
    share = f" ({round(100 * part / whole)} %)" if whole else ""
    return _("%(part)s of %(whole)s") % {"part": part, "whole": whole} + share


def _shortcomings(drawn: Drawn, language: str) -> list[Block]:
    """The rows with something not done, the largest first; and those not begun at all."""
    found = []
    for one in drawn.covered:
        if one.figures.row.term.ongoing:
            left, of = len(one.figures.untouched), len(one.figures.members)
        else:
            left, of = one.figures.overdue + one.figures.open, one.figures.due
        if left:
            found.append((left, of, one))
    found.sort(key=lambda one: -one[0])
    return [
        Table(
            (
                Column(_("Activity"), 4.5),
                Column(_("Plan"), 2.2),
                Column(_("Not done"), 0.9, number=True),
                Column(_("Of"), 0.9, number=True),
            ),
            [
                [one.row.text(language), one.row.plan.get_kind_display(), left, of]
                for left, of, one in found
            ],
            title=_("What was not done"),
            empty=_("Everything that was due is done."),
        )
    ]


def register_all() -> None:
    """Declare the report among the papers that can be had by name."""
    register(
        Report(
            PAPER,
            gettext_lazy("Annual report"),
            ("as_of", "known_at", "report"),
            (),
            _build,
            _figures,
        )
    )


def _build(school: School, given: Options, language: str, user: Any) -> Document:
    report, found = _asked(school, given, user)
    texts = queries.texts_of(report) if report else {}
    before = report.replaces if report else None
    number = before.issued.number if before and before.issued else ""
    return report_paper(found, texts, language, number)


def _figures(school: School, given: Options, user: Any) -> dict[str, Any]:
    return dict(_asked(school, given, user)[1].figures)


def _asked(school: School, given: Options, user: Any) -> tuple[AnnualReport | None, Drawn]:
    """The report asked for, else the one that counts for the year of the day; and its figures."""
    known_at = asked.known_at(given)
    pid = (given.get("report") or "").strip()
    seen = AnnualReport.objects.all() if user is None else AnnualReport.objects.visible_to(user)
    seen = seen.select_related("school_year__school", "replaces__issued")
    if pid:
        report = seen.filter(school=school, pid=pid).first()
        if report is None:
            raise Refused(_("There is no such report."), "report")
        day: date = asked.day(given, "as_of") or queries.last_day(report.school_year)
        return report, queries.drawn(report.school_year, day, known_at)
    day = asked.as_of(given)
    school_year = year_at(school, day)
    if school_year is None:
        raise Refused(_("There is no school year on this day."), "as_of")
    newest = queries.newest_of(school_year)
    report = seen.filter(pk=newest.pk).first() if newest else None
    return report, queries.drawn(school_year, day, known_at)

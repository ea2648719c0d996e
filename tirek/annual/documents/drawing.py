"""What is drawn for each chapter of an annual report: tables and charts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from tirek.annual import queries
from tirek.annual.queries import Drawn
from tirek.annual.rules import chapters
from tirek.journal import kinds
from tirek.office.document import Block, Cell, Chart, Column, Paragraph, Table
from tirek.plans.models import PlanKind
from tirek.plans.queries import Covered

GROUPS = {
    chapters.VISITS: pgettext_lazy("group of work", "Visits to families"),
    chapters.TALKS: pgettext_lazy("group of work", "Talks and consultations"),
    chapters.HELP: pgettext_lazy("group of work", "Help to families"),
    chapters.STUDY: pgettext_lazy("group of work", "Questionnaires and studies"),
    chapters.EVENTS: pgettext_lazy("group of work", "Events and meetings"),
    chapters.OTHER: pgettext_lazy("group of work", "Other work"),
}


def _years(drawn: Drawn) -> tuple[str, str]:
    """The headings of the figures now and a year before."""
    before = drawn.figures["before"]["as_of"]
    then = drawn.year_before
    return str(drawn.school_year), str(then) if then else before[:4]


def pupils(drawn: Drawn, language: str) -> list[Block]:
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
    table = Table(columns, rows, title=_("By category"), sums=2)
    series = [(this, [own["pupils"] for _name, own, _old in lines[:-1]])]
    if known:
        series.append((last, [old["pupils"] for _name, _own, old in lines[:-1]]))
    return [
        table,
        Chart([name for name, _own, _old in lines[:-1]], series, _("Pupils, by category")),
    ]


_NOBODY = {"pupils": 0, "families": 0}


def _signed(number: int) -> str:
    return f"+{number}" if number > 0 else str(number).replace("-", "−")


def plan(drawn: Drawn, language: str) -> list[Block]:
    plans, before = drawn.figures["plans"], drawn.figures["plans_before"]
    this, last = _years(drawn)
    heads = [pgettext("figures", "Due"), pgettext("figures", "Done"), _("Not done")]
    columns = [
        Column(_("Plan"), 3),
        *(Column(title, 1.2, number=True, group=this) for title in heads),
    ]
    if before:
        columns += [Column(title, 1.2, number=True, group=last) for title in heads[:2]]
    rows: list[list[Cell]] = []
    for kind in PlanKind:
        if kind.value in plans or kind.value in before:
            row: list[Cell] = [plan_name(kind), *_totals(plans.get(kind.value))]
            rows.append(row + _totals(before.get(kind.value))[:2] if before else row)
    blocks: list[Block] = [
        Table(
            columns,
            rows,
            title=_("By plan"),
            empty=_("No plan was in force."),
            note=_("Work all year and on request has no number that is due: see the rows."),
        )
    ]
    if plans:
        shown = [kind for kind in PlanKind if kind.value in plans]
        series = [
            (pgettext("figures", "Done"), [plans[kind]["done"] for kind in shown]),
            (_("Not done"), [plans[kind]["overdue"] + plans[kind]["open"] for kind in shown]),
        ]
        blocks.append(Chart([plan_name(kind) for kind in shown], series, _("Done and not done")))
    for kind in PlanKind:
        some = [one for one in drawn.covered if one.row.plan.kind == kind]
        if some:
            blocks.append(_rows_table(some, plan_name(kind), language))
    return blocks


def plan_name(kind: str) -> str:
    """What a plan is called in a paper that others read."""
    if kind == PlanKind.OWN:
        return _("Plan of the social pedagogue")
    return str(PlanKind(kind).label)


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
        lines.append([number, one.row.text(language), *_row_figures(one)])
    return Table(
        (
            Column("№", 0.4),
            Column(_("Activity"), 4),
            Column(pgettext("figures", "Due"), 1, number=True),
            Column(pgettext("figures", "Done"), 1.3, number=True),
            Column(_("Done for those who left"), 1.4, number=True),
            Column(_("Not done"), 1.1, number=True),
            Column(pgettext("figures", "Waived"), 1.4, number=True),
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


def work(drawn: Drawn, language: str) -> list[Block]:
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
    if not blocks:
        return [Paragraph(_("The journal has no entry of this year."))]
    groups = [group for group in GROUPS if sums_now[group] or sums_then[group]]
    series = [(this, [sums_now[group] for group in groups])]
    if then:
        series.append((last, [sums_then[group] for group in groups]))
    return [Chart([str(GROUPS[one]) for one in groups], series, _("Entries by group")), *blocks]


_NO_WORK = {"entries": 0, "pupils": 0, "families": 0}


def worked(drawn: Drawn, language: str) -> list[Block]:
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
    return [Table((Column(_("The plans in figures"), 4), Column(_("Number"), 1.4)), rows)]


def _share(plans: Mapping[str, Any]) -> tuple[int, int]:
    return sum(one["done"] for one in plans.values()), sum(one["due"] for one in plans.values())


def _of(part: int, whole: int) -> str:
    share = f" ({round(100 * part / whole)} %)" if whole else ""
    return _("%(part)s of %(whole)s") % {"part": part, "whole": whole} + share


def shortcomings(drawn: Drawn, language: str) -> list[Block]:
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
                [one.row.text(language), plan_name(one.row.plan.kind), left, of]
                for left, of, one in found
            ],
            title=_("What was not done"),
            empty=_("Everything that was due is done."),
        )
    ]

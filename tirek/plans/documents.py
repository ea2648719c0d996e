"""A plan as a paper: №, activity, term, responsible, in the language chosen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext

from tirek.access import clock
from tirek.access.models import School
from tirek.access.refused import Refused
from tirek.access.roles import Role
from tirek.office.document import Block, Column, Document, Signatures, Table
from tirek.office.reports import Options, Report, register, register_paper
from tirek.plans.amended import Told, told
from tirek.plans.models import Plan, PlanKind, PlanRow
from tirek.plans.queries import standing
from tirek.plans.queries.rows import as_they_stood
from tirek.plans.ready import plans as ready_plans
from tirek.plans.wording import done_words, proof_lines, role_words, term_words
from tirek.web.rules.dates import long_day

# The name of the plan read back among the papers of which a school may keep a Word form.
DONE = "plan-done"


def plan_paper(plan: Plan, language: str, user: Any = None) -> Document:
    """The plan in the shape schools hand it in, with its sections and a place for approval.

    For a user: the rows that user sees; without one, all.
    """
    seen = plan.rows.all() if user is None else PlanRow.objects.visible_to(user).filter(plan=plan)
    kept = list(seen)
    rows = as_they_stood(kept, clock.today())
    with override(language):
        columns = (
            Column("№", 0.5),
            Column(_("Activity"), 5),
            Column(_("Term"), 1.6),
            Column(_("Responsible"), 2.2),
        )
        blocks: list[Block] = [
            _in_sections(columns, ((row, ()) for row in rows), language),
        ]
        if amendments := told(plan, kept):
            blocks.append(_amendments(amendments, language))
        blocks.append(Signatures([(_("Social pedagogue"), "")]))
        return Document(
            title=_title(plan.kind, language),
            org=plan.school.name,
            language=language,
            left=_("%(year)s school year") % {"year": plan.school_year},
            blocks=blocks,
            approval=_approval(plan, language),
        )


def done_paper(plan: Plan, as_of: date, language: str, user: Any) -> Document:
    """The plan read back on a day: what is done of what is due, and by which evidence.

    The rows that user sees; figures only, nobody's name.
    """
    kept = list(PlanRow.objects.visible_to(user).filter(plan=plan))
    for row in kept:
        row.plan = plan
    rows = as_they_stood(kept, as_of)
    stands = standing(plan.school_year, as_of)
    calendar, found = stands.calendar, stands.covered(rows)
    with override(language):
        columns = (
            Column("№", 0.5),
            Column(_("Activity"), 4),
            Column(_("Term"), 1.4),
            Column(_("Responsible"), 2.2),
            Column(pgettext("plan", "Done"), 1.9),
            Column(_("Evidence"), 2.4),
        )
        told = (
            (one.row, (done_words(one.figures), proof_lines(one.figures, calendar)))
            for one in found
        )
        blocks: list[Block] = [_in_sections(columns, told, language)]
        blocks.append(Signatures([(_("Social pedagogue"), ""), (_("Director"), "")]))
        return Document(
            title=_title(plan.kind, language),
            org=plan.school.name,
            language=language,
            left=_("%(year)s school year") % {"year": plan.school_year},
            right=_("What is done by %(day)s") % {"day": long_day(as_of, language)},
            blocks=blocks,
            landscape=True,
        )


def _amendments(amendments: Sequence[Told], language: str) -> Table:
    """What was changed after the approval: when, in which row, what, why."""
    columns = (
        Column(_("Date"), 1.3),
        Column("№", 0.5),
        Column(_("Amendment"), 4.2),
        Column(_("Reason"), 2.2),
        Column(_("Who"), 1.4),
    )
    lines = [
        (
            f"{one.made.on:%d.%m.%Y}",
            one.row.number,
            "\n".join(filter(None, (_what(one, language), one.words()))),
            one.made.reason,
            str(one.made.by or ""),
        )
        for one in reversed(amendments)
    ]
    return Table(columns, lines, title=_("Amendments after the approval"))


def _what(one: Told, language: str) -> str:
    return f"{one.made.get_kind_display()}: {one.row.text(language)}"


def _approval(plan: Plan, language: str) -> str:
    """«Бекітемін»: who approved, in which post, and when; or the lines to do so by hand."""
    post, by, day = _("Director"), "", f"____ ____________ {plan.school_year.year}"
    if plan.approved_on:
        day = long_day(plan.approved_on, language)
    if plan.approved_on and plan.approved_by:
        by = plan.approved_by.full_name
        held = plan.approved_by.grants.filter(school=plan.school).on(plan.approved_on)
        roles = set(held.values_list("role", flat=True))
        if Role.DEPUTY_DIRECTOR in roles and Role.DIRECTOR not in roles:
            name = str(Role.DEPUTY_DIRECTOR.label)
            post = name[:1].upper() + name[1:]
    return "\n".join((_("I approve"), post, f"______________ {by}".rstrip(), day))


def _in_sections(
    columns: Sequence[Column], told: Iterable[tuple[PlanRow, Sequence[str]]], language: str
) -> Table:
    """One table as schools keep it: a row over all columns where a section begins, each number
    once, then activity, term, responsible and what is told beside them.
    """
    lines: list[Sequence[str]] = []
    sections: list[tuple[int, str]] = []
    section = last = ""
    for row, beside in told:
        if row.section(language) != section:
            section = row.section(language)
            sections.append((len(lines), section))
        number = "" if row.number == last else row.number
        last = row.number
        who = role_words(row.responsible)
        lines.append((number, row.text(language), term_words(row.term), who, *beside))
    return Table(columns, lines, sections=[one for one in sections if one[1]])


def _title(kind: str, language: str) -> str:
    """«Әлеуметтік педагогтің жылдық жұмыс жоспары»: as the ready plan of the kind is called."""
    titles: dict[str, str] = next(
        (one["title"] for one in ready_plans() if one["kind"] == kind), {}
    )
    return str(titles.get(language) or PlanKind(kind).label)


def register_all() -> None:
    """Declare the plan among the papers that can be had by name, and the plan read back."""
    register(Report("plan", gettext_lazy("Annual plan"), ("kind", "as_of"), ("kind",), _report))
    register_paper(DONE, gettext_lazy("Annual plan with what is done"))


def _report(school: School, given: Options, language: str, user: Any) -> Document:
    """The plan of a kind for the school year that a day lies in."""
    kind = (given.get("kind") or "").strip().upper()
    if kind not in PlanKind.values:
        known = ", ".join(PlanKind.values)
        raise Refused(_("The kind of plan is one of %(known)s.") % {"known": known}, "kind")
    text = (given.get("as_of") or "").strip()
    try:
        on = date.fromisoformat(text) if text else clock.today()
    except ValueError:
        raise Refused(_("Enter a date like 2026-11-23."), "as_of") from None
    plans = Plan.objects.filter(school=school, kind=kind, school_year__starts_on__lte=on)
    if user is not None:
        plans = plans.visible_to(user)
    plan = plans.select_related("school", "school_year", "approved_by").order_by(
        "-school_year__starts_on"
    )
    found = plan.first()
    if found is None:
        raise Refused(_("There is no such plan."), "kind")
    return plan_paper(found, language, user)

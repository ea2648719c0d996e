"""A plan as a paper: №, activity, term, responsible, in the language chosen."""

from __future__ import annotations

from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import override

from tirek.office.document import Block, Column, Document, Heading, Signatures, Table
from tirek.plans.models import Plan
from tirek.plans.wording import role_words, term_words


def plan_paper(plan: Plan, language: str) -> Document:
    """The plan in the shape schools hand it in, with its sections and a place for approval."""
    with override(language):
        columns = (
            Column("№", 0.5),
            Column(_("Activity"), 5),
            Column(_("Term"), 1.6),
            Column(_("Responsible"), 2),
        )
        blocks: list[Block] = [
            Signatures([(_("Director"), "")], title=_("I approve")),
        ]
        for section, rows in groupby(plan.rows.all(), key=lambda one: one.section(language)):
            if section:
                blocks.append(Heading(section))
            blocks.append(
                Table(
                    columns,
                    [
                        (
                            row.number,
                            row.text(language),
                            term_words(row.term),
                            role_words(row.responsible),
                        )
                        for row in rows
                    ],
                )
            )
        blocks.append(Signatures([(_("Social pedagogue"), "")]))
        approved = plan.approved_on
        return Document(
            title=str(plan.get_kind_display()),
            org=plan.school.name,
            language=language,
            left=str(plan.school_year),
            right=f"{_('Approved on:')} {approved:%d.%m.%Y}" if approved else "",
            blocks=blocks,
        )

"""What the card index puts into a child's file: statuses, kin, income and level of the family."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from tirek.access import clock
from tirek.cards.models import Kinship, StatusPeriod
from tirek.cards.queries import categories, norms, scans_of, statuses_of
from tirek.office.document import Block, Cell, Column, Table
from tirek.school.childfile import Part
from tirek.school.models import Pupil
from tirek.school.queries import household_of


def part(pupil: Pupil, user: Any, language: str) -> Part:
    """Statuses with basis and norm, the legal representatives and kin, income, level."""
    known, rules = categories(pupil.school), norms(pupil.school)
    scans = scans_of(list(StatusPeriod.objects.filter(pupil=pupil)))
    home = household_of(pupil, clock.today())
    statuses: list[list[Cell]] = [
        [
            known[one.category].name() if one.category in known else one.category,
            one.since,
            one.until,
            "\n".join(
                filter(
                    None,
                    [
                        _paper(one.basis_document, one.basis_number, one.basis_on),
                        *(scan.name for scan in scans.get(one.pk, [])),
                        _paper(one.end_document, one.end_number, one.end_on),
                    ],
                )
            ),
            str(rules.get(one.norm, one.norm)),
            one.note,
        ]
        for one in statuses_of(pupil)
    ]
    kin: list[list[Cell]] = [
        [
            str(one.get_kinship_display()),
            one.member.full_name,
            one.member.phones,
            one.member.work,
            _("yes") if one.legal else "",
            _paper(one.paper_document, one.paper_number, one.paper_on),
        ]
        for one in Kinship.objects.known_at().filter(pupil=pupil).select_related("member")
    ]
    days = [Column(_("First day"), 1.2), Column(_("Last day"), 1.2)]
    basis = Column(_("Basis"), 2.4)
    blocks: list[Block] = [
        Table(
            title=_("Statuses"),
            columns=[
                Column(_("Status"), 2.4),
                *days,
                basis,
                Column(_("Norm"), 2),
                Column(_("Note"), 2),
            ],
            rows=statuses,
            empty="–",
        ),
        Table(
            title=_("Family"),
            columns=[
                Column(_("Kinship"), 1.2),
                Column(_("Full name"), 2.4),
                Column(_("Phone"), 1.4),
                Column(_("Work"), 1.6),
                Column(_("Legal representative"), 1.2),
                basis,
            ],
            rows=kin,
            empty="–",
        ),
    ]
    if home is not None:
        income: list[list[Cell]] = [
            [one.on, f"{one.amount:.2f}", one.source] for one in home.income.known_at()
        ]
        income += [[one.on, one.level, one.source] for one in home.levels.known_at()]
        blocks.append(
            Table(
                title=_("Income and level of the family"),
                columns=[
                    Column(_("Date"), 1.2),
                    Column(_("Tenge a month, or level"), 1.6),
                    Column(_("Source"), 3),
                ],
                rows=income,
                empty="–",
            )
        )
    return Part("cards", _("Card index"), blocks)


def _paper(document: str, number: str, on: Any) -> str:
    parts = (document, f"№ {number}" if number else "", f"{on:%d.%m.%Y}" if on else "")
    return ", ".join(one for one in parts if one)

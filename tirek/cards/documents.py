"""The family's card on paper, for the folder; the list of norms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from tirek.access import clock
from tirek.access.models import School
from tirek.cards.models import Kinship, Norm
from tirek.cards.queries.household import FamilyCard
from tirek.cards.wording import KIN_CONFLICTS
from tirek.office.document import Block, Cell, Column, Document, Facts, Paragraph, Signatures, Table
from tirek.web.rules.dates import long_day, short_day

NOTHING = "–"


def family_paper(card: FamilyCard, day: date, language: str) -> Document:
    """Facts, children, legal representatives, members with kinship, level; income if told."""
    with translation.override(language):
        what = _("Card of the family")
        title = f"{what}: {card.name}"
        return Document(
            title=title,
            org=card.household.school.name,
            language=language,
            right=long_day(day, language),
            blocks=_blocks(card),
            footer=title,
        )


def _blocks(card: FamilyCard) -> list[Block]:
    level = card.levels[0] if card.levels else None
    facts = [(_("Address"), card.household.address)]
    if level is not None:
        facts.append((_("Digital family card"), _dated(level.level, level.on, level.source)))
    if card.household.note:
        facts.append((_("Note"), card.household.note))
    blocks: list[Block] = [Facts(facts), _pupils(card), _representatives(card), _members(card)]
    if card.conflicts:
        said = [f"{pupil.short_name}: {KIN_CONFLICTS[one]}" for pupil, one in card.conflicts]
        blocks.append(Paragraph("\n".join(said), small=True))
    if card.income is not None:
        blocks.append(_income(card))
    blocks.append(Signatures([(_("Social pedagogue"), "")]))
    return blocks


def _pupils(card: FamilyCard) -> Table:
    rows: list[list[Cell]] = [
        [
            number,
            pupil.full_name if pupil.pk in card.seen else pupil.short_name,
            pupil.class_name or "",
            pupil.born_on if pupil.pk in card.seen else None,
        ]
        for number, pupil in enumerate(card.pupils, start=1)
    ]
    columns = [
        Column("№", 0.4, number=True),
        Column(_("Full name"), 3),
        Column(_("Class"), 0.8),
        Column(_("Born on"), 1),
    ]
    return Table(columns, rows, title=_("Pupils"), empty=NOTHING)


def _representatives(card: FamilyCard) -> Table:
    rows: list[list[Cell]] = [
        [
            member.full_name,
            _said(kin, names=len(card.pupils) > 1),
            member.phones,
            member.contact,
            "; ".join(filter(None, map(paper_of, kin))),
        ]
        for member, kin in card.representatives
    ]
    columns = [
        Column(_("Full name"), 2.4),
        Column(_("Kinship"), 1.6),
        Column(_("Phone"), 1.6),
        Column(_("How best to reach"), 1.4),
        Column(_("Document"), 1.8),
    ]
    return Table(columns, rows, title=_("Legal representatives"), empty=NOTHING)


def _members(card: FamilyCard) -> Table:
    rows: list[list[Cell]] = [
        [
            member.full_name,
            _said(kin, names=len(card.pupils) > 1),
            member.born_on,
            member.work,
            member.phones,
        ]
        for member, kin in card.members
    ]
    columns = [
        Column(_("Full name"), 2.4),
        Column(_("Kinship"), 1.6),
        Column(_("Born on"), 1),
        Column(_("Work or study"), 2),
        Column(_("Phone"), 1.6),
    ]
    return Table(columns, rows, title=_("Grown-ups and others"), empty=NOTHING)


def _income(card: FamilyCard) -> Table:
    rows: list[list[Cell]] = []
    for one, below in card.income or []:
        note = ""
        if below is not None:
            note = _("below the subsistence minimum of %(year)s") % {"year": below.year}
        head = tenge(one.per_head) if one.per_head is not None else ""
        rows.append([one.on, tenge(one.amount), one.persons, head, one.source, note])
    columns = [
        Column(_("Date"), 1),
        Column(_("Income of the family a month, tenge"), 1.4, number=True),
        Column(_("Members counted"), 1.1, number=True),
        Column(_("Per head, tenge"), 1.2, number=True),
        Column(_("Source"), 1.6),
        Column(_("Note"), 1.6),
    ]
    return Table(columns, rows, title=_("Income"), empty=NOTHING)


def tenge(amount: Any) -> str:
    """A sum in the language's own way; tiyn only when there are some."""
    whole = amount == amount.to_integral_value()
    return str(number_format(amount, decimal_pos=0 if whole else 2, force_grouping=True))


def _said(kin: list[Kinship], *, names: bool) -> str:
    """Who somebody is to the children; which child, when there are several."""
    words = [
        f"{one.get_kinship_display()} ({one.pupil.given})" if names else one.get_kinship_display()
        for one in kin
    ]
    return ", ".join(words)


def paper_of(kin: Kinship) -> str:
    """The deciding paper in a line."""
    return _dated(
        kin.paper_document,
        kin.paper_on,
        f"№ {kin.paper_number}" if kin.paper_number else "",
    )


def _dated(text: str, on: date | None, more: str) -> str:
    return ", ".join(part for part in (text, more, short_day(on) if on else "") if part)


def norms_paper(school: School, norms: Sequence[Norm], on: date | None, language: str) -> Document:
    """The norms that the school's records cite; of a day, those in force then."""
    with translation.override(language):
        rows: list[Sequence[Cell]] = [
            (
                number,
                one.title,
                one.number,
                one.on,
                one.since,
                one.until,
                _("yes") if one.text_read else _("no"),
                one.note,
            )
            for number, one in enumerate(norms, start=1)
        ]
        columns = (
            Column("№", 0.4, number=True),
            Column(_("Title"), 4),
            Column(_("Number"), 1),
            Column(_("Date of the norm"), 1.2),
            Column(_("In force from"), 1.2),
            Column(_("In force to"), 1.2),
            Column(_("Text checked"), 1),
            Column(_("Note"), 3),
        )
        return Document(
            title=_("Norms"),
            org=school.name,
            language=language,
            left=f"{_('In force on')}: {short_day(on)}" if on else "",
            right=long_day(clock.today(), language),
            blocks=[Table(columns, rows, empty=_("No norm was found."))],
            footer=_("Norms"),
            landscape=True,
        )

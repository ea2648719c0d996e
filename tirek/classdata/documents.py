"""The form of a class on paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from tirek.cards.models import Kin
from tirek.cards.queries import categories
from tirek.classdata.models import ClassForm
from tirek.classdata.rules.said import Card
from tirek.office.document import Column, Document, Paragraph, Signatures, Table
from tirek.school.models import SchoolClass
from tirek.web.rules.dates import long_day


def form_paper(
    form: ClassForm, lines: Callable[[], Sequence[Mapping[str, Any]]], language: str
) -> Document:
    """A form that was handed in: what was said, what the card says, what was decided."""
    with translation.override(language):
        rows = []
        for number, one in enumerate(lines(), start=1):
            line = one["line"]
            decided = str(line.get_state_display())
            reason = f": {line.reason}" if line.reason else ""
            rows.append(
                (
                    number,
                    line.pupil.short_name,
                    str(line.get_what_display()),
                    one["said"],
                    one["card"],
                    decided + reason,
                )
            )
        told = {one[1] for one in rows}
        table = Table(
            (
                Column("№", 0.4, number=True),
                Column(_("Pupil"), 2.2),
                Column(_("What has changed"), 1.5),
                Column(_("Said by the teacher"), 2.6),
                Column(_("On the card"), 2.2),
                Column(_("Decided"), 1.4),
            ),
            rows,
            empty=_("Nothing has changed."),
        )
        unchanged = _("Pupils: %(pupils)s, without changes: %(same)s") % {
            "pupils": len(form.said),
            "same": len(form.said) - len(told),
        }
        return Document(
            title=f"{_('Class data form')}: {form.school_class.name}",
            org=form.school.name,
            language=language,
            left=long_day(form.on, language) if form.on else "",
            right=f"{_('School year')}: {form.school_class.school_year}",
            blocks=(table, Paragraph(unchanged), _signed(form.author)),
            footer=_("Class data form"),
            landscape=True,
        )


def blank_paper(
    school_class: SchoolClass,
    pupils: Sequence[Any],
    cards: Mapping[int, Card],
    day: date,
    language: str,
) -> Document:
    """The class with what the cards say, and an empty column for what has changed."""
    with translation.override(language):
        names, kinship = categories(school_class.school), dict(Kin.choices)
        rows = []
        for number, pupil in enumerate(pupils, start=1):
            card = cards[pupil.pk]
            held = [names[o.category].name() for o in card.held if o.category in names]
            adults = [
                ", ".join(
                    p for p in (a.name, str(kinship.get(a.kinship, "")), a.work, a.phone) if p
                )
                for a in card.adults
            ]
            rows.append(
                (
                    number,
                    pupil.full_name,
                    pupil.born_on,
                    "\n".join(held),
                    "\n".join(part for part in (card.address, card.phone) if part),
                    "\n".join(adults),
                    "",
                )
            )
        table = Table(
            (
                Column("№", 0.4, number=True),
                Column(_("Pupil"), 2),
                Column(_("Born on"), 1),
                Column(_("Statuses"), 1.6),
                Column(_("Address, phone"), 1.8),
                Column(_("Parents: work, phone"), 2.4),
                Column(_("What has changed"), 2.8),
            ),
            rows,
            empty="–",
        )
        return Document(
            title=f"{_('Class data form')}: {school_class.name}",
            org=school_class.school.name,
            language=language,
            left=f"{_('Cards as of')}: {long_day(day, language)}",
            right=f"{_('School year')}: {school_class.school_year}",
            blocks=(table, _signed(school_class.teacher)),
            footer=_("Class data form"),
            landscape=True,
        )


def _signed(teacher: Any) -> Signatures:
    return Signatures([(_("Class teacher"), teacher.full_name if teacher else "")])

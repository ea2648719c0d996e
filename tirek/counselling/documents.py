"""A recommendation to a class teacher on paper."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tirek.counselling.queries import answers_of
from tirek.journal.models import Entry
from tirek.office.document import Block, Column, Document, Facts, Heading, Signatures, Table
from tirek.web.rules.dates import long_day, short_day


def recommendation_paper(entry: Entry, language: str) -> Document:
    """To whom, what is recommended line by line, what was answered, signatures of both."""
    links = list(entry.about_classes.select_related("school_class__teacher"))
    classes = [link.school_class for link in links]
    teachers = [one.teacher.full_name for one in classes if one.teacher]
    author = entry.author.full_name if entry.author else ""
    with translation.override(language):
        lines = [line.strip() for line in entry.text.splitlines() if line.strip()]
        blocks: list[Block] = [
            Facts(
                [
                    (_("Class"), ", ".join(one.name for one in classes)),
                    (_("Class teacher"), ", ".join(teachers) or "–"),
                    (_("Written by"), author),
                ]
            ),
            Table(
                (Column("№", 0.4, number=True), Column(_("What is recommended"), 6)),
                [(at, line) for at, line in enumerate(lines, start=1)],
            ),
        ]
        if answers := answers_of(entry):
            blocks.append(Heading(_("Answer of the class teacher")))
            blocks.append(
                Table(
                    (
                        Column(_("Date"), 1.2),
                        Column(pgettext("noun", "Answer"), 1.8),
                        Column(_("In words"), 4),
                    ),
                    [
                        (short_day(one.at.date()), str(one.get_state_display()), one.text)
                        for one in answers
                    ],
                )
            )
        blocks.append(
            Signatures([(_("Written by"), author), (_("Class teacher"), ", ".join(teachers))])
        )
        return Document(
            title=_("Recommendation to the class teacher"),
            org=entry.school.name,
            language=language,
            right=long_day(entry.on, language),
            blocks=blocks,
        )

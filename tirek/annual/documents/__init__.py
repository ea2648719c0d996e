"""The annual report on paper: six chapters, each with drawn figures and a person's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from tirek.access.models import School
from tirek.access.refused import Refused
from tirek.access.roles import Role
from tirek.annual import queries
from tirek.annual.actions import PAPER
from tirek.annual.documents import drawing
from tirek.annual.models import AnnualReport
from tirek.annual.queries import Drawn
from tirek.annual.rules import chapters
from tirek.office.document import Block, Document, Heading, Paragraph, Signatures
from tirek.office.reports import Options, Report, register
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
        chapters.PUPILS: drawing.pupils,
        chapters.PLAN: drawing.plan,
        chapters.WORK: drawing.work,
        chapters.WORKED: drawing.worked,
        chapters.SHORTCOMINGS: drawing.shortcomings,
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

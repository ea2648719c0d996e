"""Begins annual reports, writes their chapters, freezes them."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from tirek.access import audit, clock
from tirek.access.models import User
from tirek.access.refused import Refused
from tirek.annual.models import AnnualReport, Chapter
from tirek.annual.queries import analysed, texts_of
from tirek.annual.rules.chapters import CHAPTERS, unwritten
from tirek.office.reports import reports
from tirek.reports.actions import Paper, freeze_paper
from tirek.schoolyear.models import SchoolYear

# The name of the paper, and of the numbers it is given.
PAPER = "annual-report"


@transaction.atomic
def begin_report(*, by: User, school_year: SchoolYear) -> AnnualReport:
    """Begin the report on a year; what its finished analysis says is there to be edited.

    Refused: the year has not begun, or has a report already.
    """
    _lock(school_year)
    if school_year.starts_on > clock.today():
        raise Refused(_("This school year has not begun."))
    if AnnualReport.objects.filter(school_year=school_year).exists():
        raise Refused(_("This year has a report already."))
    return _begun(by, school_year, analysed(school_year))


@transaction.atomic
def begin_again(*, by: User, report: AnnualReport) -> AnnualReport:
    """Begin the report that takes the place of a frozen one, with its words.

    Refused: it is no frozen report, or a later one was begun already.
    """
    _lock(report.school_year)
    report.refresh_from_db()
    if not report.frozen:
        raise Refused(_("This report is still a draft: change it."))
    if AnnualReport.objects.filter(replaces=report).exists():
        raise Refused(_("A later report has been begun already."))
    return _begun(by, report.school_year, texts_of(report), report)


@transaction.atomic
def write_chapter(*, by: User, report: AnnualReport, code: str, text: str) -> Chapter:
    """Put the words of a chapter in the place of those before; only while it is a draft."""
    _draft(report)
    if code not in CHAPTERS:
        raise Refused(_("There is no such chapter."))
    chapter, _made = Chapter.objects.update_or_create(
        report=report, code=code, defaults={"text": text.strip()}
    )
    audit.record(by=by, verb="CHANGED", thing=report, school=report.school, note=code)
    return chapter


@transaction.atomic
def take_analysis(*, by: User, report: AnnualReport) -> list[str]:
    """Put the words of the finished analysis into the chapters that have none; which were filled.

    Refused: no analysis of the year is finished, or no chapter is left that it could fill.
    """
    report = _draft(report)
    texts, said = texts_of(report), analysed(report.school_year)
    filled = [code for code in said if not texts.get(code, "").strip()]
    if not filled:
        raise Refused(_("The analysis of the year has no words for an empty chapter."))
    for code in filled:
        write_chapter(by=by, report=report, code=code, text=said[code])
    return filled


@transaction.atomic
def freeze_report(*, by: User, report: AnnualReport, as_of: date, language: str) -> AnnualReport:
    """Issue the report under a number: its figures by a day, as known now, and its words stay.

    It leaves an entry ANNUAL_REPORT, which names its rows. Refused: a chapter without words, a day
    to come or outside the year.
    """
    report = _draft(report)
    school_year = report.school_year
    if as_of > clock.today():
        raise Refused(_("The day lies in the future."), "as_of")
    if not school_year.starts_on <= as_of < date(school_year.year + 1, 9, 1):
        raise Refused(_("Choose a day of the school year."), "as_of")
    if unwritten(texts_of(report)):
        raise Refused(_("Write every chapter that has no figures of its own."))
    known_at, school = clock.now(), report.school
    options = {"report": report.pid, "as_of": as_of.isoformat()}
    then = {**options, "known_at": known_at.isoformat()}
    paper = reports()[PAPER]
    assert paper.figures is not None
    report.issued = freeze_paper(
        by=by,
        school=school,
        paper=Paper(
            name=PAPER,
            as_of=as_of,
            known_at=known_at,
            options=options,
            figures=paper.figures(school, then, by),
            document=paper.build(school, then, language, by),
        ),
    )
    report.save(update_fields=["issued"])
    return report


def _begun(
    by: User,
    school_year: SchoolYear,
    texts: dict[str, str],
    replaces: AnnualReport | None = None,
) -> AnnualReport:
    made = AnnualReport.objects.create(
        school=school_year.school, school_year=school_year, begun_by=by, replaces=replaces
    )
    Chapter.objects.bulk_create(
        Chapter(report=made, code=code, text=texts.get(code, "")) for code in CHAPTERS
    )
    audit.record(by=by, verb="CREATED", thing=made, school=made.school)
    return made


def _lock(school_year: SchoolYear) -> None:
    """Two who begin at once begin one report."""
    SchoolYear.objects.select_for_update().get(pk=school_year.pk)


def _draft(report: AnnualReport) -> AnnualReport:
    """The report, locked; refused when it is frozen."""
    found = (
        AnnualReport.objects.select_for_update(of=("self",))
        .select_related("school", "school_year__school")
        .get(pk=report.pk)
    )
    if found.frozen:
        raise Refused(_("This report is frozen. Correct it by a new one."))
    return found

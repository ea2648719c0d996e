"""Writes analyses: begun, written row by row, finished, corrected by a new version."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from tirek.access import audit, clock
from tirek.access.models import User
from tirek.access.refused import Refused
from tirek.analysis.models import ANALYSIS, WORDS, Analysis, Part
from tirek.analysis.queries import has_plan, lines_of
from tirek.journal.actions import correct_entry, record_entry
from tirek.journal.models import Entry, State
from tirek.journal.queries import rows_named
from tirek.plans.queries import rows_in_force
from tirek.schoolyear.models import SchoolYear
from tirek.schoolyear.queries import year_at


@transaction.atomic
def begin_analysis(*, by: User, school_year: SchoolYear) -> Analysis:
    """Begin the analysis of a year.

    Refused: there is one already, the year has not begun, no plan of it is in force.
    """
    SchoolYear.objects.select_for_update().get(pk=school_year.pk)
    if Analysis.objects.filter(school_year=school_year).exists():
        raise Refused(_("The analysis of this school year has been begun already."))
    today = clock.today()
    if school_year.starts_on > today:
        raise Refused(_("This school year has not begun."))
    if not has_plan(school_year, today):
        raise Refused(_("No plan of this school year is approved: there is nothing to analyse."))
    made = Analysis.objects.create(school=school_year.school, school_year=school_year, begun_by=by)
    audit.record(by=by, verb="CREATED", thing=made, school=made.school)
    return made


@transaction.atomic
def write_part(
    *,
    by: User,
    analysis: Analysis,
    plan: str,
    code: str = "",
    why: str = "",
    worked: str = "",
    shortcomings: str = "",
    proposal: str = "",
) -> Part:
    """Write what a draft says of a row, or (without a code) of a plan as a whole.

    Refused: it is finished; there is no such row in the year's plans in force.
    """
    _still_draft(analysis)
    rows = rows_in_force(analysis.school_year, clock.today())
    if not any(one.plan.kind == plan and code in ("", one.code) for one in rows):
        raise Refused(_("There is no such row in the plans of this school year."))
    said = {
        "why": why.strip(),
        "worked": worked.strip(),
        "shortcomings": shortcomings.strip(),
        "proposal": proposal.strip(),
    }
    part, _made = Part.objects.update_or_create(
        analysis=analysis, plan=plan, code=code, defaults=said
    )
    note = f"{plan}:{code}" if code else plan
    audit.record(by=by, verb="CHANGED", thing=analysis, school=analysis.school, note=note)
    return part


@transaction.atomic
def finish_analysis(*, by: User, analysis: Analysis) -> Analysis:
    """Freeze a draft with the figures as they are now, and record the work in the journal.

    Its entry names the row of the plan it serves while the year runs; a later version corrects the
    entry of the one before and keeps its day. Refused: it is finished; nothing is written yet.
    """
    _still_draft(analysis)
    if not any(one.said for one in analysis.parts.all()):
        raise Refused(_("Nothing is written yet: say what worked, what did not and what to do."))
    lines = lines_of(analysis)
    there = {one.part.pk for one in lines}
    analysis.parts.exclude(pk__in=[pk for pk in there if pk]).filter(
        **dict.fromkeys(WORDS, "")
    ).delete()
    Part.objects.bulk_create(one.part for one in lines if one.part.pk is None)
    Part.objects.bulk_update(
        [one.part for one in lines],
        ["position", "item", "figures", "before"],
        batch_size=200,
    )
    analysis.state = Analysis.State.FINISHED
    analysis.as_of, analysis.finished_at, analysis.finished_by = clock.today(), clock.now(), by
    analysis.entry = _entry(by, analysis)
    analysis.save()
    audit.record(by=by, verb="SIGNED", thing=analysis, school=analysis.school)
    return analysis


@transaction.atomic
def renew_analysis(*, by: User, analysis: Analysis) -> Analysis:
    """Begin the next version of a finished analysis with its words; it holds until that one is
    finished.

    Refused: it is not finished; a later version has been begun.
    """
    year = SchoolYear.objects.select_for_update().get(pk=analysis.school_year_id)
    if not analysis.finished:
        raise Refused(_("This analysis is a draft: it can be changed as it is."))
    if Analysis.objects.filter(school_year=year, version__gt=analysis.version).exists():
        raise Refused(_("A later version of this analysis has been begun already."))
    made = Analysis.objects.create(
        school=analysis.school,
        school_year=analysis.school_year,
        version=analysis.version + 1,
        begun_by=by,
    )
    Part.objects.bulk_create(
        Part(
            analysis=made,
            plan=one.plan,
            code=one.code,
            **{name: getattr(one, name) for name in WORDS},
        )
        for one in analysis.parts.all()
        if one.said
    )
    audit.record(by=by, verb="CREATED", thing=made, school=made.school, note=f"{made.version}")
    return made


def _still_draft(analysis: Analysis) -> None:
    held = Analysis.objects.select_for_update().get(pk=analysis.pk)
    if held.finished:
        raise Refused(_("This analysis is finished: begin a new version to correct it."))


def _entry(by: User, analysis: Analysis) -> Entry:
    """The journal's entry; of a later version in the place of the one before."""
    text = str(analysis.school_year)
    before = (
        Analysis.objects.filter(
            school_year=analysis.school_year_id,
            version__lt=analysis.version,
            entry__in=Entry.objects.known_at().filter(state=State.DONE),
        )
        .select_related("entry__school")
        .order_by("-version")
        .first()
    )
    if before is not None and before.entry is not None:
        return correct_entry(by=by, entry=before.entry, on=before.entry.on, topic="", text=text)
    today = clock.today()
    running = year_at(analysis.school, today) == analysis.school_year
    rows = rows_named(analysis.school, ANALYSIS, "", today) if running else []
    return record_entry(
        by=by, school=analysis.school, kind=ANALYSIS, on=today, rows=rows, text=text
    )

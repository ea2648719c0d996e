"""Writes what is known of papers, checks of files, interests, the school's list of papers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from tirek.access import audit, clock
from tirek.access.ids import new_pid
from tirek.access.models import School, User
from tirek.access.refused import Refused
from tirek.cards.queries import categories
from tirek.filing.keeping import keep
from tirek.journal.actions import record_entry
from tirek.personalfiles.models import FileCheck, FilePaper, Interests, Paper, PaperScan
from tirek.personalfiles.queries import facts_of, papers, rows_of
from tirek.school.models import Pupil
from tirek.school.queries import with_class_on

PAPER_FIELDS = ("state", "number", "on", "until", "note")
INTEREST_FIELDS = ("clubs", "subjects", "leisure", "talents", "who")


@transaction.atomic
def save_papers(
    *, by: User, pupil: Pupil, answers: Mapping[str, Mapping[str, Any]]
) -> list[FilePaper]:
    """Keep what is known of a pupil's papers, by code; only what differs becomes a new fact.

    Refused at `CODE-field`: an unknown paper, a day to come, a term before the paper's day.
    """
    listed, before, today = papers(pupil.school, retired=True), facts_of(pupil), clock.today()
    made = []
    for code, given in answers.items():
        fields = {name: given.get(name) or None for name in PAPER_FIELDS}
        old = before.get(code)
        if not fields["state"] and old is None:
            if any(fields.values()):
                raise Refused(_("Say whether the paper is there."), field=f"{code}-state")
            continue
        if old and all((getattr(old, name) or None) == value for name, value in fields.items()):
            continue
        if code not in listed:
            raise Refused(_("There is no such paper on the list."), field=f"{code}-state")
        _in_order(code, fields["on"], fields["until"], today)
        made.append(
            FilePaper.objects.create(
                pupil=pupil,
                paper=code,
                state=fields["state"] or FilePaper.State.MISSING,
                number=fields["number"] or "",
                on=fields["on"],
                until=fields["until"],
                note=fields["note"] or "",
                recorded_by=by,
                replaces=old,
            )
        )
    if made:
        codes = " ".join(one.paper for one in made)
        audit.record(
            by=by,
            verb="CHANGED",
            thing="personalfiles.filepaper",
            thing_id=pupil.pid,
            school=pupil.school,
            note=codes[:200],
        )
    return made


def _in_order(code: str, on: date | None, until: date | None, today: date) -> None:
    if on is not None and on > today:
        raise Refused(_("Enter today's date or an earlier one."), field=f"{code}-on")
    if on is not None and until is not None and until < on:
        raise Refused(_("The term ends before the paper's day."), field=f"{code}-until")


@transaction.atomic
def keep_scan(*, by: User, pupil: Pupil, paper: str, file: UploadedFile[Any]) -> PaperScan:
    """Keep a scan of a pupil's paper; refused as `filing.keeping.keep` says."""
    if paper not in papers(pupil.school, retired=True):
        raise Refused(_("There is no such paper on the list."), field="paper")
    scan = PaperScan.objects.create(pupil=pupil, paper=paper, **vars(keep(file)))
    audit.record(by=by, verb="CREATED", thing=scan, school=pupil.school, note=paper)
    return scan


@transaction.atomic
def withdraw_scan(*, by: User, scan: PaperScan) -> PaperScan:
    """A scan put there by mistake: it is shown no more."""
    if scan.withdrawn_at is not None:
        raise Refused(_("The scan is taken away already."))
    scan.withdrawn_at = clock.now()
    scan.save(update_fields=["withdrawn_at"])
    audit.record(by=by, verb="ANNULLED", thing=scan, school=scan.pupil.school, note=scan.paper)
    return scan


@transaction.atomic
def record_check(*, by: User, pupil: Pupil) -> FileCheck:
    """The file was looked through today: an entry, with what is lacking kept as it is now."""
    today = clock.today()
    listed = papers(pupil.school)
    (row,) = rows_of(list(with_class_on(Pupil.objects.filter(pk=pupil.pk), today)), listed, today)
    names = [listed[code].name() for code in row.lacking]
    text = _("Missing: %(papers)s") % {"papers": "; ".join(names)} if names else ""
    entry = record_entry(
        by=by,
        school=pupil.school,
        kind="PERSONAL_FILE_CHECK",
        on=today,
        pupils=[pupil],
        text=text or _("All papers are there."),
    )
    kept = [
        {"code": one.code, "name": listed[one.code].name(), "state": one.state, "over": one.over}
        for one in row.items
    ]
    return FileCheck.objects.create(entry=entry, details={"papers": kept, "missing": row.lacking})


@transaction.atomic
def record_interests(*, by: User, pupil: Pupil, on: date, fields: Mapping[str, str]) -> Interests:
    """Record what a pupil is interested in; the last record of a pupil is what holds."""
    said = {name: str(fields.get(name) or "").strip() for name in INTEREST_FIELDS}
    said = {name: value for name, value in said.items() if value}
    if not said.keys() - {"who"}:
        raise Refused(_("Fill in at least one field."), field="clubs")
    entry = record_entry(
        by=by,
        school=pupil.school,
        kind="INTERESTS",
        on=on,
        pupils=[pupil],
        text="; ".join(value for name, value in said.items() if name != "who"),
    )
    return Interests.objects.create(entry=entry, details=said)


@transaction.atomic
def save_paper(
    *, by: User, school: School, code: str, category: str, names: Mapping[str, str], retired: bool
) -> Paper:
    """Add a paper to the school's list (`code` empty), or put the school's version of one there."""
    if category and category not in categories(school):
        raise Refused(_("There is no such category."), field="category")
    if not names.get("kk", "").strip():
        raise Refused(_("Give the name in Kazakh."), field="name_kk")
    built_in = Paper.objects.filter(school__isnull=True, code=code).first() if code else None
    own = Paper.objects.filter(school=school, code=code).first() if code else None
    if code and built_in is None and own is None:
        raise Refused(_("There is no such paper on the list."))
    paper = own or Paper(
        school=school,
        code=code or f"OWN-{new_pid()}",
        position=built_in.position if built_in else 500,
    )
    paper.category, paper.retired = category, retired
    for language in ("kk", "ru", "en"):
        setattr(paper, f"name_{language}", names.get(language, "").strip())
    paper.save()
    audit.record(
        by=by,
        verb="CHANGED" if own else "CREATED",
        thing="personalfiles.paper",
        thing_id=paper.code,
        school=school,
    )
    return paper

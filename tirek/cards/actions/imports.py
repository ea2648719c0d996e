"""Brings a list by category in, all of it or nothing, and takes it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tirek.access import audit, clock
from tirek.access.models import School, User
from tirek.access.refused import Refused
from tirek.cards.actions.evidence import annul_evidence, leave_evidence
from tirek.cards.models import StatusImport, StatusPeriod
from tirek.cards.queries import categories, imports
from tirek.cards.rules import listing
from tirek.cards.rules.listed import Line
from tirek.cards.rules.listing import OUT, Decision, Fate
from tirek.school.models import Pupil

WITHDRAWN_WITHIN = timedelta(days=30)
MOST_LINES = 5_000
WHOLE = ("category", "since", "basis_document", "basis_number", "basis_on", "norm")


@transaction.atomic
def draft_import(
    *,
    by: User | None,
    school: School,
    file_name: str,
    lines: Sequence[Line],
    unread: Sequence[str] = (),
    whole: Mapping[str, Any],
) -> StatusImport:
    """Keep a list's rows for its preview; the drafts of this person before it are not kept."""
    if not lines:
        raise Refused(_("There are no pupils under the headings."), field="file")
    if len(lines) > MOST_LINES:
        raise Refused(_("The list has more than 5000 rows. Part it."), field="file")
    StatusImport.objects.filter(by=by, school=school, state=StatusImport.State.DRAFT).delete()
    made = StatusImport.objects.create(
        school=school,
        by=by,
        at=clock.now(),
        file_name=file_name[:200],
        lines=[line.in_json() for line in lines],
        unread=list(unread)[:50],
        **{name: whole[name] for name in WHOLE if whole.get(name)},
    )
    audit.record(by=by, verb="CREATED", thing=made, school=school, note=f"n={len(lines)}")
    return made


@transaction.atomic
def answer_import(
    *, by: User, draft: StatusImport, words: Mapping[str, str], rows: Mapping[str, str]
) -> StatusImport:
    """Keep what a person has said: words -> code, row -> pupil's public id; "-" leaves out.

    An empty answer takes the one before it back.
    """
    draft = _draft(draft)
    codes = categories(draft.school)
    asked = [pid for pid in rows.values() if pid and pid != OUT]
    seen = Pupil.objects.visible_to(by, imports.KEY).filter(school=draft.school, pid__in=asked)
    ids = dict(seen.values_list("pid", "id"))
    kept = {name: dict(draft.answers.get(name, {})) for name in ("words", "rows")}
    for word, code in words.items():
        kept["words"].pop(word, None)
        if code == OUT or code in codes:
            kept["words"][word[:200]] = code
    for row, pid in rows.items():
        kept["rows"].pop(row, None)
        if pid == OUT or pid in ids:
            kept["rows"][row] = ids.get(pid, OUT)
    draft.answers = kept
    draft.save(update_fields=["answers"])
    audit.record(by=by, verb="CHANGED", thing=draft, school=draft.school)
    return draft


@transaction.atomic
def apply_import(*, by: User | None, draft: StatusImport, seen: str | None = None) -> StatusImport:
    """Open the statuses of every sure or answered row; the others are counted and stay out.

    The plan is made anew inside the transaction; refused when it is no more the one `seen`.
    """
    draft = _draft(draft)
    made = imports.planned(draft, by)
    if seen is not None and imports.mark(made) != seen:
        raise Refused(_("The card index has changed meanwhile: look once more."))
    opened = [_status(by, draft, one) for one in made if one.fate is Fate.OPEN]
    if not opened:
        raise Refused(_("There is nothing to bring in."))
    StatusPeriod.objects.bulk_create(opened, batch_size=500)
    draft.state, draft.by, draft.at = StatusImport.State.APPLIED, by, clock.now()
    draft.counts, draft.made = listing.counts(made), [one.pk for one in opened]
    # Of what the file said nothing is kept but the words and what they mean.
    draft.lines, draft.unread = [], []
    draft.answers = {"words": draft.answers.get("words", {})}
    draft.save()
    note = " ".join(f"{name}={number}" for name, number in draft.counts.items())
    audit.record(by=by, verb="IMPORTED", thing=draft, school=draft.school, note=note)
    _tell(by, draft)
    return draft


def _tell(by: User | None, done: StatusImport) -> None:
    """A line of the audit for each status, the evidence of each category."""
    made = _made(done)
    audit.record_many(
        [("CREATED", one, "", one.category) for one in made], by=by, school=done.school
    )
    if by is not None:
        for code in dict.fromkeys(one.category for one in made):
            leave_evidence(by, [one for one in made if one.category == code])


def _made(done: StatusImport) -> list[StatusPeriod]:
    found = StatusPeriod.objects.filter(pk__in=done.made).select_related("pupil__school")
    return list(found.order_by("id"))


def _draft(draft: StatusImport) -> StatusImport:
    found = StatusImport.objects.select_for_update(of=("self",)).select_related("school")
    draft = found.get(pk=draft.pk)
    if draft.state != StatusImport.State.DRAFT:
        raise Refused(_("This list has already been brought in."))
    return draft


def _status(by: User | None, draft: StatusImport, one: Decision) -> StatusPeriod:
    said = one.said
    return StatusPeriod(
        pupil_id=one.pupil or 0,
        category=one.code,
        since=said.since,
        until=said.until,
        basis_document=said.document,
        basis_number=said.number,
        basis_on=said.on,
        norm=draft.norm,
        note=said.note,
        recorded_by=by,
        recorded_at=clock.now(),
    )


def may_be_withdrawn(done: StatusImport, now: datetime | None = None) -> bool:
    """Whether the import is in force and young enough to be taken back."""
    age = (now or clock.now()) - done.at
    return done.state == StatusImport.State.APPLIED and age <= WITHDRAWN_WITHIN


@transaction.atomic
def withdraw_import(*, by: User, done: StatusImport) -> StatusImport:
    """Take an import back as a whole: its statuses are annulled.

    Refused once one of them has been corrected, ended or annulled, or anything else refers to it.
    """
    done = StatusImport.objects.select_for_update(of=("self",)).get(pk=done.pk)
    if not may_be_withdrawn(done):
        raise Refused(_("An import can be taken back within 30 days, once."))
    made, reason = _made(done), _("Import taken back")
    if any(one.annulled_at for one in made) or _stood_on(done.made):
        raise Refused(_("These statuses have been worked with since: annul them one by one."))
    StatusPeriod.objects.filter(pk__in=done.made).update(
        annulled_at=clock.now(), annulled_by=by, annul_reason=reason
    )
    audit.record_many(
        [("ANNULLED", one, "", one.category) for one in made], by=by, school=done.school
    )
    annul_evidence(by, made, reason)
    done.state = StatusImport.State.WITHDRAWN
    done.withdrawn_at, done.withdrawn_by = clock.now(), by
    done.save(update_fields=["state", "withdrawn_at", "withdrawn_by"])
    audit.record(by=by, verb="ANNULLED", thing=done, school=done.school)
    return done


def _stood_on(ids: Sequence[int]) -> bool:
    """Does any record refer to these statuses?"""
    for relation in StatusPeriod._meta.related_objects:
        model: Any = relation.related_model
        if model._base_manager.filter(**{f"{relation.field.name}__in": ids}).exists():
            return True
    return False

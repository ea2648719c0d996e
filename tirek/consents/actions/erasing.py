"""Erases what is known of children: proposed by one person, approved by another, not undone."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from tirek.access import audit, clock
from tirek.access.models import School, User
from tirek.access.refused import Refused
from tirek.consents.models import Consent, Erasure, ErasurePupil
from tirek.school.erasing import with_doubles
from tirek.school.models import Enrolment, Pupil

# settings.ERASERS: a room's eraser blanks what it holds of these children and says what went.
Eraser = Callable[[Sequence[Pupil], date], dict[str, int]]


@transaction.atomic
def propose_erasure(
    *, by: User, school: School, pupils: Iterable[Pupil], why: str, note: str = ""
) -> Erasure:
    """Propose that what is known of these children be erased; nothing goes yet.

    Refused for a child who is still at school, and for one already proposed or erased.
    """
    chosen = list(pupils)
    if not chosen:
        raise Refused(_("Choose at least one pupil."), field="pupils")
    if why == Erasure.Why.REQUEST and not note.strip():
        raise Refused(_("Write who asked, and the number of the paper."), field="note")
    today = clock.today()
    _may_go(school, chosen, today)
    asked = ErasurePupil.objects.filter(
        pupil__in=chosen, erasure__state=Erasure.State.PROPOSED
    ).exists()
    if asked:
        raise Refused(_("This has been proposed already."), field="pupils")
    made = Erasure.objects.create(
        school=school, why=why, note=note, proposed_at=clock.now(), proposed_by=by
    )
    ErasurePupil.objects.bulk_create(ErasurePupil(erasure=made, pupil=one) for one in chosen)
    audit.record(by=by, verb="CREATED", thing=made, school=school, note=f"{why}:{len(chosen)}")
    return made


@transaction.atomic
def approve_erasure(*, by: User, erasure: Erasure, typed: str) -> Erasure:
    """Erase: names, numbers, addresses, texts and files go; codes and dates stay for the counts.

    Needs another person than the one who proposed it, and the typed word of confirmation.
    """
    waiting = _waiting(erasure)
    if by.pk == waiting.proposed_by_id:
        raise Refused(_("Another person approves it than the one who proposed it."))
    if typed.strip().lower() != word_to_type().lower():
        raise Refused(_("Type the word as it is shown."), field="typed")
    pupils = [one.pupil for one in waiting.pupils.select_related("pupil").order_by("id")]
    today = clock.today()
    _may_go(waiting.school, pupils, today)
    gone: Counter[str] = Counter()
    for path in settings.ERASERS:
        eraser: Eraser = import_string(path)
        gone.update(eraser(with_doubles(pupils), today))
    waiting.state, waiting.note = Erasure.State.DONE, ""
    waiting.decided_at, waiting.decided_by, waiting.counts = clock.now(), by, dict(gone)
    waiting.save()
    audit.record(
        by=by, verb="APPROVED", thing=waiting, school=waiting.school, note=f"pupils:{len(pupils)}"
    )
    transaction.on_commit(tidy)
    return waiting


@transaction.atomic
def decline_erasure(*, by: User, erasure: Erasure) -> Erasure:
    """The data stay: by the one who approves, or taken back by the one who proposed it."""
    waiting = _waiting(erasure)
    waiting.state, waiting.decided_at = Erasure.State.DECLINED, clock.now()
    waiting.decided_by, waiting.note = by, ""
    waiting.save()
    audit.record(by=by, verb="REFUSED", thing=waiting, school=waiting.school)
    return waiting


def word_to_type() -> str:
    """The word one types to confirm, in the page's language."""
    return _("erase")


def erase_own(pupils: Sequence[Pupil], today: date) -> dict[str, int]:
    """What this room holds of the children: consents lose their texts and signers."""
    found = Consent.objects.filter(pupil__in=pupils)
    for consent in found:
        consent.key = consent.pid
        consent.data = consent.purpose = consent.operator = consent.third_parties = ""
        consent.signed_by, consent.signer_name, consent.signer_relation = None, "", ""
        consent.paper_number = consent.withdrawn_how = consent.annul_reason = ""
        consent.save()
    Erasure.objects.filter(pupils__pupil__in=pupils).update(note="")
    return {"consents": len(found)}


def tidy() -> None:
    """Let the database file forget what was erased: freed pages are written over.

    When somebody is reading just then it is left to the next time, and said in the log.
    """
    try:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("VACUUM")
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            else:
                cursor.execute("VACUUM")
    except DatabaseError:
        logging.getLogger(__name__).warning("erased; the database's file is to be vacuumed")


def _waiting(erasure: Erasure) -> Erasure:
    found = Erasure.objects.select_for_update().select_related("school").get(pk=erasure.pk)
    if found.state != Erasure.State.PROPOSED:
        raise Refused(_("This has been decided already."))
    return found


def _may_go(school: School, pupils: Sequence[Pupil], today: date) -> None:
    if any(one.school_id != school.pk for one in pupils):
        raise Refused(_("Somebody here belongs to another school."), field="pupils")
    if any(one.erased_on is not None for one in pupils):
        raise Refused(_("What was known of this child has been erased already."), field="pupils")
    here = Enrolment.objects.known_at().filter(pupil__in=pupils)
    for enrolment in here.select_related("pupil"):
        if enrolment.until is None or enrolment.until >= today:
            raise Refused(
                _("%(name)s is still at school.") % {"name": enrolment.pupil.short_name},
                field="pupils",
            )

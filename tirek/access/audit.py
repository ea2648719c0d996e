"""Leaves a trace of what was done; call it inside the transaction of the deed.

What cannot be recorded must not happen: `Unrecorded` undoes the deed and closes the page (503).
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError, connection, models, transaction
from django.db.models import OuterRef, QuerySet, Subquery, Value

from tirek.access import audit_notes, clock
from tirek.access.models import AuditHead, AuditRow
from tirek.access.rules.chain import Deed, microseconds, sealed

if TYPE_CHECKING:
    from tirek.access.models import School, User

VERBS = frozenset(
    {
        *("CREATED", "CHANGED", "CORRECTED", "ANNULLED", "ENDED", "SIGNED", "APPROVED", "ISSUED"),
        *("READ", "PRINTED", "EXPORTED", "IMPORTED", "SIGNED_IN", "SIGNED_OUT", "REFUSED"),
    }
)

# These change nothing that anything is counted from.
LEAVING_ALL_AS_IT_WAS = frozenset({"READ", "REFUSED", "SIGNED_IN", "SIGNED_OUT"})


class Unrecorded(Exception):
    """The audit could not be written; nothing is kept and nothing is shown."""


def record(
    *,
    by: User | None,
    verb: str,
    thing: models.Model | str,
    school: School | None,
    note: str = "",
    thing_id: str = "",
) -> None:
    """Write one audit line: `thing` is a record (kept by its public id) or a name of a thing.

    `note` holds codes and counts only, never a value, a name or an IIN (trust rule 16). Three
    queries, in the caller's transaction.
    """
    record_many([(verb, thing, thing_id, note)], by=by, school=school)


def record_now(**of_record: object) -> None:
    """Write one audit line in a transaction of its own: what was read, or refused."""
    try:
        with transaction.atomic():
            record(**of_record)  # type: ignore[arg-type]
    except DatabaseError as error:
        raise Unrecorded from error


def writable() -> bool:
    """Could a line be written now? Nothing of the trial stays."""
    try:
        with transaction.atomic():
            record(by=None, verb="READ", thing="healthz", school=None)
            transaction.set_rollback(True)
    except (DatabaseError, Unrecorded):
        return False
    return True


def record_many(
    deeds: Iterable[tuple[str, models.Model | str, str, str]],
    *,
    by: User | None,
    school: School | None,
) -> None:
    """Write lines (verb, thing, its id, note) at once; `record` says what they are."""
    if not in_a_deed():
        raise RuntimeError("the audit is written inside the transaction of the deed")
    at = clock.now()
    wanted = [
        Deed(
            microseconds(at),
            school.pk if school else None,
            by.pk if by else None,
            _known(verb),
            *_named(thing, thing_id),
            note[:200],
        )
        for verb, thing, thing_id, note in deeds
    ]
    try:
        head = _locked_head(school)
        before, rows = head.at, []
        for deed in wanted:
            head.number += 1
            head.hash = sealed(head.hash, head.number, deed)
            rows.append(
                AuditRow(
                    at=at, number=head.number, hash=head.hash, by=by, school=school,
                    verb=deed.verb, thing=deed.thing, thing_id=deed.thing_id, note=deed.note,
                )
            )  # fmt: skip
        head.at = at
        if not LEAVING_ALL_AS_IT_WAS.issuperset(deed.verb for deed in wanted):
            head.version = secrets.token_hex(16)
        AuditRow.objects.bulk_create(rows, batch_size=500)
        head.save(update_fields=["number", "hash", "at", "version"])
    except DatabaseError as error:
        raise Unrecorded from error
    if lines := audit_notes.due(before, rows):
        transaction.on_commit(partial(audit_notes.write, lines))


def version_of(school: School) -> str:
    """Another text after each deed in the school that changed something; "" when not known.

    Random, not counted: two deeds side by side, or one taken back, never share a version. Inside a
    deed it is not known: the deed sees its own data, which may yet be taken back.
    """
    if in_a_deed():
        return ""
    found = AuditHead.objects.filter(school=school).values_list("version", flat=True).first()
    return found or ""


def with_version(of_a_school: QuerySet[Any]) -> QuerySet[Any]:
    """Rows that have a `school`, each with `version`: what `version_of` says, or None."""
    heads = AuditHead.objects.filter(school=OuterRef("school")).values("version")
    unknown = Value(None, models.CharField())
    found: QuerySet[Any] = of_a_school.annotate(
        version=unknown if in_a_deed() else Subquery(heads[:1])
    )
    return found


def in_a_deed() -> bool:
    """Is a transaction open? The one that a test wraps around itself is none."""
    blocks = connection.atomic_blocks
    return bool(blocks) and not getattr(blocks[-1], "_from_testcase", False)


def _locked_head(school: School | None) -> AuditHead:
    """The head of the school's chain; nobody else adds to it before this transaction ends."""
    heads = AuditHead.objects.select_for_update().filter(school=school)
    head = heads.first()
    if head is None:
        AuditHead.objects.bulk_create([AuditHead(school=school)], ignore_conflicts=True)
        head = heads.get()
    return head


def _known(verb: str) -> str:
    if verb not in VERBS:
        raise ValueError(f"unknown verb {verb!r}")
    return verb


def _named(thing: models.Model | str, thing_id: str) -> tuple[str, str]:
    if isinstance(thing, models.Model):
        return thing._meta.label_lower, thing_id or str(getattr(thing, "pid", None) or thing.pk)
    return thing, thing_id

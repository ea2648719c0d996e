"""Six ways to tamper with the audit behind the program's back, each found, on both databases."""

import pytest
from django.db import connection, transaction

from tirek.access import append_only, audit, audit_notes
from tirek.access.audit_chain import Finding, findings, rows_of
from tirek.access.models import AuditHead, AuditRow
from tirek.access.rules.chain import sealed
from tirek.access.tests import making

pytestmark = pytest.mark.django_db

TABLE = "access_auditrow"


@pytest.fixture
def school():
    """A school with an audit of 60 rows, noted as they were written, beside another one's."""
    found = making.school(code="s-7")
    by = making.user(None)
    for place in (found, None, making.school()):
        with transaction.atomic():
            deeds = [("READ", "school.pupil", f"pid{n:09}", "") for n in range(60)]
            audit.record_many(deeds, by=by, school=place)
        rows = AuditRow.objects.filter(school=place).order_by("number")
        audit_notes.write(audit_notes.due(None, rows))
    return found


def run(school, *statements, up=True):
    """Raw SQL past the triggers; `{s}` is the school's id. Afterwards they stand again."""
    append_only.take_down(connection)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement.format(s=school.pk, t=TABLE))
    if connection.vendor == "postgresql":
        connection.check_constraints()
    if up:
        append_only.put_up(connection)


MOVE = "UPDATE {{t}} SET number = {to} WHERE school_id = {{s}} AND number = {number}"


def move(number, to):
    """The row of a number gets another one."""
    return MOVE.format(number=number, to=to)


COPY = (
    "INSERT INTO {{t}} (number, at, school_id, by_id, verb, thing, thing_id, note, hash) "
    "SELECT {number}, at, school_id, by_id, verb, thing, 'pidforged', note, hash "
    "FROM {{t}} WHERE school_id = {{s}} AND number = {of}"
)
# A row at 31 in the middle of the chain: those behind it make place, from the last one on.
SHIFT = tuple(move(n, n + 1) for n in range(60, 30, -1))
HEAD = "UPDATE access_audithead SET number = {number}, hash = ({hash}) WHERE school_id = {{s}}"
HASH_OF = "SELECT hash FROM {{t}} WHERE school_id = {{s}} AND number = {number}"

TAMPERED = {
    "changed": (
        ["UPDATE {t} SET thing_id = 'other' WHERE school_id = {s} AND number = 17"],
        Finding("CHANGED", "s-7", 17),
    ),
    "changed moment": (
        ["UPDATE {t} SET at = (SELECT min(at) FROM {t} WHERE school_id <> {s}) "
         "WHERE school_id = {s} AND number = 60"],
        Finding("CHANGED", "s-7", 60),
    ),
    "deleted": (
        ["DELETE FROM {t} WHERE school_id = {s} AND number = 17"],
        Finding("DELETED", "s-7", 17),
    ),
    "deleted, the rest numbered anew": (
        ["DELETE FROM {t} WHERE school_id = {s} AND number = 17",
         *(move(n, n - 1) for n in range(18, 61)),
         "UPDATE access_audithead SET number = 59 WHERE school_id = {s}"],
        Finding("DELETED", "s-7", 17),
    ),
    "inserted": (
        [*SHIFT, COPY.format(number=31, of=30)],
        Finding("INSERTED", "s-7", 31),
    ),
    "inserted at the end": (
        [COPY.format(number=61, of=60)],
        Finding("CHANGED", "s-7", 61),
    ),
    "swapped": (
        [move(20, 999), move(21, 20), move(999, 21)],
        Finding("SWAPPED", "s-7", 20),
    ),
    "tail cut": (
        ["DELETE FROM {t} WHERE school_id = {s} AND number > 55"],
        Finding("CUT", "s-7", 56),
    ),
    "tail cut with the head": (
        ["DELETE FROM {t} WHERE school_id = {s} AND number > 45",
         HEAD.format(number=45, hash=HASH_OF.format(number=45)).replace("{{", "{")],
        Finding("CUT", "s-7", 46),
    ),
    "given to another school": (
        ["UPDATE {t} SET school_id = NULL, number = 61 WHERE school_id = {s} AND number = 60"],
        Finding("CUT", "s-7", 60),
    ),
    "the whole school's audit gone": (
        ["DELETE FROM {t} WHERE school_id = {s}",
         "DELETE FROM access_audithead WHERE school_id = {s}"],
        Finding("CUT", "s-7", 1),
    ),
    "its head gone": (
        ["DELETE FROM access_audithead WHERE school_id = {s}"],
        Finding("HEAD", "s-7", 1),
    ),
}  # fmt: skip


def test_what_nobody_touched_is_well(school):
    assert list(findings()) == []


@pytest.mark.parametrize("how", TAMPERED)
def test_tampering_is_found(school, how):
    statements, finding = TAMPERED[how]
    run(school, *statements)
    assert finding in list(findings())
    # what was not touched is not suspected
    assert {one.school for one in findings()} <= {"s-7", ""}


def test_a_chain_made_anew_is_found(school):
    """Every row from the 9th on sealed afresh, the head too: only the notes outside know better."""
    rows, last = list(rows_of(school.pk)), ""
    append_only.take_down(connection)
    for row in rows:
        deed = row.deed._replace(thing_id="pidother") if row.number == 9 else row.deed
        last = sealed(last, row.number, deed)
        found = AuditRow.objects.filter(school=school, number=row.number)
        found.update(thing_id=deed.thing_id, hash=last)
    AuditHead.objects.filter(school=school).update(hash=last)
    run(school)
    assert list(findings()) == [Finding("REBUILT", "s-7", 50)]


def test_triggers_taken_down_are_found(school):
    run(school, up=False)
    assert list(findings()) == [Finding("TRIGGER", "", 0)]


def test_notes_that_are_gone_or_lag_behind_are_found(school):
    lines = audit_notes.path().read_text().splitlines()
    own = [line for line in lines if line.split(" ")[1] == str(school.pk)]
    audit_notes.path().write_text("\n".join(line for line in lines if line != own[-1]))
    assert list(findings()) == [Finding("NOT_NOTED", "s-7", 50)]
    audit_notes.path().unlink()
    assert len(list(findings())) == 3
    audit_notes.write_heads()
    assert list(findings()) == []


def test_a_head_behind_its_rows_is_found(school):
    AuditHead.objects.filter(school=school).update(number=59, hash=AuditRow.objects.get(
        school=school, number=59).hash)  # fmt: skip
    assert list(findings()) == [Finding("INSERTED", "s-7", 60)]

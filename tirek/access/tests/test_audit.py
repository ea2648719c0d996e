import pytest
from django.db import DatabaseError, connection, transaction

from tirek.access import append_only, audit, audit_notes
from tirek.access.models import AuditHead, AuditRow
from tirek.access.rules.chain import Deed, microseconds, sealed
from tirek.access.tests import making

pytestmark = pytest.mark.django_db


@transaction.atomic
def record(**fields):
    audit.record(**{"by": None, "verb": "READ", "thing": "roster", "school": None, **fields})


def test_a_record_is_kept_by_its_public_id():
    school, by = making.school(), making.user(None)
    record(by=by, thing=by, school=school, note="3")
    row = AuditRow.objects.get()
    assert (row.by, row.verb, row.thing, row.thing_id) == (by, "READ", "access.user", by.pid)
    assert (row.school, row.note) == (school, "3")


def test_a_record_without_a_public_id_is_kept_by_its_key():
    school = making.school()
    record(verb="CHANGED", thing=school, school=school)
    assert AuditRow.objects.get().thing_id == str(school.pk)


def test_a_thing_may_be_a_name():
    record(verb="EXPORTED")
    row = AuditRow.objects.get()
    assert (row.thing, row.thing_id, row.school) == ("roster", "", None)


def test_an_unknown_verb_is_a_mistake_of_ours():
    with pytest.raises(ValueError, match="unknown verb"):
        record(verb="REMOVED")


def test_outside_of_a_transaction_nothing_is_recorded():
    with pytest.raises(RuntimeError, match="inside the transaction"):
        audit.record(by=None, verb="READ", thing="roster", school=None)


def test_each_school_has_a_chain_of_its_own_and_so_have_rows_without_one():
    one, other = making.school(), making.school()
    for school in (one, None, one, other, one, None):
        record(school=school)
    for school, length in ((one, 3), (other, 1), (None, 2)):
        rows = list(AuditRow.objects.filter(school=school).order_by("number"))
        assert [row.number for row in rows] == list(range(1, length + 1))
        last = ""
        for row in rows:
            deed = Deed(microseconds(row.at), row.school_id, None, "READ", "roster", "", "")
            last = sealed(last, row.number, deed)
            assert row.hash == last
        head = AuditHead.objects.get(school=school)
        assert (head.number, head.hash, head.at) == (length, last, rows[-1].at)


def test_a_record_costs_three_queries(django_assert_num_queries):
    school, by = making.school(), making.user(None)
    record(by=by, school=school)
    with transaction.atomic(), django_assert_num_queries(3):
        audit.record(by=by, verb="READ", thing="roster", school=school)


def test_a_deed_undone_leaves_no_row_and_no_gap():
    school = making.school()
    record(school=school)
    with transaction.atomic():
        record(school=school)
        transaction.set_rollback(True)
    record(school=school)
    assert list(AuditRow.objects.values_list("number", flat=True)) == [1, 2]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE access_auditrow SET note = 'x'",
        "UPDATE access_auditrow SET hash = 'x' WHERE number = 1",
        "DELETE FROM access_auditrow",
        "DELETE FROM access_auditrow WHERE number = 2",
        "TRUNCATE access_auditrow",
    ],
)
def test_the_database_refuses_to_change_and_to_delete(statement):
    if statement.startswith("TRUNCATE") and connection.vendor == "sqlite":
        pytest.skip("SQLite has no TRUNCATE")
    record()
    record()
    if connection.vendor == "postgresql":
        connection.check_constraints()  # what waits for the commit would refuse TRUNCATE by itself
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)
    assert AuditRow.objects.count() == 2


def test_a_missing_trigger_and_one_that_does_nothing_are_noticed():
    assert append_only.missing(connection) == []
    append_only.take_down(connection)
    names = list(append_only.triggers(connection))
    assert append_only.missing(connection) == names
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                f"CREATE TRIGGER {names[0]} BEFORE UPDATE ON access_auditrow BEGIN SELECT 1; END"
            )
        else:
            append_only.put_up(connection)
            cursor.execute(f"ALTER TABLE access_auditrow DISABLE TRIGGER {names[0]}")
    assert names[0] in append_only.missing(connection)
    append_only.put_up(connection)
    assert append_only.missing(connection) == []


@pytest.mark.django_db(transaction=True)
def test_how_far_a_chain_goes_is_noted_outside_once_a_day_and_every_fifty_rows():
    import time_machine

    school = making.school()
    with time_machine.travel("2026-11-23 12:00+05:00", tick=False):
        for _n in range(3):
            record(school=school)
        record()
    with time_machine.travel("2026-11-23 23:59+05:00", tick=False):
        record(school=school)
    with time_machine.travel("2026-11-24 00:01+05:00", tick=False), transaction.atomic():
        audit.record_many([("READ", "roster", "", "")] * 50, by=None, school=school)
    noted = audit_notes.read()
    assert sorted(noted[school.pk]) == [1, 5, 50]
    assert sorted(noted[None]) == [1]
    for number, mark in noted[school.pk].items():
        assert AuditRow.objects.get(school=school, number=number).hash == mark


@pytest.mark.django_db(transaction=True)
def test_a_deed_undone_is_not_noted():
    with transaction.atomic():
        record()
        transaction.set_rollback(True)
    assert audit_notes.read() == {}


@pytest.mark.django_db(transaction=True)
def test_a_note_that_cannot_be_made_undoes_nothing(settings, tmp_path, caplog):
    settings.AUDIT_HEADS = tmp_path / "absent" / "heads.log"
    record()
    assert AuditRow.objects.count() == 1
    assert "cannot be noted" in caplog.text
    assert audit_notes.trouble()
    settings.AUDIT_HEADS = tmp_path / "heads.log"
    assert not audit_notes.trouble()


def test_what_is_no_note_is_passed_over_and_the_first_of_two_stands():
    lines = (
        *(f"x - 1 {'a' * 64}", f"x - 1 {'b' * 64}", f"x 7 2 {'c' * 64}"),
        *("x 7 3 abc", "", "nonsense", f"x 7 x {'d' * 64}"),
    )
    audit_notes.path().write_text("\n".join(lines))
    assert audit_notes.read() == {None: {1: "a" * 64}, 7: {2: "c" * 64}}

import pytest

from tirek.access import audit
from tirek.access.models import AuditRow
from tirek.access.tests import making

pytestmark = pytest.mark.django_db


def test_a_record_is_kept_by_its_public_id():
    school, by = making.school(), making.user(None)
    audit.record(by=by, verb="READ", thing=by, school=school, note="3")
    row = AuditRow.objects.get()
    assert (row.by, row.verb, row.thing, row.thing_id) == (by, "READ", "access.user", by.pid)
    assert (row.school, row.note) == (school, "3")


def test_a_record_without_a_public_id_is_kept_by_its_key():
    school = making.school()
    audit.record(by=None, verb="CHANGED", thing=school, school=school)
    assert AuditRow.objects.get().thing_id == str(school.pk)


def test_a_thing_may_be_a_name():
    audit.record(by=None, verb="EXPORTED", thing="roster", school=None)
    row = AuditRow.objects.get()
    assert (row.thing, row.thing_id, row.school) == ("roster", "", None)


def test_an_unknown_verb_is_a_mistake_of_ours():
    with pytest.raises(ValueError, match="unknown verb"):
        audit.record(by=None, verb="DELETED", thing="roster", school=None)

import pytest
from django.db import DatabaseError

from tirek.access import audit, audit_notes
from tirek.access.models import AuditRow
from tirek.access.views import health

pytestmark = pytest.mark.django_db


def test_all_is_well(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok")
    assert AuditRow.objects.count() == 0


def broken(*args, **kwargs):
    raise DatabaseError


class Broken:
    cursor = broken


@pytest.mark.parametrize(
    ("target", "name", "value", "code"),
    [
        (health, "connection", Broken(), b"DATABASE"),
        (audit, "record", broken, b"AUDIT"),
        (audit_notes, "trouble", lambda: "full", b"AUDIT_NOTES"),
        (health.tempfile, "TemporaryFile", None, b"FILES"),
    ],
)
def test_what_is_broken_is_named(client, monkeypatch, target, name, value, code):
    def full(*args, **kwargs):
        raise OSError

    monkeypatch.setattr(target, name, value or full)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (503, code)

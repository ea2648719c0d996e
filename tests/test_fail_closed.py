"""No audit, no page (trust rule 14): with the audit's table gone nothing about a child is shown."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.test import Client
from django.urls import resolve, reverse

from tests.walking import bring_in_the_demo, opened_addresses, signed_in
from tirek.access.models import School, SentForm, User
from tirek.school.models import Household, Pupil

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

PASSWORD = "long-enough-1"


def lose_the_audit() -> None:
    """Rename its table, as a hurried administrator would."""
    if connection.vendor == "postgresql":
        connection.check_constraints()  # what waits for the commit would forbid it
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE access_auditrow RENAME TO elsewhere")


@pytest.fixture
def social() -> Client:
    bring_in_the_demo()
    return signed_in(User.objects.get(username="social"))


def test_pages_about_children_close_and_the_others_stay(social: Client):
    school = School.objects.get(code="school-12")
    paths = opened_addresses(school, "social")
    answers = {path: social.get(path) for path in paths.values() if "sign-out" not in path}
    shown = {path for path, answer in answers.items() if answer.status_code == 200}
    closing = {
        path
        for path in shown
        if getattr(resolve(path).func, "sensitive", False)
        or "Content-Disposition" in answers[path].headers
    }
    assert len(closing) > 25
    lose_the_audit()
    names = set(Pupil.objects.values_list("surname", flat=True))
    for path in sorted(closing):
        answer = asked(social, path)
        assert answer.status_code == 503, path
        text = answer.content.decode()
        assert "Ештеңе көрсетілмейді" in text, path
        assert not [name for name in names if name in text], path
    # What shows the audit itself has nothing to show.
    of_audit = {path for path in shown if resolve(path).app_name == "oversight"}
    for path in sorted(shown - closing - of_audit - {"/healthz"}):
        assert asked(social, path).status_code == 200, path
    assert social.get("/healthz").content == b"AUDIT"
    # a refusal that cannot be written down is no hint either
    assert social.get(reverse("cards:pupil", args=["abcdefgh2345"])).status_code == 503


def test_the_plain_ones_are_there(social: Client):
    lose_the_audit()
    assert social.get("/").status_code == 200
    assert Client().get("/sign-in/").status_code == 200
    assert social.post("/language/", {"language": "ru"}).status_code == 302
    page = social.get(reverse("cards:pupils"))
    assert page.status_code == 503
    assert "Ничего не показано" in page.content.decode()


def test_what_is_sent_is_not_written(social: Client):
    person = User.objects.get(username="social")
    person.set_password(PASSWORD)
    person.save()
    social.force_login(person)
    lose_the_audit()
    before = counted()
    sent: dict[str, Any] = {"address": "Абай 1", "form_key": "6f0c9d1e-3c65-4b62-a1a5-0d6a2f6f2a10"}
    assert social.post(reverse("school:add_household"), sent).status_code == 503
    assert counted() == before
    stranger = Client()
    sent = {"username": "social", "password": PASSWORD}
    assert stranger.post("/sign-in/", sent).status_code == 503
    assert counted() == before
    assert "_auth_user_id" not in stranger.session


def asked(client: Client, path: str) -> Any:
    """The answer; what a failed query leaves of PostgreSQL's transaction is taken back."""
    point = transaction.savepoint()
    answer = client.get(path)
    transaction.savepoint_rollback(point)
    return answer


def counted() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Household, SentForm, Session))

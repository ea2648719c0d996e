"""Guessing is slow, the owner is not locked out, an unknown login answers alike."""

import re
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tirek.access.models import AuditRow
from tirek.access.tests import making

pytestmark = pytest.mark.django_db
PASSWORD = "біздің мектеп 2026"
WRONG = "қате"
NOON = "2026-11-23 12:00+05:00"
LATER = "2026-11-23 12:15:30+05:00"


@pytest.fixture
def person(school: Any) -> Any:
    user = making.user("NURSE", school, username="nurse")
    user.set_password(PASSWORD)
    user.save()
    return user


def send(client: Client, password: str = WRONG, username: str = "nurse") -> Any:
    sent = {"username": username, "password": password}
    return client.post(reverse("accounts:sign_in"), sent)


def text_of(answer: Any) -> str:
    """The page without what differs by itself."""
    return re.sub(r'value="[^"]*"', "", answer.content.decode())


def test_ten_tries_then_wait(client, person):
    with time_machine.travel(NOON, tick=False):
        assert {send(client).status_code for _ in range(10)} == {200}
        answer = send(client, PASSWORD)
        assert answer.status_code == 429
        assert "12:15" in answer.content.decode()
        assert 0 < int(answer["Retry-After"]) <= 901
        assert "_auth_user_id" not in client.session
    with time_machine.travel(LATER, tick=False):
        assert send(client, PASSWORD).status_code == 302
    refused = AuditRow.objects.filter(verb="REFUSED", thing="account", by=person)
    assert refused.count() == 10


def test_a_stranger_does_not_lock_the_owner_out(client, person):
    with time_machine.travel(NOON, tick=False):
        assert send(client, PASSWORD).status_code == 302  # from now on this device is known
        client.post(reverse("accounts:sign_out"))
        stranger = Client()
        for _ in range(10):
            send(stranger)
        assert send(stranger, PASSWORD).status_code == 429
        assert send(client, PASSWORD).status_code == 302


def test_a_device_of_one_login_is_a_stranger_to_another(client, person, school):
    other = making.user("NURSE", school, username="other")
    other.set_password(PASSWORD)
    other.save()
    send(client, PASSWORD, "other")
    client.post(reverse("accounts:sign_out"))
    for _ in range(10):
        send(client)
    assert send(Client(), PASSWORD).status_code == 429


def test_a_forged_device_is_a_stranger(person):
    for _ in range(10):
        send(Client())
    client = Client()
    client.cookies["tirek_device"] = "eyJpZCI6IngifQ:1:x"
    assert send(client, PASSWORD).status_code == 429


def test_right_tries_forget_the_wrong_ones(client, person):
    for _ in range(3):
        for _ in range(9):
            assert send(client).status_code == 200
        assert send(client, PASSWORD).status_code == 302
        client.post(reverse("accounts:sign_out"))
        client.cookies.pop("tirek_device")


def test_an_unknown_login_answers_alike(person):
    with time_machine.travel(NOON, tick=False):
        known = [send(Client()) for _ in range(11)]
        unknown = [send(Client(), username="nobody") for _ in range(11)]
    assert [a.status_code for a in known] == [a.status_code for a in unknown]
    assert [text_of(a) for a in known] == [text_of(a) for a in unknown]
    assert AuditRow.objects.filter(verb="REFUSED", by=None).count() == 10


def test_a_closed_account_answers_alike(person):
    person.is_active = False
    person.save()
    assert text_of(send(Client(), PASSWORD)) == text_of(send(Client(), username="nobody"))


def test_the_code_of_the_first_run_is_not_guessed(client, settings, tmp_path):
    settings.HOME = tmp_path
    strong = "ұзын-құпиясөз-7"
    sent = {"name": "а", "full_name": "б", "username": "saule", "password": strong, "again": strong}
    url = reverse("accounts:first")
    for _ in range(10):
        assert client.post(url, {**sent, "code": "AAAA-AAAA"}).status_code == 200
    assert client.post(url, {**sent, "code": "AAAA-AAAA"}).status_code == 429


def test_links_are_not_guessed_and_a_good_one_opens_whatever_others_do(client, person, school):
    from tirek.accounts.actions import invite

    token = invite(by=None, school=school, user=person)
    wrong = reverse("accounts:invitation", args=["x" * 32])
    assert [client.get(wrong).status_code for _ in range(11)] == [404] * 10 + [429]
    assert client.get(reverse("accounts:invitation", args=[token])).status_code == 200

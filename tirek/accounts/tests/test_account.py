"""Signing in and out, one's own password, one's own schools."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tirek.access.models import AuditRow
from tirek.access.tests import making

pytestmark = pytest.mark.django_db
PASSWORD = "біздің мектеп 2026"


@pytest.fixture
def person(school: Any) -> Any:
    user = making.user("SOCIAL_PEDAGOGUE", school, username="social")
    user.set_password(PASSWORD)
    user.save()
    return user


def test_signing_in_leads_where_one_was_going(client: Client, person: Any):
    wanted = reverse("accounts:account")
    answer = client.get(wanted)
    assert answer.url == f"{reverse('accounts:sign_in')}?next={wanted}"
    answer = client.post(answer.url, {"username": "social", "password": PASSWORD, "next": wanted})
    assert answer.url == wanted
    assert client.get(wanted).status_code == 200
    assert AuditRow.objects.filter(by=person, verb="SIGNED_IN").count() == 1


def test_one_is_not_led_to_another_host(client: Client, person: Any):
    sent = {"username": "social", "password": PASSWORD, "next": "https://example.org/"}
    assert "example.org" not in client.post(reverse("accounts:sign_in"), sent).url


def test_a_wrong_password_says_so_and_keeps_the_login(client: Client, person: Any):
    answer = client.post(
        reverse("accounts:sign_in"), {"username": "social", "password": "x", "next": ""}
    )
    assert answer.status_code == 200
    text = answer.content.decode()
    assert 'role="alert"' in text
    assert 'value="social"' in text
    assert "_auth_user_id" not in client.session


def test_signing_out_is_a_deed_not_a_link(client_of: Any):
    client = client_of("NURSE")
    assert client.get(reverse("accounts:sign_out")).status_code == 405
    assert client.post(reverse("accounts:sign_out")).url == reverse("accounts:sign_in")
    assert "_auth_user_id" not in client.session


def test_changing_the_password(client: Client, person: Any):
    client.force_login(person)
    address = reverse("accounts:change_password")
    new = {"new_password1": "жаңа құпиясөз 77", "new_password2": "жаңа құпиясөз 77"}
    assert client.post(address, {"old_password": "x", **new}).status_code == 200
    assert client.post(address, {"old_password": PASSWORD, **new}).status_code == 302
    person.refresh_from_db()
    assert person.check_password("жаңа құпиясөз 77")
    assert client.get(reverse("accounts:account")).status_code == 200


def test_one_works_only_in_ones_own_schools(client: Client, person: Any):
    second, strange = making.school(), making.school()
    making.grant(person, "NURSE", second)
    client.force_login(person)
    address = reverse("accounts:choose_school")
    client.post(address, {"school": second.code})
    assert client.session["school"] == second.pk
    client.post(address, {"school": strange.code})
    assert client.session["school"] == second.pk

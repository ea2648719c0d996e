"""One-time links to choose a password; accounts closed and opened."""

import re
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from tirek.access.models import AuditRow
from tirek.access.tests import making
from tirek.accounts.actions import invite
from tirek.accounts.models import Invitation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
STRONG = "ұзын-құпиясөз-7"
BOTH = {"password": STRONG, "again": STRONG}


@pytest.fixture
def other(school: Any) -> Any:
    return making.user("NURSE", school, username="nurse")


def plain(answer: Any) -> str:
    """The page without what differs by itself."""
    return re.sub(r'value="[^"]*"', "", answer.content.decode())


def link(token: str) -> str:
    return reverse("accounts:invitation", args=[token])


def test_the_invited_chooses_a_password_and_is_in(client, other, school):
    token = invite(by=None, school=school, user=other)
    assert not Invitation.objects.filter(token_hash=token).exists()
    assert other.username in client.get(link(token)).content.decode()
    wrong = client.post(link(token), {"password": STRONG, "again": "басқа-құпиясөз"})
    assert wrong.context["form"].errors["again"]
    assert client.post(link(token), BOTH).status_code == 302
    assert client.get(reverse("accounts:account")).status_code == 200
    other.refresh_from_db()
    assert other.check_password(STRONG)
    assert AuditRow.objects.filter(by=other, note="password link").exists()
    used, unknown = Client().get(link(token)), Client().get(link("x" * 32))
    assert used.status_code == unknown.status_code == 404
    assert plain(used) == plain(unknown)


def test_a_newer_link_ends_the_one_before(client, other, school):
    first = invite(by=None, school=school, user=other)
    second = invite(by=None, school=school, user=other)
    assert client.get(link(first)).status_code == 404
    assert client.get(link(second)).status_code == 200


def test_a_link_ends_after_a_week(client, other, school):
    token = invite(by=None, school=school, user=other)
    with time_machine.travel("2026-11-30 11:59+05:00", tick=False):
        assert client.get(link(token)).status_code == 200
    with time_machine.travel("2026-11-30 12:01+05:00", tick=False):
        assert client.get(link(token)).status_code == 404
        assert client.post(link(token), BOTH).status_code == 404


def test_renewing_ends_the_password_and_the_sessions(client_of, other, school):
    other.set_password(STRONG)
    other.save()
    inside = Client()
    inside.force_login(other)
    assert inside.get(reverse("accounts:account")).status_code == 200
    shown = client_of("DIRECTOR").post(reverse("accounts:renew_password", args=[other.pid]))
    assert inside.get(reverse("accounts:account")).status_code == 302
    other.refresh_from_db()
    assert not other.has_usable_password()
    address = shown.context["link"].removeprefix("http://testserver")
    assert address in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert Client().post(address, BOTH).status_code == 302


def test_a_closed_account(client_of, other, school):
    other.set_password(STRONG)
    other.save()
    token = invite(by=None, school=school, user=other)
    inside = Client()
    inside.force_login(other)
    boss = client_of("ADMINISTRATOR")
    boss.post(reverse("accounts:close_account", args=[other.pid]))
    assert inside.get(reverse("accounts:account")).status_code == 302
    assert Client().get(link(token)).status_code == 404
    sign_in = {"username": "nurse", "password": STRONG}
    assert Client().post(reverse("accounts:sign_in"), sign_in).status_code == 200
    boss.post(reverse("accounts:open_account", args=[other.pid]))
    assert Client().post(reverse("accounts:sign_in"), sign_in).status_code == 302
    notes = AuditRow.objects.filter(thing_id=other.pid, by=boss.user).values_list("note", flat=True)
    assert {"account", "account open"} <= set(notes)


@pytest.mark.parametrize(
    "name", ["renew_password", "close_account", "open_account", "reset_factors"]
)
def test_who_may_manage_an_account(client_of, school, name):
    boss = making.user("ADMINISTRATOR", school)
    stranger = making.user("NURSE", making.school())
    client = client_of()
    assert client.post(reverse(f"accounts:{name}", args=[boss.pid])).status_code == 302
    assert client.post(reverse(f"accounts:{name}", args=[client.user.pid])).status_code == 302
    assert client.post(reverse(f"accounts:{name}", args=[stranger.pid])).status_code == 404
    assert client.get(reverse(f"accounts:{name}", args=[boss.pid])).status_code == 405
    denied = client_of("DEPUTY_DIRECTOR").post(reverse(f"accounts:{name}", args=[boss.pid]))
    assert denied.status_code == 403
    for one in (boss, client.user):
        one.refresh_from_db()
        assert one.is_active
    assert not Invitation.objects.exists()


def test_somebody_with_a_role_elsewhere_is_managed_by_neither_school(client_of, other):
    making.grant(other, "NURSE", making.school())
    client_of("DIRECTOR").post(reverse("accounts:close_account", args=[other.pid]))
    other.refresh_from_db()
    assert other.is_active


def test_the_server_gives_a_link(client, other, capsys):
    call_command("invite", "nurse")
    address = capsys.readouterr().out.split()[-1]
    assert client.post(address, BOTH).status_code == 302
    with pytest.raises(CommandError):
        call_command("invite", "nobody")

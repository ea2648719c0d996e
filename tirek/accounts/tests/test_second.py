"""The second factor: asked for, required, set up, lost."""

import re
import time
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse

from tirek.access.models import AuditRow
from tirek.access.roles import Role
from tirek.access.tests import making
from tirek.accounts import actions, second
from tirek.accounts.tests.making import Passkey

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
PASSWORD = "біздің мектеп 2026"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def frozen() -> Any:
    with time_machine.travel("2026-11-23 12:00+05:00", tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def _empty_cache():
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def person(school: Any) -> Any:
    user = making.user("PSYCHOLOGIST", school, username="psy")
    user.set_password(PASSWORD)
    user.save()
    return user


def code_now(secret: str = SECRET, steps: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def with_password(client: Client) -> Any:
    return client.post(reverse("accounts:sign_in"), {"username": "psy", "password": PASSWORD})


def show(client: Client, code: str) -> Any:
    return client.post(reverse("accounts:second"), {"code": code})


def test_the_password_alone_does_not_open_an_account_with_a_factor(client, person):
    actions.add_app(by=person, secret=SECRET)
    assert with_password(client).url == reverse("accounts:second")
    assert client.get("/account/").status_code == 302
    assert "_auth_user_id" not in client.session
    assert show(client, "000000").context["form"].errors
    assert show(client, code_now()).status_code == 302
    assert client.get("/account/").status_code == 200
    assert AuditRow.objects.get(verb="SIGNED_IN").note == "totp"
    assert AuditRow.objects.get(verb="REFUSED").note == "factor"


def test_a_code_counts_once_and_its_neighbours_in_time_do(person, frozen):
    actions.add_app(by=person, secret=SECRET)
    assert second.check_code(person, code_now(steps=-1)) == "totp"
    assert second.check_code(person, code_now()) == "totp"
    from django.core.cache import cache

    cache.clear()  # another process knows nothing of this one's
    assert second.check_code(person, code_now()) == ""
    assert second.check_code(person, code_now(steps=-1)) == ""
    assert second.check_code(person, code_now(steps=2)) == ""
    frozen.shift(30)
    assert second.check_code(person, f" {code_now()[:3]} {code_now()[3:]}") == "totp"


@pytest.mark.parametrize("code", ["", "абв", "١٢٣٤٥٦", "\x00", "9" * 20, "-1"])
def test_what_is_no_code(client, person, code):
    actions.add_app(by=person, secret=SECRET)
    with_password(client)
    assert show(client, code).status_code == 200


def test_a_recovery_code_counts_once(client, person):
    actions.add_app(by=person, secret=SECRET)
    code, other, *_rest = actions.renew_codes(by=person)
    with_password(client)
    assert show(client, f"{code[:4]}-{code[4:]}").status_code == 302
    again = Client()
    with_password(again)
    assert show(again, code).status_code == 200
    assert second.codes_left(person) == 9
    actions.renew_codes(by=person)
    assert show(again, other).status_code == 200


def test_guessing_the_code_is_slow(client, person):
    actions.add_app(by=person, secret=SECRET)
    with_password(client)
    assert [show(client, "000000").status_code for _ in range(11)] == [200] * 10 + [429]
    assert show(client, code_now()).status_code == 429


def test_the_second_step_is_not_for_ever(client, person, frozen):
    actions.add_app(by=person, secret=SECRET)
    with_password(client)
    frozen.shift(601)
    assert show(client, code_now()).url == reverse("accounts:sign_in")
    assert show(Client(), code_now()).url == reverse("accounts:sign_in")


def test_a_password_changed_meanwhile_ends_the_second_step(client, person):
    actions.add_app(by=person, secret=SECRET)
    with_password(client)
    person.set_password("басқа құпиясөз")
    person.save()
    assert show(client, code_now()).url == reverse("accounts:sign_in")


def test_the_secret_is_not_readable_in_the_database(person, settings):
    actions.add_app(by=person, secret=SECRET)
    kept = Authenticator.objects.get()
    assert SECRET not in str(kept.data)
    settings.SECRET_KEY = "басқа" * 10
    assert second.check_code(person, code_now()) == ""


def test_who_must_have_a_factor_opens_nothing_before_it(client, person, settings):
    settings.SECOND_FACTOR = "required"
    set_up = reverse("accounts:second_factor")
    assert with_password(client).status_code == 302
    for page in ("/", "/account/", "/pupils/", "/drafts/"):
        assert client.get(page).url == set_up, page
    assert client.get(set_up).status_code == 200
    page = client.get(reverse("accounts:add_app"))
    secret = page.context["secret"].replace(" ", "")
    assert client.post(reverse("accounts:add_app"), {"code": "000000"}).context["form"].errors
    shown = client.post(reverse("accounts:add_app"), {"code": code_now(secret)})
    codes = re.findall(r"<code>(\d{4}-\d{4})</code>", shown.content.decode())
    assert len(codes) == 10
    assert "no-store" in shown["Cache-Control"]
    assert client.get("/account/").status_code == 200
    # The next time the factor is asked for, and that is enough.
    again = Client()
    with_password(again)
    assert show(again, codes[0]).status_code == 302
    assert again.get("/account/").status_code == 200
    notes = AuditRow.objects.filter(by=person, verb="CHANGED").values_list("note", flat=True)
    assert set(notes) == {"factor totp", "factor recovery_codes"}


@pytest.mark.parametrize("role", list(Role))
def test_of_whom_a_factor_is_required(client_of, settings, role):
    settings.SECOND_FACTOR = "required"
    whole = {
        *("SOCIAL_PEDAGOGUE", "DEPUTY_DIRECTOR", "DIRECTOR", "PSYCHOLOGIST", "NURSE"),
        "ADMINISTRATOR",
    }
    answer = client_of(role).get("/account/")
    assert answer.status_code == (302 if role in whole else 200)


def test_a_role_given_meanwhile_requires_it_at_once(client_of, settings, school):
    settings.SECOND_FACTOR = "required"
    client = client_of("CLASS_TEACHER")
    assert client.get("/account/").status_code == 200
    making.grant(client.user, "DIRECTOR", school)
    assert client.get("/account/").url == reverse("accounts:second_factor")


def test_one_may_remove_ones_own_factor_only(client_of, person):
    actions.add_app(by=person, secret=SECRET)
    kept = Authenticator.objects.get()
    for key in (str(kept.pk), "x", "9" * 30, ""):
        client_of().post(reverse("accounts:remove_factor"), {"key": key})
    assert second.has_factor(person)
    actions.renew_codes(by=person)
    own = Client()
    own.force_login(person)
    own.post(reverse("accounts:remove_factor"), {"key": str(kept.pk)})
    assert not Authenticator.objects.exists()


def test_the_ways_in_are_changed_with_the_password_only(client, person, frozen):
    client.force_login(person)
    frozen.shift(601)
    app, confirm = reverse("accounts:add_app"), reverse("accounts:confirm")
    assert client.get(app).url == f"{confirm}?next={app.replace('/', '%2F')}"
    assert client.post(reverse("accounts:renew_codes")).url.startswith(confirm)
    sent = {"password": "қате", "next": app}
    assert client.post(confirm, sent).context["form"].errors
    assert client.post(confirm, {**sent, "password": PASSWORD}).url == app
    assert client.get(app).status_code == 200


def test_who_manages_people_resets_a_lost_factor(client, client_of, person):
    actions.add_app(by=person, secret=SECRET)
    actions.renew_codes(by=person)
    boss = client_of("DIRECTOR")
    assert boss.post(reverse("accounts:reset_factors", args=[person.pid])).status_code == 302
    with_password(client)
    assert client.get("/account/").status_code == 200


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def with_passkey(person: Any) -> Passkey:
    """Make a passkey on its page, and get its recovery codes."""
    client, key = signed_in(person), Passkey()
    page = client.get(reverse("accounts:add_passkey"))
    sent = {"name": "Кілт", "credential": key.make(page.context["options"])}
    assert client.post(reverse("accounts:add_passkey"), sent).context["codes"]
    return key


def test_a_passkey_opens_the_account(client, person):
    key = with_passkey(person)
    assert [one.name for one in second.factors_of(person)] == ["Кілт"]
    with_password(client)
    options = client.get(reverse("accounts:second")).context["options"]
    sent = {"credential": key.show(options)}
    assert client.post(reverse("accounts:second"), sent).url == "/"
    assert client.get("/account/").status_code == 200
    assert AuditRow.objects.get(verb="SIGNED_IN").note == "webauthn"


def test_a_passkey_that_does_not_fit(client, person):
    key = with_passkey(person)
    strange = Passkey()
    elsewhere = Passkey(origin="https://testserver.example")
    elsewhere.id, elsewhere.private = key.id, key.private
    forged = Passkey()
    forged.id = key.id
    with_password(client)
    url = reverse("accounts:second")
    for one in (strange, elsewhere, forged):
        options = client.get(url).context["options"]
        assert client.post(url, {"credential": one.show(options)}).url == url
    old = client.get(url).context["options"]
    client.get(url)
    assert client.post(url, {"credential": key.show(old)}).url == url
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("sent", ["{}", "[]", "x", '{"id": "a", "rawId": "a", "response": {}}'])
def test_damaged_passkeys(client, person, sent):
    with_passkey(person)
    with_password(client)
    answer = client.post(reverse("accounts:second"), {"credential": sent})
    assert answer.status_code in {200, 302}
    assert "_auth_user_id" not in client.session
    answer = signed_in(person).post(reverse("accounts:add_passkey"), {"credential": sent})
    assert answer.context["form"].errors
    assert len(second.factors_of(person)) == 1


def test_the_invited_with_a_factor_still_shows_it(client, person, school):
    actions.add_app(by=person, secret=SECRET)
    token = actions.invite(by=None, school=school, user=person)
    sent = {"password": "ұзын-құпиясөз-7", "again": "ұзын-құпиясөз-7"}
    answer = client.post(reverse("accounts:invitation", args=[token]), sent)
    assert answer.url == reverse("accounts:second")

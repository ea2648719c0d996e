"""Sessions seen and ended; idle and absolute limits; nothing typed is lost."""

import json
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tirek.access.tests import making
from tirek.accounts.models import Draft, OpenSession

pytestmark = pytest.mark.django_db
PASSWORD = "біздің мектеп 2026"
NOON, SOON, LATE, NIGHT = (f"2026-11-23 {at}+05:00" for at in ("12:00", "12:29", "12:31", "22:01"))
PAGE = "/people/add/?from=desk"


@pytest.fixture
def person(school: Any) -> Any:
    user = making.user("SOCIAL_PEDAGOGUE", school, username="social")
    user.set_password(PASSWORD)
    user.save()
    return user


def signed_in(person: Any) -> Client:
    client = Client()
    sent = {"username": "social", "password": PASSWORD}
    client.post(reverse("accounts:sign_in"), sent, headers={"User-Agent": "Firefox/128 Windows"})
    return client


def test_an_idle_session_asks_again_and_leads_back(person):
    with time_machine.travel(NOON, tick=False):
        client = signed_in(person)
    with time_machine.travel(SOON, tick=False):
        assert client.get("/account/").status_code == 200
    with time_machine.travel("2026-11-23 12:58+05:00", tick=False):
        assert client.get("/account/").status_code == 200
    with time_machine.travel("2026-11-23 13:29+05:00", tick=False):
        answer = client.get("/account/")
        assert answer.url == "/sign-in/?next=/account/"
        assert "30 минут" in client.get(answer.url).content.decode()
        sent = {"username": "social", "password": PASSWORD, "next": "/account/"}
        assert client.post("/sign-in/", sent).url == "/account/"
        assert client.get("/account/").status_code == 200


def test_a_session_ends_after_ten_hours_however_busy(person):
    with time_machine.travel(NOON, tick=False):
        client = signed_in(person)
    for hour in range(12, 22):
        for minute in (10, 35, 59):
            with time_machine.travel(f"2026-11-23 {hour}:{minute}+05:00", tick=False):
                assert client.get("/account/").status_code == 200
    with time_machine.travel(NIGHT, tick=False):
        assert client.get("/account/").status_code == 302


def test_a_session_of_another_make_is_over(client, person):
    client.force_login(person)
    session = client.session
    del session["seen"]
    session.save()
    assert client.get("/account/").status_code == 302


def test_a_form_sent_too_late_is_kept_for_its_author(person):
    sent = {"full_name": "Айым", "username": "aiym", "password": "құпия", "form_key": "x"}
    with time_machine.travel(NOON, tick=False):
        client = signed_in(person)
    with time_machine.travel(LATE, tick=False):
        headers = {"Referer": f"http://testserver{PAGE}"}
        answer = client.post("/people/add/", sent, headers=headers)
        assert answer.url == "/sign-in/?next=/people/add/%3Ffrom%3Ddesk"
        # Asleep, the session gives nothing back.
        assert client.get("/drafts/", {"page": PAGE}).status_code == 302
        client.post("/sign-in/", {"username": "social", "password": PASSWORD})
        (kept,) = client.get("/drafts/", {"page": PAGE}).json()["drafts"]
        assert kept["fields"] == {"full_name": ["Айым"], "username": ["aiym"]}
        stranger = Client()
        stranger.force_login(making.user("SOCIAL_PEDAGOGUE", person.grants.get().school))
        assert stranger.get("/drafts/", {"page": PAGE}).json() == {"drafts": []}
    assert not type(person).objects.filter(username="aiym").exists()


def test_what_the_page_saves_too_late_is_kept_too(person):
    with time_machine.travel(NOON, tick=False):
        client = signed_in(person)
    with time_machine.travel(LATE, tick=False):
        saved = {"place": PAGE, "fields": json.dumps({"full_name": ["Айым"]})}
        answer = client.post("/drafts/", saved)
        assert answer.json()["asleep"].startswith("/sign-in/?next=")
        client.post("/people/add/", {"full_name": "Айымжан", "draft": PAGE})
    assert Draft.objects.get().fields == {"full_name": ["Айымжан"]}


def test_a_part_of_a_page_asked_too_late_leads_the_whole_page(person):
    with time_machine.travel(NOON, tick=False):
        client = signed_in(person)
    with time_machine.travel(LATE, tick=False):
        headers = {"HX-Request": "true", "Referer": "http://testserver/people/"}
        answer = client.get("/search/?q=а", headers=headers)
        assert (answer.status_code, answer["HX-Redirect"]) == (204, "/sign-in/?next=/people/")


def save(client: Client, place: str = PAGE, **fields: list[str]) -> Any:
    return client.post("/drafts/", {"place": place, "fields": json.dumps(fields)})


def test_a_draft_ends_when_its_form_is_sent(client_of):
    client = client_of()
    save(client, name=["№ 7"])
    assert client.post("/school/", {"name": "", "draft": PAGE}).status_code == 200
    assert Draft.objects.count() == 1  # the form came back with faults
    assert client.post("/school/", {"name": "№ 7", "draft": PAGE}).status_code == 302
    assert not Draft.objects.exists()


def test_nobody_ends_or_overwrites_the_draft_of_another(client_of):
    one, other = client_of(), client_of()
    save(one, name=["№ 7"])
    other.post("/drafts/", {"end": PAGE})
    save(other, name=["№ 8"])
    assert Draft.objects.get(user=one.user).fields == {"name": ["№ 7"]}
    one.post("/drafts/", {"end": PAGE})
    assert Draft.objects.get().user == other.user


def test_drafts_hold_no_secrets_go_after_a_week_and_are_not_endless(client_of):
    client = client_of()
    with time_machine.travel(NOON, tick=False):
        client.force_login(client.user)
        save(client, name=["а"], new_password1=["б"], csrfmiddlewaretoken=["в"], code=["г"])
        assert Draft.objects.get().fields == {"name": ["а"]}
        for number in range(60):
            save(client, f"/x/{number}", name=["а"])
        assert Draft.objects.count() <= 50
        save(client, "/second/", name=["б"])
        save(client, "/second/#1", name=["в"])
        assert len(client.get("/drafts/", {"page": "/second/"}).json()["drafts"]) == 2
    with time_machine.travel("2026-11-30 12:01+05:00", tick=False):
        client.force_login(client.user)
        assert client.get("/drafts/", {"page": "/second/"}).json()["drafts"] == []
        save(client, name=["а"])
        assert Draft.objects.count() == 1


@pytest.mark.parametrize("fields", ["", "[]", "1", "{", '"x"', '{"a": 1}'])
def test_damaged_drafts(client_of, fields):
    client = client_of()
    answer = client.post("/drafts/", {"place": "/x/\x00", "fields": fields})
    assert answer.status_code in {200, 400}
    assert not Draft.objects.exists()
    assert client.post("/drafts/", {"end": "\x00"}).status_code == 200


def test_ones_sessions_are_seen_and_ended(person):
    here, there, third = signed_in(person), signed_in(person), signed_in(person)
    page = here.get("/account/").content.decode()
    assert page.count("Firefox, Windows") == 3
    gone = OpenSession.objects.get(key=there.session.session_key)
    here.post("/account/sessions/", {"pid": gone.pid})
    assert there.get("/account/").status_code == 302
    assert third.get("/account/").status_code == 200
    here.post("/account/sessions/")
    assert third.get("/account/").status_code == 302
    assert here.get("/account/").status_code == 200


def test_nobody_ends_the_session_of_another(person, client_of):
    there = signed_in(person)
    pid = OpenSession.objects.get(user=person).pid
    client_of().post("/account/sessions/", {"pid": pid})
    client_of().post("/account/sessions/", {"pid": "\x00"})
    client_of().post("/account/sessions/")
    assert there.get("/account/").status_code == 200


def test_a_new_password_ends_the_other_sessions(person):
    here, there = signed_in(person), signed_in(person)
    new = {"new_password1": "жаңа құпиясөз 77", "new_password2": "жаңа құпиясөз 77"}
    here.post("/account/password/", {"old_password": PASSWORD, **new})
    assert there.get("/account/").status_code == 302
    assert here.get("/account/").status_code == 200


def test_the_limits_cost_no_query(client_of, queries_of):
    client = client_of()
    client.get("/account/confirm/")
    # The session, the user, the roles.
    assert queries_of(lambda: client.get("/account/confirm/")) == 3


def test_another_person_signs_in_where_somebody_is_signed_in(person, client_of):
    client = client_of("NURSE")
    sent = {"username": "social", "password": PASSWORD}
    assert client.post(reverse("accounts:sign_in"), sent).status_code == 302
    assert client.session["_auth_user_id"] == str(person.pk)
    assert OpenSession.objects.get(user=person).key == client.session.session_key

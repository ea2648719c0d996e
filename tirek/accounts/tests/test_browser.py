"""In a real browser: words come back after the session has ended; a passkey opens the door."""

from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.urls import reverse

from tirek.access.tests import making
from tirek.accounts.models import Draft

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "біздің мектеп 2026"


@pytest.fixture
def person() -> Any:
    user = making.user("SOCIAL_PEDAGOGUE", making.school(), username="social")
    user.set_password(PASSWORD)
    user.save()
    return user


def fall_asleep() -> None:
    """The only session has not been used for an hour."""
    store = SessionStore(Session.objects.get().session_key)
    store["seen"] -= 3600
    store.save()


def sign_in(page: Any) -> None:
    page.fill("input[name=username]", "social")
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")


def test_what_was_typed_comes_back(page, person, assert_accessible):
    page.goto("/sign-in/?next=/people/add/")
    sign_in(page)
    with page.expect_response("**/drafts/") as saved:
        page.fill("input[name=full_name]", "Айым Серікқызы")
    assert saved.value.ok
    fall_asleep()
    page.fill("input[name=username]", "aiym")
    page.click("form button.btn-primary")
    page.wait_for_url("**/sign-in/**")
    assert_accessible(page)
    sign_in(page)
    page.wait_for_url("**/people/add/")
    note = page.locator(".draft-note")
    note.wait_for()
    assert_accessible(page)
    assert page.input_value("input[name=full_name]") == ""
    note.locator("button").first.click()
    assert page.input_value("input[name=full_name]") == "Айым Серікқызы"
    assert page.input_value("input[name=username]") == "aiym"
    note.wait_for(state="detached")


def test_the_page_says_that_the_session_has_ended(page, person):
    page.goto("/sign-in/?next=/people/add/")
    sign_in(page)
    page.wait_for_url("**/people/add/")
    page.locator("input[name=full_name]").wait_for()
    fall_asleep()
    page.fill("input[name=full_name]", "Айым")
    page.locator(".draft-note a").wait_for()
    assert Draft.objects.get().fields["full_name"] == ["Айым"]


def test_a_passkey_in_a_browser(page, person, live_server):
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": device})
    home = live_server.url.replace("127.0.0.1", "localhost")
    page.goto(home + "/sign-in/?next=" + reverse("accounts:add_passkey"))
    sign_in(page)
    page.locator("form[data-passkey] button").click()
    page.locator("ul.codes").wait_for()
    page.locator("header .btn-link").click()
    page.wait_for_url("**/sign-in/")
    sign_in(page)
    page.wait_for_url("**/sign-in/second/")
    page.locator("form[data-passkey] button").click()
    page.wait_for_url(home + "/")
    assert page.locator("h1").count() == 1

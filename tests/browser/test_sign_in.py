"""Signing in, by keyboard, in three languages."""

import pytest

from tirek.access.tests import making

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_door_is_accessible(page, assert_accessible, live_server, language, width):
    page.context.add_cookies(
        [{"name": "tirek_language", "value": language, "url": live_server.url}]
    )
    page.set_viewport_size({"width": width, "height": 740})
    page.goto("/sign-in/")
    assert page.locator("html").get_attribute("lang") == language
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_one_signs_in_with_the_keyboard_alone(page):
    user = making.user("SOCIAL_PEDAGOGUE", making.school())
    user.set_password("бір-екі-үш-төрт")
    user.save()
    page.goto("/sign-in/?next=/account/")
    page.locator("input[name=username]").focus()
    page.keyboard.type(user.username)
    page.keyboard.press("Tab")
    page.keyboard.type("бір-екі-үш-төрт")
    page.keyboard.press("Enter")
    page.locator("input[name=password]").wait_for(state="detached")
    assert "sessionid" in {cookie["name"] for cookie in page.context.cookies()}

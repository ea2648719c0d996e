"""Every page in a real browser: no error in the console, nothing for axe, no sideways scrolling."""

from __future__ import annotations

import pytest
from django.urls import resolve

from tests.walking import bring_in_the_demo, opened_addresses, signed_in
from tirek.access.models import School, User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def pages_of(user: User, school: School) -> list[str]:
    """One address of every page that answers this user with HTML."""
    client = signed_in(user)
    found = []
    for path in opened_addresses(school, user.username).values():
        if resolve(path).func.needs is not None and "sign-out" not in path:
            answer = client.get(path)
            page = answer.status_code == 200 and "text/html" in answer["Content-Type"]
            if page and not answer.streaming and b"</html>" in answer.content:
                found.append(path)
    return found


@pytest.mark.parametrize(("language", "width"), [("kk", 1280), ("ru", 320), ("en", 768)])
@pytest.mark.usefixtures("monday")
def test_every_page_is_accessible(sign_in_page, axe_findings, live_server, language, width):
    bring_in_the_demo()
    user = User.objects.get(username="social")
    paths = pages_of(user, School.objects.get(code="school-12"))
    assert paths
    page = sign_in_page(user)
    page.context.add_cookies(
        [{"name": "tirek_language", "value": language, "url": live_server.url}]
    )
    page.set_viewport_size({"width": width, "height": 900})
    found: list[str] = []
    wide = []
    for path in paths:
        page.goto(path)
        assert page.locator("html").get_attribute("lang") == language, path
        assert page.locator("h1").count() == 1, path
        found += axe_findings(page)
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            wide.append(path)
    assert found == []
    assert wide == []

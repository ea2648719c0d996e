"""A raid planned, ordered and signed in a real browser, read by axe on every page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse

from tirek.raids.models import Raid
from tirek.raids.tests.conftest import Town

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"


@pytest.mark.parametrize(("width", "language"), [(1366, "kk"), (390, "ru"), (320, "en")])
def test_a_raid_is_planned_and_signed(
    page: Any,
    live_server: Any,
    sign_in_page: Callable[[Any], Any],
    assert_accessible: Callable[[Any], None],
    town: Town,
    width: int,
    language: str,
) -> None:
    sign_in_page(town.social)
    page.context.add_cookies(
        [{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": live_server.url}]
    )
    page.set_viewport_size({"width": width, "height": 800})

    def look() -> None:
        assert_accessible(page)
        assert page.evaluate(FITS), page.url

    page.goto(reverse("raids:raids"))
    look()
    page.goto(reverse("raids:new"))
    look()
    page.fill("#id_planned_on", "20.11.2026")
    page.fill("#id_others", "Ахметов Нұрлан, учаскелік инспектор")
    page.locator("main form[method=post] .btn-primary").click()
    look()
    for box in page.locator("input[name=household]").all():
        box.check()
    page.locator("main form[method=post] .btn-primary").click()
    look()
    raid = Raid.objects.get()
    first, second = raid.stops.all()
    page.locator("button[value=down]").click()
    page.wait_for_load_state()
    assert list(raid.stops.all()) == [second, first]
    page.goto(reverse("raids:sheet", args=[raid.pid]))
    look()
    page.goto(reverse("raids:stop", args=[second.pid]))
    look()
    page.locator("input[value=SEEN]").check()
    page.locator("button[value=next]").click()
    page.locator("input[value=NOBODY_HOME]").check()
    page.locator("button[value=next]").click()
    page.goto(reverse("raids:sign", args=[raid.pid]))
    look()
    page.locator("main form[method=post] .btn-primary").click()
    page.wait_for_url(f"**{reverse('raids:raid', args=[raid.pid])}")
    look()
    for name in ("again", "raids"):
        page.goto(reverse(f"raids:{name}"))
        look()
    page.goto(reverse("raids:annul", args=[raid.pid]))
    look()

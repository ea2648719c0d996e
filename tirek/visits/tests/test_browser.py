"""An act filled in a real browser, on a desktop and on a phone, read by axe on every page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse

from tirek.visits.models import InspectionAct
from tirek.visits.tests.making import town

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(
    ("width", "language", "save", "sign"),
    [
        (1366, "kk", "Сақтап, жалғастыру", "Актіге қол қою"),
        (390, "ru", "Сохранить и продолжить", "Подписать акт"),
        (320, "en", "Save and continue", "Sign the act"),
    ],
)
def test_an_act_is_filled_and_signed(
    page: Any,
    live_server: Any,
    sign_in_page: Callable[[Any], Any],
    assert_accessible: Callable[[Any], None],
    width: int,
    language: str,
    save: str,
    sign: str,
) -> None:
    people = town()
    sign_in_page(people.social)
    page.context.add_cookies(
        [{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": live_server.url}]
    )
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(reverse("visits:acts"))
    assert_accessible(page)
    page.goto(reverse("visits:new") + f"?pupil={people.aruzhan.pid}&row=C6")
    assert_accessible(page)
    fits = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    for code in ("main", "family", "home", "child", "conclusion", "signatures"):
        if code == "home":
            page.fill("#rooms", "үш")
            page.get_by_role("button", name=save).click()
            assert_accessible(page)
            assert page.evaluate("document.activeElement.className") == "err"
            page.fill("#rooms", "3")
            page.check("input[name=heating][value=STOVE]")
        if code == "conclusion":
            page.fill("#conclusion", "Жағдайы жақсы.")
        assert_accessible(page)
        assert page.evaluate(fits), code
        if code == "family":
            page.press("#family-0-name", "Enter")  # saves, and does not add lines
            page.wait_for_url("**/step/home/")
        else:
            page.get_by_role("button", name=save).click()
    assert_accessible(page)
    page.get_by_role("button", name=sign).click()
    assert_accessible(page)
    assert page.evaluate(fits)
    act = InspectionAct.objects.get()
    assert (act.number, act.details["rooms"], act.details["heating"]) == (1, 3, "STOVE")
    for url in ("visits:correct", "visits:annul"):
        page.goto(reverse(url, args=[act.pid]))
        assert_accessible(page)
    page.goto(reverse("visits:blank"))
    assert_accessible(page)

"""A class list brought in through a real browser, read by axe on every page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse

from tirek.access.tests import making as people
from tirek.school.models import Pupil
from tirek.school.tests import rosters
from tirek.schoolyear.tests import making as years

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LIST = (
    ["Сейт Әсел", "5A", "14.03.2015", "", "Бұлақ к-сі, 7-үй"],
    ["Омар Дамир", "5Ә", "31.02.2016", "", ""],
)


@pytest.mark.parametrize(("width", "language"), [(1366, "kk"), (390, "ru"), (320, "en")])
def test_a_list_is_brought_in_and_taken_back(
    page: Any,
    live_server: Any,
    sign_in_page: Callable[[Any], Any],
    assert_accessible: Callable[[Any], None],
    tmp_path: Any,
    width: int,
    language: str,
) -> None:
    school = people.school()
    years.school_year(school, 2026)
    sign_in_page(people.user(school=school))
    page.context.add_cookies(
        [{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": live_server.url}]
    )
    page.set_viewport_size({"width": width, "height": 800})
    for name in ("accounts:people", "accounts:add_person", "schoolyear:years"):
        page.goto(reverse(name))
        assert_accessible(page)
    page.goto(reverse("schoolyear:change_year", args=[2026]))
    assert_accessible(page)
    page.goto(reverse("school:import"))
    assert_accessible(page)
    file = tmp_path / "list.csv"
    file.write_bytes(rosters.text([rosters.HEAD, *LIST]))
    page.set_input_files("#id_file", file)
    page.locator("main .btn-primary").click()
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator("main .btn-primary").click()
    assert page.locator("#id_skip_error").is_visible()
    assert_accessible(page)
    page.locator("#id_skip").check()
    page.locator("main .btn-primary").click()
    page.wait_for_load_state()
    assert [pupil.given for pupil in Pupil.objects.all()] == ["Әсел"]
    assert_accessible(page)
    page.locator("section form button").click()
    page.wait_for_load_state()
    assert_accessible(page)

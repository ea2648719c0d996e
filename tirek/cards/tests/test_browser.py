"""The card index in a real browser: by keyboard, on a phone, without a fault of access."""

from typing import Any

import pytest
from django.urls import reverse

from tirek.access.tests import making as people
from tirek.cards.models import StatusPeriod
from tirek.cards.tests import making as cards
from tirek.school.models import Pupil, SchoolClass
from tirek.school.tests import making

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db: None) -> tuple[Any, Pupil]:
    school = people.school()
    user = people.user("SOCIAL_PEDAGOGUE", school, full_name="Сәуле Бекболатова", language="kk")
    child = making.pupil(school, "Қуанышева", "Аружан", in_class="6Ә", sex="F")
    home = making.household(school, child)
    cards.kin(child, making.member(home), "GUARDIAN")
    cards.status(child, "WARD")
    return user, child


def test_a_pupil_is_found_by_the_keyboard_and_given_a_status_once(
    sign_in_page: Any, world: tuple[Any, Pupil], assert_accessible: Any
):
    user, child = world
    page = sign_in_page(user)
    page.goto("/pupils/")
    page.keyboard.press("/")
    page.keyboard.type("куан")
    page.locator(".found a").first.wait_for()
    assert_accessible(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/pupils/{child.pid}/")
    assert_accessible(page)
    page.goto(reverse("cards:open_status", args=[child.pid]))
    page.select_option("#id_category", "LOW_INCOME")
    page.fill("#id_since", "31.02.2026")
    page.click("main .btn-primary")
    page.locator(".err").wait_for()
    assert page.evaluate("document.activeElement.className") == "err"
    assert_accessible(page)
    page.fill("#id_since", "05.09.2026")
    page.locator("main .btn-primary").dblclick()
    page.wait_for_url(f"**/pupils/{child.pid}/")
    assert StatusPeriod.objects.filter(category="LOW_INCOME").count() == 1


def test_every_page_is_accessible_and_fits_a_phone(
    sign_in_page: Any, world: tuple[Any, Pupil], assert_accessible: Any
):
    user, child = world
    page = sign_in_page(user)
    status, home = child.statuses.get(), child.stays.get().household
    pages = [
        "/pupils/",
        f"/pupils/{child.pid}/",
        "/lists/",
        "/lists/?category=WARD",
        "/classes/",
        f"/classes/{SchoolClass.objects.get().pid}/",
        "/families/",
        f"/families/{home.pid}/",
        f"/families/{home.pid}/income/",
        f"/pupils/{child.pid}/kin/",
        f"/pupils/{child.pid}/change/",
        f"/statuses/{status.pid}/end/",
        "/search/?q=куан",
        "/account/",
        "/components/",
    ]
    for address in pages:
        page.set_viewport_size({"width": 1366, "height": 768})
        page.goto(address)
        assert_accessible(page)
        page.set_viewport_size({"width": 360, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth") == 360, address


def test_the_pages_work_without_scripts(browser: Any, live_server: Any, world: Any):
    user, child = world
    user.set_password("біздің мектеп 2026")
    user.save()
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/pupils/")
    page.fill("#id_username", user.username)
    page.fill("#id_password", "біздің мектеп 2026")
    page.click("main .btn-primary")
    page.fill(".seek input", "куан")
    page.press(".seek input", "Enter")
    page.click(f"text={child.full_name}")
    page.click("button[name=language][value=ru]")
    assert page.locator("html").get_attribute("lang") == "ru"
    page.click("text=Изменить >> nth=0")
    page.click("text=Личные данные >> nth=0")
    assert page.input_value("#id_surname") == "Қуанышева"
    context.close()


def test_the_card_prints_without_the_frame(sign_in_page: Any, world: tuple[Any, Pupil]):
    user, child = world
    page = sign_in_page(user)
    page.goto(f"/pupils/{child.pid}/")
    page.emulate_media(media="print")
    for hidden in (".side", ".top", ".btn", ".head .act"):
        assert not page.locator(hidden).first.is_visible(), hidden
    assert page.locator("h1").is_visible()
    assert page.locator(".docfoot").is_visible()

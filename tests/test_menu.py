"""The menu offers each role what it may open, and nothing else."""

import re
from importlib.util import find_spec
from typing import Any

import pytest
from django.urls import reverse

from tirek import menu
from tirek.access.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def offered(text: str) -> list[str]:
    side = text.split('<nav class="side"')[1].split("</nav>")[0]
    return re.findall(r'href="([^"]+)"', side)


@pytest.mark.parametrize("role", Role.values)
def test_every_line_opens(client_of: Any, role: str):
    client = client_of(role)
    links = offered(client.get(reverse("accounts:account")).content.decode())
    assert "/" in links
    assert [link for link in links if client.get(link).status_code != 200] == []


def test_a_librarian_is_not_offered_the_card_index(client_of: Any):
    text = client_of("LIBRARIAN").get(reverse("accounts:account")).content.decode()
    assert reverse("cards:pupils") not in offered(text)
    assert 'role="search"' not in text
    text = client_of().get(reverse("accounts:account")).content.decode()
    assert reverse("cards:pupils") in offered(text)
    assert 'role="search"' in text


def test_the_place_one_is_in_is_marked_once(client_of: Any):
    text = client_of().get(reverse("cards:pupils")).content.decode()
    marked = re.findall(r'<a href="([^"]+)" aria-current="page"', text)
    assert marked == [reverse("cards:pupils")]


def test_every_place_of_the_menu_is_built():
    names = [place.url_name for _label, places in menu.SECTIONS for place in places]
    missing = {name.split(":")[0] for name in names if not menu.url_of(name)}
    assert [room for room in missing if find_spec(f"tirek.{room}.urls")] == []


@pytest.mark.parametrize(("language", "words"), [("kk", "Оқушылар"), ("ru", "Ученики")])
def test_the_language_is_switched_on_every_page(client_of: Any, language: str, words: str):
    client = client_of()
    page = reverse("cards:pupils")
    answer = client.post(reverse("set_language"), {"language": language, "next": page})
    assert answer.url == page
    assert f"<h1>{words}</h1>" in client.get(page).content.decode()

"""No dead ends: whatever a page offers a reader, the reader may open or press."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from urllib.parse import urljoin

import pytest
from django.urls import resolve

from tests.walking import bring_in_the_demo, signed_in
from tirek.access.models import User
from tirek.access.sight import may
from tirek.demo.staff import LOGINS

pytestmark = [pytest.mark.walk, pytest.mark.django_db, pytest.mark.usefixtures("monday")]

# Pages of one kind are alike: so many of each are opened.
OF_A_KIND = 3


def offered(content: str, page: str, names: str) -> list[str]:
    found = re.findall(rf'(?:{names})="([^"#]+)', content)
    paths = [urljoin(page, unescape(one)) for one in found]
    return [path for path in paths if path.startswith("/") and not path.startswith("/static/")]


def dead_ends(user: User) -> tuple[list[str], int]:
    """What leads nowhere on the pages that a user reaches from the first one, and their number."""
    client = signed_in(user)
    school = user.grants.get().school_id
    waiting, came_from = ["/"], {"/": "/"}
    opened: Counter[str] = Counter()
    dead: list[str] = []
    while waiting:
        path = waiting.pop(0)
        match = resolve(path.split("?")[0])
        if opened[match.route] >= OF_A_KIND or "file" in match.route or "sign-out" in path:
            continue
        opened[match.route] += 1
        answer = client.get(path)
        if answer.status_code not in {200, 302}:
            dead.append(f"{came_from[path]} -> {path}: {answer.status_code}")
            continue
        if "text/html" not in answer.get("Content-Type", "") or answer.streaming:
            continue
        content = answer.content.decode()
        links = offered(content, path, "href")
        links += [answer["Location"]] if answer.status_code == 302 else []
        for link in links:
            if link.startswith("/") and link not in came_from:
                came_from[link] = path
                waiting.append(link)
        for button in offered(content, path, "action|formaction"):
            key = getattr(resolve(button.split("?")[0]).func, "needs", None)
            if key is not None and not may(user, key, school):
                dead.append(f"{path} offers {button}, which needs {key}")
    return dead, opened.total()


@pytest.mark.parametrize("username", [login for login, _role, _name in LOGINS])
def test_nothing_offered_is_refused(username: str):
    bring_in_the_demo()
    dead, number = dead_ends(User.objects.get(username=username))
    assert not dead, "\n".join(dead)
    assert number > 1

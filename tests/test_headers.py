"""Every kind of answer carries the headers that keep it ours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from tirek.journal.tests import making as entries

pytestmark = pytest.mark.django_db


def an_attachment(client: Any) -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from tirek.journal import actions

    entry = entries.entry(client.school, author=client.user)
    sent = SimpleUploadedFile("scan.pdf", b"%PDF-1.4\n%%EOF\n")
    kept = actions.attach_file(by=client.user, entry=entry, file=sent)
    return client.get(reverse("journal:file", args=[kept.pid]))


ANSWERS: dict[str, tuple[int, Callable[[Any], Any]]] = {
    "page": (200, lambda c: c.get(reverse("cards:pupils"))),
    "page for nobody": (200, lambda c: Client().get("/healthz")),
    "file": (200, lambda c: c.get(reverse("school:import_sample"))),
    "attachment": (200, an_attachment),
    "redirect to sign in": (302, lambda c: Client().get(reverse("cards:pupils"))),
    "not found": (404, lambda c: c.get("/there/is/nothing/")),
    "refused": (403, lambda c: c.get(reverse("journal:journal"))),
    "wrong method": (405, lambda c: c.delete("/healthz")),
    "bad request": (400, lambda c: c.get("/?q=%00")),
    "wrong host": (400, lambda c: c.get("/", headers={"host": "evil.example"})),
    "style sheet": (200, lambda c: c.get("/static/web/ground.css")),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_every_kind_of_answer(name: str, client_of: Any, school: Any):
    status, ask = ANSWERS[name]
    client = client_of("ADMINISTRATOR" if name == "refused" else "SOCIAL_PEDAGOGUE")
    client.school, client.raise_request_exception = school, False
    answer = ask(client)
    assert answer.status_code == status
    said = answer.headers
    policy = said["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src" in policy
    assert "frame-ancestors 'none'" in policy
    assert said["X-Content-Type-Options"] == "nosniff"
    assert said["X-Frame-Options"] == "DENY"
    assert said["Referrer-Policy"] == "same-origin"
    assert said["Cross-Origin-Opener-Policy"] == "same-origin"
    assert said["Cross-Origin-Resource-Policy"] == "same-origin"
    for sensor in ("camera=()", "microphone=()", "geolocation=()"):
        assert sensor in said["Permissions-Policy"]
    assert ("no-store" in said.get("Cache-Control", "")) == (name != "style sheet")
    if name in {"file", "attachment"}:
        assert said["Content-Disposition"].startswith("attachment")
        assert "sandbox" in policy


def test_the_style_sheet_of_the_test_is_there():
    assert finders.find("web/ground.css")

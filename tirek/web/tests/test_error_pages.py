"""Errors in words, in the looks of the program, even when nothing else works."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client, RequestFactory

from tirek.web import views


@pytest.mark.parametrize(
    ("view", "status"),
    [
        (views.bad_request, 400),
        (views.forbidden, 403),
        (views.not_found, 404),
        (views.failed, 500),
        (views.closed, 503),
        (views.csrf_failure, 403),
    ],
)
def test_errors_need_neither_database_nor_session(view: Callable[..., Any], status: int):
    answer = view(RequestFactory().get("/x"))
    assert answer.status_code == status
    text = answer.content.decode()
    assert "<h1>" in text
    assert "web/ground.css" in text


@pytest.mark.django_db
def test_an_unknown_address_is_404_in_words(client: Client):
    answer = client.get("/no-such-page/")
    assert answer.status_code == 404
    assert "<h1>" in answer.content.decode()


@pytest.mark.django_db
def test_components_are_for_those_who_signed_in(client: Client, client_of: Any):
    assert client.get("/components/").status_code == 302
    answer = client_of("NURSE").get("/components/")
    assert answer.status_code == 200
    assert "stat-end" in answer.content.decode()

"""Every address, asked for by nobody; who finds what as which role: `tests/trust/`."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import resolve

from tests.walking import addresses, bring_in_the_demo
from tirek.access.models import School

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def test_nobody_gets_in_without_signing_in():
    bring_in_the_demo()
    school = School.objects.get(code="school-12")
    client = Client(raise_request_exception=False)
    for written, path in addresses(school, each=1):
        answer = client.get(path)
        if resolve(path).func.needs is not None:
            assert answer.status_code in {302, 405}, path
            if answer.status_code == 302:
                assert "/sign-in/" in answer["Location"], path
        else:
            assert answer.status_code < 500, written

"""Every address, asked for by everybody: the role table holds, strangers find nothing, no crash."""

from __future__ import annotations

from collections import Counter

import pytest
from django.test import Client
from django.urls import resolve

from tests.walking import addresses, bring_in_the_demo, opened_addresses, signed_in
from tirek.access.models import School, User
from tirek.access.sight import may

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

ABSENT = {403, 404, 405}


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


def test_every_role_at_every_door():
    """A role without the key gets 403 and nothing else; with it never a crash."""
    bring_in_the_demo()
    opened: Counter[str] = Counter()
    paths = opened_addresses(School.objects.get(code="school-12"), "social", "director", "admin")
    for user in User.objects.exclude(username__endswith="2").order_by("username"):
        client = signed_in(user)
        grant = user.grants.get()
        for written, path in paths.items():
            key = resolve(path).func.needs
            if key is None or "sign-out" in path:
                continue
            answer = client.get(path)
            if may(user, key, grant.school_id):
                assert answer.status_code < 500, f"{user.username} at {path}"
                opened[written] += answer.status_code == 200
            else:
                assert answer.status_code in {403, 405}, f"{user.username} at {path}"
    never = [written for written, times in opened.items() if not times]
    assert len(opened) > 10
    assert len(never) < len(opened) / 2, never


@pytest.mark.parametrize("username", ["social2", "teacher2"])
def test_a_stranger_finds_nothing(username: str):
    """Things of another school are not there, whatever is asked about them."""
    bring_in_the_demo()
    client = signed_in(User.objects.get(username=username))
    asked = 0
    for written, path in addresses(School.objects.get(code="school-12")):
        if "<" in written:
            asked += 1
            for answer in (client.get(path), client.post(path)):
                assert answer.status_code in ABSENT, f"{path}: {answer.status_code}"
    assert asked > 10

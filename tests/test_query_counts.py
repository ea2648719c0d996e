"""The pages of the main path ask as few questions of a large school as of a small one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.urls import reverse

from tests.walking import bring_in_the_demo, signed_in
from tirek.access import kept
from tirek.access.models import School, User
from tirek.access.tests.making import OF_THE_AUDIT
from tirek.cards.models import StatusPeriod
from tirek.plans.models import Plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

MOST = 15
# The pages with children's names leave a line in the audit. The pupil's page and the journal ask
# more than they should besides; not more than now.
ASKING_MORE = {
    "pupil list": MOST + OF_THE_AUDIT,
    # and which categories another word means
    "search": MOST + 1 + OF_THE_AUDIT,
    # and whether so much is usual, who can see the child, which files of the child were handed out,
    # the guardians, the personal file, the interests
    "pupil's page": 30 + OF_THE_AUDIT,
    "journal": 16 + OF_THE_AUDIT,
}

# When the school's data have changed since the page was last shown.
COLD = {"desk": 33, "plan": MOST}


def main_path() -> dict[str, str]:
    """The addresses as the social pedagogue would open them."""
    school = School.objects.get(code="school-12")
    pupil = StatusPeriod.objects.filter(pupil__school=school).order_by("pk")[0].pupil
    plan = Plan.objects.filter(school=school, kind="OWN").order_by("-school_year__year")[0]
    return {
        "desk": reverse("desk:desk"),
        "pupil list": reverse("cards:pupils"),
        "pupil's page": reverse("cards:pupil", args=[pupil.pid]),
        "search": reverse("school:search") + "?q=ова",
        "plan": reverse("plans:plan", args=[plan.pid]),
        "journal": reverse("journal:journal"),
    }


def counted(pupils: int, queries_of: Callable[[Callable[[], Any]], int]) -> dict[str, int]:
    """Queries of each page in a school of that size, which is gone afterwards."""
    with transaction.atomic():
        # This transaction is the test's own: pages take it for none, and keep what they count.
        connection.atomic_blocks[-1]._from_testcase = True
        bring_in_the_demo(pupils)
        client = signed_in(User.objects.get(username="social"))
        found = {}
        for name, path in main_path().items():
            answer = client.get(path)  # what is made once for all requests is made here
            assert answer.status_code == 200, name
            found[name] = queries_of(lambda path=path: client.get(path))
        transaction.set_rollback(True)
    return found


def test_after_every_deed_the_desk_and_the_plan_ask_only_once_more(queries_of):
    bring_in_the_demo(30)
    client, paths = signed_in(User.objects.get(username="social")), main_path()
    for name in ("desk", "plan"):
        client.get(paths[name])
        warm = queries_of(lambda path=paths[name]: client.get(path))
        kept.forget_all()
        assert warm < queries_of(lambda path=paths[name]: client.get(path)) <= COLD[name]


def test_a_large_school_costs_no_more_queries(queries_of):
    small, large = counted(150, queries_of), counted(1_500, queries_of)
    # A section that happens to be empty asks a question or two less.
    grown = {name: (small[name], n) for name, n in large.items() if abs(n - small[name]) > 2}
    assert grown == {}
    assert {name: n for name, n in large.items() if n > ASKING_MORE.get(name, MOST)} == {}

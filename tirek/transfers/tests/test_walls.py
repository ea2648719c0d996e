"""Behind the walls of PostgreSQL: each school has its own record, a third one has nothing."""

from __future__ import annotations

import pytest
from django.db import connection

from tirek.access import walls
from tirek.access.tests import making as people
from tirek.school.models import Enrolment, Pupil
from tirek.school.tests import making as school_of
from tirek.transfers import actions
from tirek.transfers.models import Arrival, Sending
from tirek.transfers.tests import making

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("monday"),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no row policies"),
]


def test_a_card_crosses_and_nothing_else_does():
    home, other, third = (people.school() for _ in range(3))
    by, taker = (people.user("SOCIAL_PEDAGOGUE", one) for one in (home, other))
    child = school_of.pupil(home, in_class="6Ә")
    in_class = school_of.school_class(other, "6А")
    with walls.behind([home.pk]):
        sent = making.send(by, child, other)
        assert not Arrival.objects.exists(), "the other side's record is behind its own wall"
    with walls.behind([third.pk]):
        assert not Sending.objects.exists()
        assert not Arrival.objects.exists()
    with walls.behind([other.pk]):
        assert not Sending.objects.exists()
        assert not Pupil.objects.filter(school=home).exists()
        arrival = Arrival.objects.get()
        new = actions.accept_card(
            by=taker, arrival=arrival, school_class=in_class, since=making.NEXT
        )
        assert not Sending.objects.exists(), "the wall stands again"
        assert set(Pupil.objects.all()) == {new}
    with walls.behind([home.pk]):
        sent.refresh_from_db()
        assert sent.state == "ACCEPTED"
        assert Enrolment.objects.known_at().get(pupil=child).until is not None


def test_withdrawing_and_declining_behind_the_walls():
    home, other = people.school(), people.school()
    by, taker = (people.user("SOCIAL_PEDAGOGUE", one) for one in (home, other))
    child = school_of.pupil(home, in_class="6Ә")
    with walls.behind([home.pk]):
        actions.withdraw_card(by=by, sending=making.send(by, child, other))
        making.send(by, child, other)
    with walls.behind([other.pk]):
        waits = Arrival.objects.get(state="SENT")
        actions.decline_card(by=taker, arrival=waits, reason="Келмеген")
    states = Sending.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["WITHDRAWN", "DECLINED"]

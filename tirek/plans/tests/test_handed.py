"""What was handed to whom: the page, giving back, the desk's lines."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse

from tirek.access import kept
from tirek.access.tests import making as people
from tirek.plans.actions import adjust_due, take_back
from tirek.plans.models import Adjustment
from tirek.plans.queries import coverage
from tirek.plans.tests.test_pages import (  # noqa: F401
    _monday,
    act_about,
    me,
    orphans,
    plans,
    row,
    school,
    year,
)

pytestmark = pytest.mark.django_db
PAGE = reverse("plans:handed")


@pytest.fixture
def teacher(school):  # noqa: F811
    return people.user("CLASS_TEACHER", school, classes=["5А"], language="en", full_name="Серікова")


@pytest.fixture
def hand(me, plans, year):  # noqa: F811
    """Hands on the act of C6 of a pupil in the first half."""
    found = orphans(year, 3)

    def go(to, number=0, by=None):
        (covered,) = coverage(year, people.TODAY, rows=[row("C6")])
        first = covered.figures.periods[0]
        return adjust_due(
            by=by or me,
            row=row("C6"),
            kind="ASSIGNED",
            about=found[number],
            since=first.since,
            until=first.until,
            reason="Ауырып жатырмын",
            to_user=to,
        )

    go.pupils = found
    return go


def shown(client, user):
    client.force_login(user)
    answer = client.get(PAGE)
    assert answer.status_code == 200
    return {code: lines for code, _label, lines in answer.context["sections"] if lines}, answer


def give(client, item, reason="Демалыстамын"):
    url = f"{reverse('plans:give_back', args=[item.row.pid])}?item={item.pk}"
    return client.post(url, {"form_key": str(uuid.uuid4()), "reason": reason})


def test_a_colleague_sees_what_was_handed_to_him_by_whom_and_why(client, hand, teacher, me):  # noqa: F811
    item = hand(teacher)
    found, answer = shown(client, teacher)
    (line,) = found["to_me"]
    assert (line.one, line.state, line.about) == (item, "OPEN", hand.pupils[0].short_name)
    text = answer.content.decode()
    assert me.full_name in text
    assert "Ауырып жатырмын" in text
    assert hand.pupils[1].surname not in text
    act_about(hand.pupils[0], people.TODAY)
    kept.forget_all()
    found, answer = shown(client, teacher)
    assert found["to_me"][0].state == "DONE"
    assert "give-back" not in answer.content.decode(), "what is done stays done"


def test_it_is_given_back_with_a_reason_and_the_giver_is_told(client, hand, teacher, me):  # noqa: F811
    item = hand(teacher)
    client.force_login(teacher)
    assert "Handed to you" in client.get("/").content.decode()
    assert give(client, item, " ").status_code == 422
    assert give(client, item).status_code == 302
    assert give(client, item).status_code == 422, "once"
    assert shown(client, teacher)[0].keys() == {"back"}
    assert "Handed to you" not in client.get("/").content.decode()
    client.force_login(me)
    desk = client.get("/").content.decode()
    assert "Given back to you" in desk
    assert "Серікова" in desk
    assert "Демалыстамын" not in desk, "why is on the page"
    found, answer = shown(client, me)
    assert [line.one for line in found["back"]] == [item]
    assert "Демалыстамын" in answer.content.decode()


def test_what_was_taken_back_by_the_giver_is_not_given_back(client, hand, teacher, me):  # noqa: F811
    take_back(by=me, adjustment=hand(teacher))
    for user in (teacher, me):
        assert shown(client, user)[0] == {}


def test_nobody_else_gives_it_back_or_sees_it(client, hand, teacher, school):  # noqa: F811
    item = hand(teacher)
    for role in ("PSYCHOLOGIST", "SOCIAL_PEDAGOGUE"):
        other = people.user(role, school)
        client.force_login(other)
        assert give(client, item).status_code == 404
    psychologist = people.user("PSYCHOLOGIST", school)
    assert shown(client, psychologist)[0] == {}
    assert Adjustment.objects.known_at().count() == 1
    stranger = people.user("SOCIAL_PEDAGOGUE", people.school())
    assert shown(client, stranger)[0] == {}


def test_the_director_sees_who_has_what_and_names_only_of_known_work(
    client,
    hand,
    teacher,
    school,  # noqa: F811
):
    hand(teacher)
    director = people.user("DIRECTOR", school)
    (line,) = shown(client, director)[0]["to_others"]
    assert line.about == hand.pupils[0].short_name
    one = row("C6")
    one.evidence = ["SOCIOMETRY"]
    one.save()
    kept.forget_all()
    found, answer = shown(client, director)
    assert found["to_others"][0].about == ""
    assert "Ауырып" not in answer.content.decode(), "the reason may say whom it is about"


def test_many_cost_no_more_questions(client, hand, teacher, me, queries_of):  # noqa: F811
    hand(teacher)
    client.force_login(me)
    kept.forget_all()
    few = queries_of(lambda: client.get(PAGE))
    hand(teacher, 1)
    hand(teacher, 2)
    kept.forget_all()
    assert queries_of(lambda: client.get(PAGE)) == few <= 25


def test_a_joint_plan_shows_each_side_its_part(client, me, plans, school):  # noqa: F811
    joint = next(one for one in plans if one.kind == "NURSE")
    url = reverse("plans:plan", args=[joint.pid])
    client.force_login(me)
    page = client.get(url)
    assert [(one.role, one.rows, one.mine) for one in page.context["sides"]] == [
        ("SOCIAL_PEDAGOGUE", 6, True),
        ("NURSE", 5, False),
    ]
    assert "My part" in page.content.decode()
    shown = client.get(url, {"part": "NURSE"}).context["lines"]
    assert [line.row.code for line in shown] == ["N1", "N3", "N4", "N5", "N6"], "N7 is not hers"
    assert len(client.get(url, {"part": "MENTOR"}).context["lines"]) == 6
    client.force_login(people.user("NURSE", school))
    assert [one.role for one in client.get(url).context["sides"]] == ["NURSE", "SOCIAL_PEDAGOGUE"]
    own = next(one for one in plans if one.kind == "OWN")
    client.force_login(me)
    assert client.get(reverse("plans:plan", args=[own.pid])).context["sides"] == []


def test_the_childs_page_says_that_it_was_handed_on_or_moved(client, hand, teacher, me, year):  # noqa: F811
    one = row("C6")
    one.responsible = ["SOCIAL_PEDAGOGUE"]
    one.save()
    url = reverse("cards:pupil", args=[hand.pupils[0].pid])
    client.force_login(teacher)
    assert "row=C6&amp;" not in client.get(url).content.decode()
    item = hand(teacher)
    adjust_due(
        by=me,
        row=row("C6"),
        kind="MOVED",
        about=hand.pupils[0],
        since=item.since,
        until=item.until,
        reason="x",
        to_day=people.TODAY,
    )
    text = client.get(url).content.decode()
    assert "row=C6&amp;" in text
    assert "handed to you, moved" in text
    client.force_login(me)
    assert "handed to a colleague, moved" in client.get(url).content.decode()
    other = client.get(reverse("cards:pupil", args=[hand.pupils[1].pid])).content.decode()
    assert "handed to a colleague" not in other

"""Many items of a row at once: chosen, looked at, done, taken back."""

from __future__ import annotations

import re
import uuid

import pytest
from django.urls import reverse

from tirek.access.tests import making as people
from tirek.cards.models import StatusPeriod
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
from tirek.school.models import Enrolment, SchoolClass
from tirek.school.tests import making

pytestmark = pytest.mark.django_db
TODAY = people.TODAY
SAME = ("since", "until", "by", "recorded_at")


@pytest.fixture
def pupils(year, plans):  # noqa: F811
    """Four orphans: one in 6Б, the others in 5А."""
    found = orphans(year, 4)
    other = SchoolClass.objects.create(
        school=year.school, school_year=year, grade=6, letter="Б", name="6Б"
    )
    Enrolment.objects.filter(pupil=found[3]).update(school_class=other)
    return found


@pytest.fixture
def send(client, me, pupils):  # noqa: F811
    client.force_login(me)
    url = f"{reverse('plans:adjust_many', args=[row('C6').pid])}?period=0"

    def go(**said):
        return client.post(url, {"form_key": str(uuid.uuid4()), "reason": "Карантин", **said})

    go.get = lambda: client.get(url)
    return go


def sent_by(page):
    """What the preview would send."""
    found = {}
    for name, value in re.findall(
        r'<input type="hidden" name="(\w+)" value="(.*?)"', page.content.decode()
    ):
        found.setdefault(name, []).append(value)
    del found["csrfmiddlewaretoken"]
    return found


def test_nothing_is_changed_before_it_is_looked_at(send, pupils, year):  # noqa: F811
    act_about(pupils[0], TODAY)
    page = send.get().content.decode()
    assert pupils[0].pid not in page, "it is done"
    assert all(one.pid in page for one in pupils[1:])
    page = send(kind="WAIVED", chosen=[one.pid for one in pupils[1:3]])
    assert page.context["preview"].going.keys() == {one.pid for one in pupils[1:3]}
    assert not Adjustment.objects.exists()
    answer = send(**sent_by(page), sure="1")
    assert answer.status_code == 302
    assert {one.pupil for one in Adjustment.objects.all()} == set(pupils[1:3])
    (counted,) = coverage(year, TODAY, rows=[row("C6")])
    assert (counted.figures.due, counted.figures.waived) == (2, 2)


def test_a_whole_class_is_handed_to_its_teacher(send, pupils, school, client):  # noqa: F811
    teacher = people.user("CLASS_TEACHER", school, classes=["6Б"])
    assert f"{teacher.full_name} · class teacher" in send.get().content.decode()
    page = send(kind="ASSIGNED", to_user=teacher.pk, every="on")
    preview = page.context["preview"]
    assert list(preview.going) == [pupils[3].pid]
    assert {one.about for one in preview.staying} == set(pupils[:3])
    page = send(kind="ASSIGNED", to_user=teacher.pk, classes=["6Б"])
    assert page.context["preview"].staying == []
    assert send(**sent_by(page), sure="1").status_code == 302
    made = Adjustment.objects.get()
    assert (made.pupil, made.to_user) == (pupils[3], teacher)
    assert teacher.full_name in send.get().content.decode(), "what stands is said beside the name"


def test_all_are_taken_back_together(send, pupils, client):
    page = send(kind="MOVED", to_day="01.03.2027", every="on")
    send(**sent_by(page), sure="1")
    text = client.get(reverse("plans:row", args=[row("C6").pid]) + "?period=0").content.decode()
    assert text.count('name="together"') == 1
    other = Adjustment.objects.create(
        row=row("C6"), kind="MOVED", to_day=TODAY, pupil=pupils[0], reason="Басқа",
        **{name: getattr(Adjustment.objects.first(), name) for name in SAME},
    )  # fmt: skip
    key = Adjustment.objects.order_by("id")[1].pk
    url = reverse("plans:take_back", args=[row("C6").pid])
    assert client.post(url, {"adjustment": key, "together": "1"}).status_code == 302
    assert list(Adjustment.objects.known_at()) == [other], (
        "made in the same moment for other reasons"
    )


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"kind": "WAIVED"}, "chosen"),
        ({"kind": "WAIVED", "chosen": ["nobody"]}, "chosen"),
        ({"kind": "MOVED", "every": "on"}, "to_day"),
        ({"kind": "ASSIGNED", "every": "on"}, "to_user"),
        ({"kind": "WAIVED", "every": "on", "reason": " "}, "reason"),
        ({"every": "on"}, "kind"),
    ],
)
def test_what_lacks_is_said_at_its_field(send, pupils, said, field):
    page = send(**said)
    assert page.status_code == 422
    assert field in page.context["form"].errors


def test_who_does_not_know_of_such_work_finds_no_names(send, pupils, client, school):  # noqa: F811
    row_ = row("C6")
    row_.evidence = ["SOCIOMETRY"]
    row_.save()
    client.force_login(people.user("DEPUTY_DIRECTOR", school, language="en"))
    text = send.get().content.decode()
    assert "Nothing waits here" in text
    assert pupils[0].surname not in text


def orphans_more(year, number):  # noqa: F811

    found = making.pupils(year.school, number, in_class="6Б")
    StatusPeriod.objects.bulk_create(StatusPeriod(pupil=p, category="ORPHAN") for p in found)
    Enrolment.objects.filter(pupil__in=found).delete()
    return found


def test_it_costs_the_same_for_few_and_for_many(send, pupils, year, queries_of):  # noqa: F811
    few = queries_of(send.get)
    one = SchoolClass.objects.get(name="6Б")
    for pupil in orphans_more(year, 20):
        Enrolment.objects.create(pupil=pupil, school_class=one, since=year.starts_on)
    assert queries_of(send.get) <= few <= 30


def test_an_item_of_the_whole_school_is_handed_on_from_its_row(client, me, plans, school):  # noqa: F811
    client.force_login(me)
    page = client.get(reverse("plans:row", args=[row("S1.2").pid])).content.decode()
    url = reverse("plans:adjust", args=[row("S1.2").pid]) + "?period=0"
    assert f'href="{url}"' in page
    deputy = people.user("DEPUTY_DIRECTOR", school)
    sent = {"form_key": str(uuid.uuid4()), "kind": "ASSIGNED", "to_user": deputy.pk, "reason": "x"}
    assert client.post(url, sent).status_code == 302
    made = Adjustment.objects.get()
    assert (made.about, made.to_user) == (None, deputy)
    assert deputy.full_name in client.get(reverse("plans:handed")).content.decode()

import uuid

import pytest

from tirek.access.models import School, SentForm
from tirek.access.once import do_once, sent_before
from tirek.access.refused import Refused
from tirek.access.tests import making

pytestmark = pytest.mark.django_db


def deed(code):
    def done():
        School.objects.create(code=code, name=code)
        return f"/schools/{code}/"

    return done


def test_the_same_form_sent_twice_counts_once_and_leads_to_the_same_place():
    by, key = making.user(None), str(uuid.uuid4())
    assert do_once(key, by, deed("a")) == "/schools/a/"
    assert do_once(key, by, deed("b")) == "/schools/a/"
    assert list(School.objects.values_list("code", flat=True)) == ["a"]
    assert sent_before(key, by) == "/schools/a/"


def test_another_form_and_the_same_key_of_somebody_else_count():
    key = str(uuid.uuid4())
    by, other = making.user(None), making.user(None)
    do_once(key, by, deed("a"))
    do_once(str(uuid.uuid4()), by, deed("b"))
    do_once(key, other, deed("c"))
    assert School.objects.count() == 3
    assert sent_before(key, making.user(None)) is None


@pytest.mark.parametrize("key", [None, "", "nonsense", "'; drop table", "1" * 1000])
def test_a_form_without_a_good_key_runs_as_it_is(key):
    by = making.user(None)
    assert do_once(key, by, deed("a")) == "/schools/a/"
    assert sent_before(key, by) is None
    assert not SentForm.objects.exists()


def test_a_refused_deed_leaves_nothing_and_may_be_sent_again():
    by, key = making.user(None), str(uuid.uuid4())

    def refused():
        School.objects.create(code="a", name="a")
        raise Refused("No.")

    with pytest.raises(Refused):
        do_once(key, by, refused)
    assert not School.objects.exists()
    assert sent_before(key, by) is None
    assert do_once(key, by, deed("a")) == "/schools/a/"


def test_a_collision_inside_the_deed_is_not_taken_for_a_second_sending():
    from django.db import IntegrityError

    by, key = making.user(None), str(uuid.uuid4())
    making.school(code="a")
    with pytest.raises(IntegrityError):
        do_once(key, by, deed("a"))
    assert sent_before(key, by) is None

"""What is kept in memory, for how long, and what ends it."""

from __future__ import annotations

import pytest
from django.db import transaction

from tirek.access import audit
from tirek.access.kept import Kept
from tirek.access.tests import making


@pytest.fixture
def derived():
    """A derivation that counts how often it was asked for."""

    class Derived(list):
        def __call__(self):
            self.append(len(self))
            return self[-1]

    return Derived()


def deed(school, verb="CHANGED"):
    with transaction.atomic():
        audit.record(by=None, verb=verb, thing="test", school=school)


def test_the_same_version_gives_the_kept_answer(school, derived):
    kept = Kept(at_most=2)
    assert [kept.answer(school, "v1", "a", derived) for _ in range(3)] == [0, 0, 0]
    assert kept.answer(school, "v2", "a", derived) == 1
    assert kept.answer(school, "v1", "a", derived) == 2


def test_without_a_version_nothing_is_kept(school, derived):
    kept = Kept(at_most=2)
    assert [kept.answer(school, "", "a", derived) for _ in range(2)] == [0, 1]


def test_each_school_has_its_own_answers(school, derived):
    kept = Kept(at_most=2)
    assert kept.answer(school, "v", "a", derived) == 0
    assert kept.answer(making.school(), "v", "a", derived) == 1


def test_what_was_not_asked_for_longest_is_forgotten(school, derived):
    kept = Kept(at_most=2)
    for what in ("a", "b", "a", "c"):
        kept.answer(school, "v", what, derived)
    assert kept.answer(school, "v", "a", derived) == 0
    assert kept.answer(school, "v", "b", derived) == 3


def test_every_deed_makes_another_version_and_no_reading_does(school):
    assert audit.version_of(school) == ""
    found = set()
    for verb in sorted(audit.VERBS - audit.LEAVING_ALL_AS_IT_WAS):
        deed(school, verb)
        found.add(audit.version_of(school))
    assert len(found) == len(audit.VERBS - audit.LEAVING_ALL_AS_IT_WAS)
    before = audit.version_of(school)
    for verb in audit.LEAVING_ALL_AS_IT_WAS:
        deed(school, verb)
    assert audit.version_of(school) == before
    deed(making.school())
    assert audit.version_of(school) == before


def test_a_deed_knows_no_version_and_one_taken_back_leaves_the_old(school):
    deed(school)
    before = audit.version_of(school)
    with transaction.atomic():
        audit.record(by=None, verb="CREATED", thing="test", school=school)
        assert audit.version_of(school) == ""
        with transaction.atomic():
            assert audit.version_of(school) == ""
        transaction.set_rollback(True)
    assert audit.version_of(school) == before

"""Consents: signed, in force on a day, withdrawn, stopped, corrected, annulled."""

from __future__ import annotations

from datetime import date

import pytest

from tirek.access.models import AuditRow
from tirek.access.refused import Refused
from tirek.access.tests import making as people
from tirek.cards.tests import making as cards
from tirek.consents import actions, queries
from tirek.consents.actions.settings import SCOPE_FIELDS
from tirek.consents.models import Consent
from tirek.consents.tests import making
from tirek.school.tests import making as school_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
TODAY = date(2026, 11, 23)


def fields(**more):
    return {
        "scope": "PHOTO",
        "operator": "№ 12 мектеп",
        "signer_name": "Бекова Айгүл",
        "signed_on": date(2026, 9, 1),
        **more,
    }


@pytest.fixture
def social(school):
    return people.user("SOCIAL_PEDAGOGUE", school)


@pytest.fixture
def child(school):
    return school_of.pupil(school, in_class="5А")


@pytest.mark.parametrize(
    ("consent", "day", "held"),
    [
        ({}, date(2026, 8, 31), False),
        ({}, date(2026, 9, 1), True),
        ({"until": date(2026, 11, 23)}, TODAY, True),
        ({"until": date(2026, 11, 22)}, TODAY, False),
        ({"withdrawn_on": TODAY}, TODAY, False),
        ({"withdrawn_on": TODAY}, date(2026, 11, 22), True),
        ({"annulled_at": "2026-09-02T00:00:00+05:00"}, TODAY, False),
        ({"scope": "PSYCHOLOGIST"}, TODAY, False),
    ],
)
def test_a_consent_holds_from_its_signature_to_its_end(school, child, consent, day, held):
    made = making.consent(child, **consent)
    assert queries.has_consent(child, "PHOTO", day) is held
    assert queries.consented(school, "PHOTO", day) == ({child.pk} if held else set())
    if not consent.get("annulled_at") and made.scope == "PHOTO":
        assert made.holds(day) is held


def test_a_withdrawal_starts_the_clock_until_it_is_confirmed(school, social, child):
    given = actions.give_consent(by=social, pupil=child, fields=fields())
    assert queries.to_stop(school, social) == []
    withdrawn = actions.withdraw_consent(by=social, consent=given, on=TODAY, how="өтініш № 4")
    assert not queries.has_consent(child, "PHOTO", TODAY)
    assert queries.has_consent(child, "PHOTO", date(2026, 11, 22))
    assert queries.to_stop(school, social) == [(withdrawn, date(2026, 12, 14))]
    actions.set_rights(by=social, school=school, keep_years=None, stop_days=1)
    assert queries.to_stop(school, social) == [(withdrawn, date(2026, 11, 24))]
    stopped = actions.confirm_stopped(by=social, consent=withdrawn, on=TODAY)
    assert queries.to_stop(school, social) == []
    assert list(Consent.objects.known_at()) == [stopped]
    verbs = AuditRow.objects.filter(thing="consents.consent").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == ["CREATED", "ENDED", "CHANGED"]


def test_what_was_believed_before_a_correction_can_be_shown(school, social, child):
    given = actions.give_consent(by=social, pupil=child, fields=fields())
    corrected = actions.correct_consent(
        by=social, consent=given, fields=fields(signed_on=date(2026, 10, 1))
    )
    assert not queries.has_consent(child, "PHOTO", date(2026, 9, 15))
    assert queries.has_consent(child, "PHOTO", date(2026, 9, 15), given.recorded_at)
    with pytest.raises(Refused):
        actions.annul_consent(by=social, consent=given, reason="қате")
    actions.annul_consent(by=social, consent=corrected, reason="қате")
    assert queries.consents_of(child, social) == [] or queries.consents_of(child, social) == [given]


@pytest.mark.parametrize(
    ("wrong", "at"),
    [
        ({"scope": "NONE"}, "scope"),
        ({"signed_on": date(2026, 11, 24)}, "signed_on"),
        ({"until": date(2026, 8, 31)}, "until"),
        ({"signer_name": " "}, "signer_name"),
        ({"operator": ""}, "operator"),
        ({"scope": "TRANSFER"}, "third_parties"),
    ],
)
def test_what_makes_no_provable_consent_is_refused(social, child, wrong, at):
    with pytest.raises(Refused) as refusal:
        actions.give_consent(by=social, pupil=child, fields=fields(**wrong))
    assert refusal.value.field == at
    assert not Consent.objects.exists()


def test_the_same_consent_twice_is_refused_but_two_third_parties_are_two(social, child):
    actions.give_consent(by=social, pupil=child, fields=fields())
    with pytest.raises(Refused):
        actions.give_consent(by=social, pupil=child, fields=fields())
    for party in ("А", "Б"):
        actions.give_consent(
            by=social, pupil=child, fields=fields(scope="TRANSFER", third_parties=party)
        )
    assert Consent.objects.count() == 3


def test_papers_of_a_class_are_signed_by_the_legal_representatives(school, social, child):
    mother = school_of.member(school_of.household(school, child))
    cards.kin(child, mother)
    alone = school_of.pupil(school, in_class="5А")
    with pytest.raises(Refused):
        actions.give_many(
            by=social, school=school, scope="PHOTO", pupils=[child, alone], signed_on=TODAY
        )
    assert not Consent.objects.exists()
    [made] = actions.give_many(
        by=social, school=school, scope="PHOTO", pupils=[child], signed_on=TODAY
    )
    assert (made.signed_by, made.operator) == (mother, school.name)
    assert made.data == queries.scopes(school)["PHOTO"].data_kk != ""
    assert queries.unsigned([child, alone], "PHOTO", TODAY, school) == [alone]


def test_psychologist_and_nurse_have_the_consents_to_their_own_work(school, social, child):
    psychologist, nurse = people.user("PSYCHOLOGIST", school), people.user("NURSE", school)
    photo = actions.give_consent(by=social, pupil=child, fields=fields())
    own = actions.give_consent(by=psychologist, pupil=child, fields=fields(scope="PSYCHOLOGIST"))
    for reader, seen in ((social, {photo, own}), (psychologist, {own}), (nurse, set())):
        assert set(Consent.objects.visible_to(reader)) == seen, reader
    for reader, codes in ((psychologist, {"PSYCHOLOGIST"}), (nurse, {"MEDICAL"})):
        assert set(queries.scopes_open_to(reader, school)) == codes
    with pytest.raises(Refused):
        actions.give_consent(by=nurse, pupil=child, fields=fields(scope="PERSONAL_DATA"))
    with pytest.raises(Refused):
        actions.withdraw_consent(by=nurse, consent=own, on=TODAY, how="")


def test_a_school_words_a_scope_its_own_way_and_adds_its_own(school, social):
    words = dict.fromkeys(SCOPE_FIELDS, "") | {"name_kk": "Өз сөзіміз"}
    own = actions.keep_scope(by=social, school=school, code="MEDICAL", fields=words)
    assert (own.holder, own.school) == ("NURSE", school)
    added = actions.keep_scope(by=social, school=school, code="", fields={**words, "transfer": 1})
    known = queries.scopes(school)
    assert known["MEDICAL"] == own
    assert known[added.code] == added
    assert queries.scopes(people.school())["MEDICAL"].name_kk != "Өз сөзіміз"

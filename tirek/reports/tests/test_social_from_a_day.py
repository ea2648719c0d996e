"""What counts as social is said from a day on, and papers of earlier days keep to it."""

from __future__ import annotations

from datetime import date

import pytest

from tirek.cards.models import CategorySetting
from tirek.cards.tests.making import status
from tirek.reports.papers import Asked, passport_of_school
from tirek.school.tests.making import pupil

pytestmark = pytest.mark.django_db


def test_a_passport_counts_what_was_social_on_its_day(school):
    status(pupil(school, in_class="5А"), "GIFTED")
    october = date(2026, 10, 1)
    CategorySetting.objects.create(school=school, code="GIFTED", since=october, social=True)
    days = (date(2026, 9, 30), october)
    lines = [passport_of_school(school, Asked(as_of=day)).social for day in days]
    assert [line.now["pupils"] for line in lines] == [0, 1]

"""Makes cases, talks and checks for tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from tirek.access.models import User
from tirek.cards.models import Kinship
from tirek.guardianship import actions
from tirek.guardianship.models import Case, Step
from tirek.journal.models import Entry
from tirek.school.models import Pupil

FOUND = date(2026, 11, 16)  # a Monday, a week before the tests' day


def case(by: User, pupil: Pupil, on: date = FOUND, **fields: Any) -> Case:
    """A case of a pupil found without care on a day."""
    said = {"on": on, "who": "Сынып жетекшісі", "how": "Үйіне барғанда", "text": "Мән-жайы"}
    return actions.open_case(by=by, school=pupil.school, pupil=pupil, fields=said | fields)


def step(by: User, one: Case, kind: str, on: date, **fields: Any) -> Step:
    """A step of a case on a day."""
    return actions.add_step(by=by, case=one, kind=kind, fields={"on": on, **fields})


def talk(by: User, pupil: Pupil, on: date = FOUND, **fields: Any) -> Entry:
    """A talk with somebody named."""
    said = {"on": on, "guardian_name": "Әжесі", "living": "Жылы үй", "agreed": "Үйірме"}
    return actions.record_talk(
        by=by, school=pupil.school, pupils=[pupil], fields={**said, **fields}
    )


def check(by: User, kin: Kinship, on: date = FOUND, **fields: Any) -> Entry:
    """A check of a guardian."""
    said = {"on": on, "guardian": kin.member, "who": "Комиссия", "findings": "Жағдайы жақсы"}
    return actions.record_check(
        by=by, school=kin.pupil.school, pupils=[kin.pupil], fields={**said, **fields}
    )


def things(by: User, pupil: Pupil, guardian: Kinship) -> dict[str, Any]:
    """What the trust tests walk through: a case with a step, a talk, a check."""
    one = case(by, pupil)
    return {
        "case": one,
        "case step": one.steps.get(),
        "guardian": guardian,
        "guardian talk": talk(by, pupil),
        "guardian check": check(by, guardian, recommendation="Жалғастыру"),
    }

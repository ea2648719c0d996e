from datetime import date

import pytest

from tirek.visits.rules.details import shape_problems, signing_problems
from tirek.visits.rules.nextvisit import next_span
from tirek.visits.rules.papers import FORMS
from tirek.visits.rules.property import PROPERTY_CHECK
from tirek.visits.rules.typed import read_typed

TODAY = date(2026, 11, 24)
WHOLE = {
    "commission": [{"name": "Бекболатова Сәуле", "role": "CHAIR"}, {"name": "Омарова Гүлнар"}],
    "address": "Абай көшесі, 5",
    "property": [{"name": "Үй", "kind": "HOME", "state": "GOOD"}],
    "conclusion": "Сақталған.",
}


def test_domain_fields_are_all_asked() -> None:
    asked = {one.code for step in PROPERTY_CHECK.steps for one in step.asked}
    assert asked == {
        *("commission", "address", "keeper", "property", "state", "occupied", "tenants"),
        *("income", "spending", "debts", "spent_on", "papers", "threats", "threat"),
        *("conclusion", "tasks", "read_by", "read_on", "refused"),
    }
    assert list(FORMS) == ["HOUSING_ACT", "PROPERTY_CHECK"]


@pytest.mark.parametrize(
    ("change", "at"),
    [
        ({}, []),
        ({"property": []}, []),
        ({"property": None}, ["property"]),
        ({"conclusion": ""}, ["conclusion"]),
        ({"address": ""}, ["address"]),
        ({"commission": WHOLE["commission"][:1]}, ["commission"]),
        ({"property": [{"kind": "LAND"}]}, ["property[0].name"]),
        ({"tenants": [{"name": "А", "until": "2027-05-01"}]}, []),
        ({"tenants": [{"rent": "60000"}]}, ["tenants[0].name"]),
        ({"income": "-1"}, ["income"]),
        ({"tasks": [{"what": "Салық төлеу", "by": "2027-01-10"}]}, []),
        ({"tasks": [{"who": "Қорғаншы"}]}, ["tasks[0].what"]),
        ({"read_on": "2026-12-01", "read_by": "А"}, ["read_on"]),
    ],
)
def test_what_keeps_a_check_from_being_signed(change: dict[str, object], at: list[str]) -> None:
    details = WHOLE | change
    found = signing_problems(PROPERTY_CHECK, TODAY, details, today=TODAY)
    assert [problem.path for problem in found] == at


def test_a_term_may_lie_ahead_and_is_read_like_a_date() -> None:
    term = PROPERTY_CHECK.fields["tasks"].columns[2].type
    assert read_typed(term, "10.1.2027") == "2027-01-10"
    wrong = {"tasks": [{"what": "Салық төлеу", "by": "10.01.2027"}]}
    assert [one.path for one in shape_problems(PROPERTY_CHECK, wrong)] == ["tasks[0].by"]


HALVES = [
    (date(2026, 9, 1), date(2026, 12, 31)),
    (date(2027, 1, 8), date(2027, 5, 25)),
    (date(2027, 9, 1), date(2027, 12, 31)),
    (date(2028, 1, 8), date(2028, 5, 25)),
]


@pytest.mark.parametrize(
    ("kind", "last", "statuses", "starts"),
    [
        ("HOUSING_ACT", date(2026, 10, 5), ["ORPHAN"], date(2027, 1, 8)),
        ("HOUSING_ACT", date(2026, 12, 31), ["WARD"], date(2027, 1, 8)),
        ("HOUSING_ACT", date(2027, 1, 8), ["NO_PARENTAL_CARE", "X"], date(2027, 9, 1)),
        ("HOUSING_ACT", date(2026, 10, 5), ["LOW_INCOME"], date(2027, 9, 1)),
        ("HOUSING_ACT", date(2026, 9, 1), [], date(2027, 9, 1)),
        ("HOUSING_ACT", date(2026, 8, 31), [], date(2026, 9, 1)),
        ("PROPERTY_CHECK", date(2026, 10, 5), [], date(2027, 1, 8)),
        ("HOUSING_ACT", date(2028, 2, 1), ["ORPHAN"], None),
    ],
)
def test_the_next_act_sets_itself(
    kind: str, last: date, statuses: list[str], starts: date | None
) -> None:
    span = next_span(kind, last, statuses, HALVES)
    assert (span[0] if span else None) == starts

"""What goes and what never goes; the seal."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tirek.transfers.rules.parcel import PARTS, counts, parcel, seal, sealed_file

DATA = {
    "households": [
        {
            "key": "h1",
            "address": "Бұлақ, 1",
            "note": "ҚҰПИЯ отбасы",
            "income": [{"on": "2026-09-01", "amount": 777}],
            "members": [
                {"key": "m1", "surname": "Анасы", "given": "А", "phone": "7"},
                {"key": "m2", "surname": "Көрші", "given": "К"},
            ],
        },
        {"key": "h2", "members": [{"key": "m3", "surname": "Бөтен"}]},
    ],
    "pupils": [
        {"key": "other", "surname": "Бөтен", "given": "Бала"},
        {
            "key": "p1",
            "school": "s",
            "surname": "Қуанышева",
            "given": "Аружан",
            "born_on": "2015-03-14",
            "enrolments": [{"class": "6Ә"}],
            "statuses": [
                {"category": "WARD", "since": "2024-01-01", "note": "ҚҰПИЯ 1", "by": "social"},
                {"category": "REGISTER", "since": "2025-01-01", "scans": [{"name": "ҚҰПИЯ"}]},
                {"category": "LOW_INCOME", "since": "2025-01-01"},
                {"category": "LOW_INCOME", "since": "2025-02-01", "replaces": 2},
                {"category": "ORPHAN", "annulled_at": "2025-01-01T00:00:00+05:00"},
            ],
            "kin": [{"member": "m1", "kinship": "GUARDIAN", "paper": {"number": "118"}}],
        },
    ],
}
WORK = [{"kind": "HOUSING_ACT", "topic": "", "on": "2026-10-01", "text": "ҚҰПИЯ"}]


def of(*parts):
    return parcel(DATA, "p1", parts, {"REGISTER"}, WORK)


@pytest.mark.parametrize(
    ("parts", "statuses", "members", "work"),
    [
        ((), [], 0, 0),
        (("STATUSES",), ["WARD", "LOW_INCOME"], 0, 0),
        (("SENSITIVE",), ["REGISTER"], 0, 0),
        (("FAMILY",), [], 1, 0),
        (("WORK",), [], 0, 1),
        (PARTS, ["WARD", "REGISTER", "LOW_INCOME"], 1, 1),
    ],
)
def test_only_the_parts_chosen(parts, statuses, members, work):
    found = of(*parts)
    assert [one["category"] for one in found["pupil"].get("statuses", [])] == statuses
    assert len(found.get("family", {}).get("members", [])) == members
    assert len(found.get("work", [])) == work
    counted = counts(found)
    assert counted["card"] == 1
    assert counted.get("statuses", 0) == len(statuses)
    assert (counted.get("members", 0), counted.get("work", 0)) == (members, work)


def test_what_was_corrected_goes_as_it_is_believed():
    [low] = [one for one in of("STATUSES")["pupil"]["statuses"] if one["category"] == "LOW_INCOME"]
    assert low["since"] == "2025-02-01"


@given(st.sets(st.sampled_from(PARTS)))
def test_notes_incomes_scans_and_other_people_never_go(parts):
    text = json.dumps(of(*parts), ensure_ascii=False)
    for word in ("ҚҰПИЯ", "777", "Бөтен", "Көрші", "social", "6Ә"):
        assert word not in text


@given(st.sets(st.sampled_from(PARTS)), st.randoms())
def test_the_seal_does_not_depend_on_the_order_of_keys(parts, dice):
    found = of(*parts)
    turned = dict(sorted(found.items(), key=lambda _: dice.random()))
    assert seal(turned) == seal(found) == seal(json.loads(json.dumps(found)))
    assert seal({**found, "more": 1}) != seal(found)


def test_the_sealed_file():
    whole = json.loads(sealed_file(of("FAMILY"), {"to": "№ 4"}))
    assert whole["format"] == "tirek-card/1"
    assert whole["manifest"] == {"to": "№ 4", "sha256": seal(whole["card"])}

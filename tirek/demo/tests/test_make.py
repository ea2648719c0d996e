"""The invented school: whole, plausible, and the same every time."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.reference import School
from tirek.demo import LOGINS, make_school_file

TODAY = date(2026, 11, 23)
ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def data() -> dict[str, Any]:
    return make_school_file(pupils=120, today=TODAY)


def test_the_same_seed_and_day_give_the_same_bytes() -> None:
    code = (
        "import json,sys;from datetime import date;from tirek.demo import make_school_file;"
        "data=make_school_file(pupils=60,today=date(2026,11,23));"
        "sys.stdout.write(json.dumps(data,ensure_ascii=False))"
    )
    digests = set()
    for hash_seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONUTF8": "1"},
            capture_output=True,
            check=True,
        )
        digests.add(hashlib.sha256(done.stdout).hexdigest())
    assert len(digests) == 1
    other = make_school_file(pupils=60, seed=2, today=TODAY)
    assert other["pupils"] != make_school_file(pupils=60, today=TODAY)["pupils"]


@pytest.mark.parametrize("pupils", [24, 150, 301, 1200])
def test_so_many_pupils_are_enrolled_today(pupils: int) -> None:
    data = make_school_file(pupils=pupils, years=2, today=TODAY)
    assert len(School(data, "school-12").enrolled(TODAY)) == pupils
    assert len(School(data, "school-7").enrolled(TODAY)) == 150


@pytest.mark.parametrize(
    "today", [date(2026, 9, 1), date(2026, 8, 31), date(2024, 2, 29), date(2027, 6, 20)]
)
def test_nothing_lies_ahead_of_today(today: date) -> None:
    data = make_school_file(pupils=60, years=2, today=today)
    for entry in data["entries"]:
        assert entry["on"] <= today.isoformat()
        assert entry["recorded_at"][:10] <= today.isoformat()
    for pupil in data["pupils"]:
        assert pupil["born_on"] < today.isoformat()
        for fact in (*pupil.get("statuses", []), *pupil["enrolments"]):
            assert fact["since"] <= today.isoformat()


def test_a_school_of_1200_has_48_classes() -> None:
    data = make_school_file(years=1, today=TODAY)
    classes = [one for one in data["classes"] if one["school"] == "school-12"]
    assert len(classes) == 48
    assert Counter(one["language"] for one in classes) == {"kk": 36, "ru": 12}
    sizes = Counter(
        pupil["enrolments"][-1]["class"]
        for pupil in data["pupils"]
        if pupil["school"] == "school-12" and "until" not in pupil["enrolments"][-1]
    )
    assert max(sizes.values()) <= 30
    assert min(sizes.values()) >= 20


def test_everything_that_is_named_is_there(data: dict[str, Any]) -> None:
    users = {user["username"] for user in data["users"]}
    pupils = {(one["school"], one["key"]) for one in data["pupils"]}
    homes = {(one["school"], one["key"]) for one in data["households"]}
    members = {member["key"] for one in data["households"] for member in one["members"]}
    classes = {(one["school"], one["year"], one["name"]) for one in data["classes"]}
    assert {one["teacher"] for one in data["classes"]} <= users
    for pupil in data["pupils"]:
        assert (pupil["school"], pupil["household"]) in homes
        assert {kin["member"] for kin in pupil["kin"]} <= members
        for one in pupil["enrolments"]:
            assert (pupil["school"], one["year"], one["class"]) in classes
    keys = [entry["key"] for entry in data["entries"]]
    assert len(keys) == len(set(keys))
    for entry in data["entries"]:
        about = entry.get("about", {})
        assert entry["author"] in users
        assert {(entry["school"], key) for key in about.get("pupils", [])} <= pupils
        assert {(entry["school"], key) for key in about.get("households", [])} <= homes
        if "replaces" in entry:
            assert entry["replaces"] in keys


def test_enrolments_of_a_pupil_do_not_overlap(data: dict[str, Any]) -> None:
    for pupil in data["pupils"]:
        places = pupil["enrolments"]
        for before, after in pairwise(places):
            assert before["until"] < after["since"]


def test_nobody_has_an_iin_and_every_basis_is_named(data: dict[str, Any]) -> None:
    assert not any("iin" in pupil for pupil in data["pupils"])
    for pupil in data["pupils"]:
        for status in pupil.get("statuses", []):
            assert status["basis"]["document"]
            assert status["basis"]["number"]


def test_the_known_people_are_where_the_documentation_says() -> None:
    data = make_school_file(years=1, today=TODAY)
    school = School(data, "school-12")
    assert school.class_of("12-aruzhan", TODAY) == "6Ә"
    assert "WARD" in school.statuses("12-aruzhan", TODAY)
    assert school.household("12-aruzhan", TODAY) == school.household("12-erasyl", TODAY)
    assert school.class_of("12-bekzat", TODAY) == "9Б"
    assert school.statuses("12-bekzat", TODAY) == {"REGISTER"}
    assert school.class_of("12-damir", TODAY) == "8Б"
    teacher = next(
        one["teacher"]
        for one in data["classes"]
        if one["school"] == "school-12" and one["name"] == "6Ә" and one["year"] == 2026
    )
    assert teacher == "teacher"
    with_password = {user["username"] for user in data["users"] if "password" in user}
    assert with_password == {*(login for login, _, _ in LOGINS), "social2", "teacher2"}


def test_shares_of_statuses_are_those_of_a_school() -> None:
    data = make_school_file(years=1, today=TODAY)
    school = School(data, "school-12")
    held = Counter(code for key in school.pupils for code in school.statuses(key, TODAY))
    for code, least, most in (
        ("MULTI_CHILD", 0.08, 0.18),
        ("LOW_INCOME", 0.02, 0.1),
        ("HALF_ORPHAN", 0.02, 0.06),
        ("WARD", 0.008, 0.035),
        ("DISABILITY", 0.01, 0.05),
        ("REGISTER", 0.003, 0.03),
    ):
        assert least <= held[code] / 1200 <= most, code


def test_the_desk_has_overdue_open_done_and_untouched_work(data: dict[str, Any]) -> None:
    rows = School(data, "school-12").coverage(2026, TODAY)
    assert len(rows) == 64
    total = {name: sum(row[name] for row in rows) for name in ("due", "done", "overdue", "open")}
    assert min(total.values()) > 0
    assert total["done"] > total["overdue"]
    assert any(row["untouched"] for row in rows)
    past = School(data, "school-12").coverage(2025, date(2026, 8, 31))
    due, done = (sum(row[name] for row in past) for name in ("due", "done"))
    assert done / due > 0.85


def test_a_kind_of_work_is_not_forgotten(data: dict[str, Any]) -> None:
    there = {entry["kind"] for entry in data["entries"]}
    wanted = {
        alternative.partition(":")[0]
        for plan in data["plans"]
        for row in plan["rows"]
        for group in row["evidence"]
        for alternative in ([group] if isinstance(group, str) else group)
    }
    assert wanted <= there | {"PROTECTION_CASE"}


def test_more_schools_do_not_share_keys() -> None:
    data = make_school_file(pupils=24, schools=3, years=1, today=TODAY)
    assert [one["code"] for one in data["schools"]] == sorted(
        ["school-12", "school-7", "school-100", "school-101"]
    )
    keys = [pupil["key"] for pupil in data["pupils"]]
    assert len(keys) == len(set(keys))


def test_wrong_sizes_are_refused() -> None:
    with pytest.raises(ValueError, match="24 pupils"):
        make_school_file(pupils=3)


def test_it_is_json() -> None:
    data = make_school_file(pupils=24, years=1, today=TODAY)
    assert json.loads(json.dumps(data)) == data


@pytest.mark.parametrize("today", [date(2026, 9, 30), TODAY, date(2027, 2, 3)])
def test_an_act_of_this_week_waits_for_the_known_ward(today: date) -> None:
    data = make_school_file(pupils=120, years=1, today=today)
    moved = next(
        one
        for one in data["adjustments"]
        if one["school"] == "school-12" and one["kind"] == "MOVED"
    )
    assert (moved["row"], moved["about"], moved["to"]) == ("C6", "12-aruzhan", today.isoformat())
    first, last = moved["period"]
    assert first <= today.isoformat() <= last
    assert not [
        entry
        for entry in data["entries"]
        if entry["kind"] == "HOUSING_ACT"
        and "12-aruzhan" in entry["about"]["pupils"]
        and entry["on"] >= first
    ]


def test_one_raid_was_held_with_somebody_not_at_home_and_one_is_planned(
    data: dict[str, Any],
) -> None:
    raids = [one for one in data["entries"] if one["kind"] == "RAID" and "details" in one]
    (planned,) = [one for one in raids if one.get("state") == "DRAFT"]
    assert planned["details"]["planned_on"] > TODAY.isoformat() >= planned["on"]
    results = Counter(
        stop.get("result")
        for one in raids
        for stop in one["details"]["stops"]
        if one is not planned
    )
    assert results["NOBODY_HOME"] == 1
    assert results["SEEN"] > 2
    for one in raids:
        seen = {s["household"] for s in one["details"]["stops"] if s.get("result") == "SEEN"}
        assert seen == set(one.get("about", {}).get("households", ()))


def test_signed_acts_are_numbered_in_order_of_time_within_a_school_year() -> None:
    data = make_school_file(pupils=240, years=2, today=TODAY)
    numbers: dict[tuple[str, int], list[int]] = {}
    for entry in data["entries"]:
        if entry["kind"] != "HOUSING_ACT":
            continue
        year = 2026 if entry["on"] >= "2026-09-01" else 2025
        if entry.get("state") == "DRAFT":
            assert "number" not in entry["details"]
        else:
            numbers.setdefault((entry["school"], year), []).append(entry["details"]["number"])
    assert len(numbers) == 4
    for found in numbers.values():
        assert found == list(range(1, len(found) + 1))


def test_recommendations_of_this_year_are_answered_but_for_one(data: dict[str, Any]) -> None:
    found = [
        one.get("details", {}).get("answers", [])
        for one in data["entries"]
        if one["kind"] == "RECOMMENDATION" and one["on"] >= "2026-09-01"
    ]
    states = [answers[-1]["state"] if answers else "" for answers in found]
    assert {"", "DONE", "CANNOT"} <= set(states)

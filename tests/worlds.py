"""Small random schools as school files: joiners, leavers, corrections, dirty facts and all."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

CODES = "ORPHAN WARD NO_PARENTAL_CARE LOW_INCOME MULTI_CHILD RETURNEE DEVIANT REGISTER GIFTED"
KINDS = (
    *("HOUSING_ACT", "CONSULTATION:STAFF", "CONSULTATION:FAMILY", "SESSION", "PARENT_CONTACT"),
    *("AID_GIVEN:NEW_YEAR", "MEETING", "EVENT", "TEXTBOOK_ISSUE", "REQUEST:SOCIOMETRY"),
)
TERMS: tuple[dict[str, Any], ...] = (
    {"months": [8, 9]},
    {"months": [8]},
    {"months": [9]},
    {"months": [12]},
    {"months": [2]},
    {"months": [3, 4]},
    {"months": [6, 7, 8]},
    {"ongoing": True},
    {"ongoing": True},
    {"every": "MONTH", "times": 1},
    {"every": "QUARTER", "times": 1},
    {"every": "HALF", "times": 1},
    {"every": "YEAR", "times": 2},
)
COHORTS: tuple[dict[str, Any], ...] = (
    {},
    {"social": True},
    {"statuses": ["ORPHAN", "WARD"]},
    {"grades": [1]},
    {"grades": [5, 6], "social": True},
    {"arrived": "THIS_YEAR"},
    {"any": [{"social": True}, {"statuses": ["DEVIANT", "REGISTER"]}]},
)


def world(seed: int, *, year: int = 2026) -> dict[str, Any]:
    """A school of about fifteen pupils over two school years; the same seed, the same school."""
    rng = random.Random(seed)
    begin, end = date(year - 1, 9, 1), date(year + 1, 8, 31)

    def some_day(first: date = begin, last: date = end) -> date:
        return first + timedelta(days=rng.randint(0, max(0, (last - first).days)))

    years = [_year(rng, year - 1), _year(rng, year)]
    names = {year - 1: ["1А", "4Ә", "5А"], year: ["1А", "2А", "5Ә", "6А"]}
    classes = [{"school": "1", "year": y, "name": n} for y, all_ in names.items() for n in all_]
    homes = [f"h{number}" for number in range(8)]
    pupils = [_pupil(rng, f"p{number:02}", names, year, homes, some_day) for number in range(15)]
    plans = [
        {"school": "1", "year": y, "kind": kind, "approved_on": f"{y}-08-01", "rows": []}
        for y in (year - 1, year)
        for kind in ("OWN", "CLASS_TEACHERS")
    ]
    for number in range(24):
        plans[number % 4]["rows"].append(_row(rng, number))
    codes = [row["code"] for plan in plans for row in plan["rows"]]
    known = sorted({name for all_ in names.values() for name in all_})
    entries = [_entry(rng, f"e{number:03}", pupils, homes, known, codes) for number in range(220)]
    for entry in entries:
        entry["on"] = some_day().isoformat()
        year_of = year if entry["on"] >= f"{year}-09-01" else year - 1
        about = entry["about"]
        about["classes"] = [n for n in about.get("classes", []) if n in names[year_of]]
        entry["about"] = {name: value for name, value in about.items() if value}
    for at in rng.sample(range(1, 220), 8):
        entries[at]["replaces"] = entries[at - 1]["key"]
    return {
        "format": "tirek-school/1",
        "schools": [{"code": "1", "name": "№ 1", "years": years}],
        "classes": classes,
        "households": [{"key": key, "school": "1"} for key in homes],
        "pupils": pupils,
        "plans": plans,
        "entries": entries,
    }


def _year(rng: random.Random, year: int) -> dict[str, Any]:
    shift = rng.randint(0, 6)
    autumn, winter = date(year, 11, 2 + shift), date(year + 1, 1, 5 + shift)
    spring = date(year + 1, 3, 28 + rng.randint(0, 3))
    quarters = [
        (date(year, 9, 1), date(year, 10, 25)),
        (autumn, date(year, 12, 28)),
        (winter, date(year + 1, 3, 20)),
        (spring, date(year + 1, 5, 25)),
    ]
    return {
        "year": year,
        "starts_on": f"{year}-09-01",
        "ends_on": f"{year + 1}-05-25",
        "quarters": [[a.isoformat(), b.isoformat()] for a, b in quarters],
    }


def _pupil(
    rng: random.Random, key: str, names: Any, year: int, homes: list[str], some_day: Any
) -> dict[str, Any]:
    enrolments = []
    for number in (year - 1, year):
        if rng.random() < 0.15:
            continue
        first, last = date(number, 9, 1), date(number + 1, 8, 31)
        since = first if rng.random() < 0.7 else some_day(first, last)
        until: date | None = last if number < year or rng.random() < 0.3 else None
        if rng.random() < 0.3:
            move = some_day(since, last)
            enrolments.append(_enrolment(number, rng.choice(names[number]), since, move))
            since = move + timedelta(days=rng.choice([1, 1, 20]))
        if since <= last:
            enrolments.append(_enrolment(number, rng.choice(names[number]), since, until))
    statuses: list[dict[str, Any]] = []
    for _ in range(rng.randint(0, 3)):
        since = some_day(date(year - 1, 6, 1))
        status: dict[str, Any] = {
            "category": rng.choice(CODES.split()),
            "since": since.isoformat(),
        }
        if rng.random() < 0.4:
            status["until"] = (since + timedelta(days=rng.randint(0, 300))).isoformat()
        if rng.random() < 0.15:
            status["annulled_at"] = "2026-06-01T10:00:00+05:00"
        if statuses and rng.random() < 0.3:
            status["replaces"] = rng.randrange(len(statuses))
        statuses.append(status)
    pupil: dict[str, Any] = {
        "key": key,
        "school": "1",
        "surname": rng.choice(["Әбіш", "Қанат", "Ибраев", "Өмір", "Оспан", "Ғали", "Гали"]),
        "given": rng.choice(["Айым", "Бекзат", "Інжу", "Жан", "Үміт", "Һәкім"]),
        "sex": rng.choice("MF"),
        "enrolments": enrolments,
        "statuses": statuses,
    }
    if rng.random() < 0.8:
        pupil["household"] = rng.choice(homes)
    elif rng.random() < 0.5:
        cut = some_day()
        pupil["household"] = [
            {"household": rng.choice(homes), "until": cut.isoformat()},
            {"household": rng.choice(homes), "since": (cut + timedelta(days=1)).isoformat()},
        ]
    return pupil


def _enrolment(year: int, name: str, since: date, until: date | None) -> dict[str, Any]:
    made = {"year": year, "class": name, "since": since.isoformat()}
    return made if until is None else {**made, "until": until.isoformat()}


def _row(rng: random.Random, number: int) -> dict[str, Any]:
    unit = rng.choice(["PUPIL", "PUPIL", "PUPIL", "HOUSEHOLD", "CLASS", "SCHOOL"])
    cohort: dict[str, Any] = rng.choice(COHORTS)
    if unit == "SCHOOL":
        cohort = {}
    if unit == "CLASS":
        cohort = rng.choice([{}, {"grades": [5, 6]}, {"requested": "SOCIOMETRY"}])
    groups: list[Any] = rng.sample(KINDS[:9], rng.choice([1, 1, 2]))
    if rng.random() < 0.4:
        groups[0] = rng.sample(KINDS[:9], 2)
    return {
        "code": f"R{number}",
        "number": str(number + 1),
        "text": {"kk": f"Жұмыс {number}"},
        "term": rng.choice(TERMS),
        "responsible": ["SOCIAL_PEDAGOGUE"],
        "cohort": cohort,
        "unit": unit,
        "evidence": [g if isinstance(g, str) else list(g) for g in groups],
        "grace_days": rng.choice([0, 0, 7, 30]),
    }


def _entry(
    rng: random.Random,
    key: str,
    pupils: list[dict[str, Any]],
    homes: list[str],
    names: list[str],
    codes: list[str],
) -> dict[str, Any]:
    kind, _, topic = rng.choice(KINDS).partition(":")
    about: dict[str, list[str]] = {}
    if rng.random() < 0.7:
        about["pupils"] = [p["key"] for p in rng.sample(pupils, rng.choice([1, 1, 3]))]
    if rng.random() < 0.25:
        about["households"] = [rng.choice(homes)]
    if rng.random() < 0.3:
        about["classes"] = rng.sample(names, 2)
    entry: dict[str, Any] = {"key": key, "school": "1", "kind": kind, "about": about}
    if topic:
        entry["topic"] = topic
    if rng.random() < 0.4:
        entry["rows"] = rng.sample(codes, rng.choice([1, 2, 5]))
    state = rng.random()
    if state < 0.06:
        entry["state"] = "DRAFT"
    elif state < 0.12:
        entry["state"] = "ANNULLED"
    return entry

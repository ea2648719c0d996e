"""Puts an invented school together as a school file (`tirek-school/1`); nothing but arithmetic.

The same size, seed and day give the same file to the byte. Nobody in it exists.
"""

from __future__ import annotations

import random
from datetime import date
from typing import Any

from tirek.demo.acts import Acts
from tirek.demo.book import Book
from tirek.demo.doubles import part_and_double
from tirek.demo.families import LANGUAGES, Slots, Town, fill
from tirek.demo.guardianship import BODY, cases_of, visit_guardians
from tirek.demo.known import give_known, move_in
from tirek.demo.moves import come_and_go, settle
from tirek.demo.people import Adult, Child, Family, Place
from tirek.demo.plans import adjustments_of, plans_of
from tirek.demo.raids import gather_raids, plan_raid
from tirek.demo.recommendations import recommend
from tirek.demo.rounds import year_of_rounds
from tirek.demo.staff import Staff, hire
from tirek.demo.statuses import Papers, give
from tirek.demo.work import year_of_work
from tirek.demo.years import Year, workday, year_of

LETTERS = tuple("АӘБВГҒДЕЖЗИКҚЛМНОӨПРСТУҰҮФХЦЧШІЭЮЯ")
SECOND_SCHOOL = 150  # pupils: large enough to be a school, small enough to be read at once
GRADES = 12  # 0 to 11
SECTIONS = (
    *("departments", "schools", "users", "classes", "households", "pupils"),
    *("plans", "adjustments", "entries"),
    *("guardianship_terms", "guardianship_cases"),
)


def make_school_file(
    pupils: int = 1200,
    schools: int = 1,
    years: int = 3,
    seed: int = 1,
    today: date | None = None,
) -> dict[str, Any]:
    """A school file of invented schools as they stand on `today` (the machine's day by default).

    `schools` of `pupils` pupils each, and always one small school more, so that there are
    strangers. `years` school years of history, the one that runs included.
    """
    if pupils < 2 * GRADES or schools < 1 or years < 1:
        raise ValueError("at least 24 pupils, 1 school, 1 year")
    today = today or date.today()
    data: dict[str, Any] = {"format": "tirek-school/1"}
    for section in SECTIONS:
        data[section] = []
    data["departments"].append({"code": "city", "name": "Қалалық білім бөлімі"})
    sizes = [pupils, SECOND_SCHOOL, *[pupils] * (schools - 1)]
    for at, size in enumerate(sizes):
        number = (12, 7)[at] if at < 2 else 98 + at
        _one_school(data, number, size, years, random.Random(f"{seed}/{number}"), today, at)  # noqa: S311
    for section, keys in (
        ("schools", ("code",)),
        ("classes", ("school",)),
        ("plans", ("school",)),
        ("adjustments", ("school",)),
        ("users", ("username",)),
        ("households", ("school", "key")),
        ("pupils", ("school", "key")),
        ("entries", ("school", "key")),
        ("guardianship_cases", ("school", "key")),
    ):
        data[section].sort(key=lambda row, keys=keys: [row[key] for key in keys])
    return data


def _one_school(
    data: dict[str, Any],
    number: int,
    size: int,
    years: int,
    rng: random.Random,
    today: date,
    at: int,
) -> None:
    code, prefix = f"school-{number}", f"{number}-"
    year = year_of(today)
    calendar = [Year(one) for one in range(year - years + 1, year + 1)]
    letters = _letters(size)
    staff = hire(rng, number, code, year, list(letters), at)
    town = Town(rng, prefix, today)
    papers = Papers(rng, today, staff.who("SOCIAL_PEDAGOGUE"))
    joined = calendar[0].starts
    slots = _slots(rng, size, letters, year, years)
    known = move_in(town, slots, year, joined) if at == 0 else {}
    fill(town, slots, joined)
    for child in town.children:
        # grade 0 of a later year begins in that year
        child.joined = max(child.joined, date(child.stream, 9, 1))
    numbers = [one.number for one in calendar]
    come_and_go(town, numbers)
    settle(town, numbers, letters)
    town.children = [child for child in town.children if child.places]
    for family in town.families:
        family.children = [child for child in family.children if child.places]
    town.families = [family for family in town.families if family.children]
    if known:
        give_known(known, papers, year)
    give(town, papers, numbers)
    book = Book(rng, code, prefix, today)
    names = {user["username"]: user["full_name"] for user in staff.users}
    company = list(dict.fromkeys((staff.who("SOCIAL_PEDAGOGUE"), staff.who("NURSE"))))
    acts = Acts(names, company, today)
    for one in calendar:
        year_of_work(book, staff, town.children, one, acts)
        year_of_rounds(book, staff, town.children, one)
    gather_raids(book, town.families, names, company[-1])
    if known:
        homes = {child.family.key: child.family for child in known.values()}
        plan_raid(book, list(homes.values()), names, company)
        recommend(book, staff, town.children, calendar[-1])
        social = staff.who("SOCIAL_PEDAGOGUE")
        visit_guardians(book, known, year, social)
        terms = {"school": code, "notify_days": 1, "checks_a_year": 1, "body": BODY}
        data["guardianship_terms"].append(terms)
        data["guardianship_cases"] += cases_of(known, code, year, today, social)
    if known and "mentor" in names:
        for user in staff.users:
            if user["username"] == "mentor":
                user["roles"][0]["pupils"] = [known["bekzat"].key, known["dinmuhammed"].key]
    data["schools"].append(
        {
            "code": code,
            "name": f"№ {number} орта мектеп",
            "department": "city",
            "years": [one.as_file() for one in calendar],
            "subsistence_minimums": [{"year": one.number, "amount": 46228} for one in calendar],
        }
    )
    data["users"] += staff.users
    data["classes"] += _classes(staff, code, calendar, letters)
    data["households"] += [_household(rng, one, code, calendar, today) for one in town.families]
    data["pupils"] += [_pupil(child, code) for child in town.children]
    if known:
        part_and_double(data, town.families, code, {child.key for child in known.values()})
    data["plans"] += plans_of(code, calendar, staff, today)
    entries = book.close()
    adjustments = adjustments_of(town.children, entries, calendar, staff, today)
    data["adjustments"] += [{"school": code, **one} for one in adjustments]
    data["entries"] += entries


def _letters(size: int) -> dict[str, str]:
    """Letters of a parallel with their language: classes of about 25, a quarter in Russian."""
    count = max(1, min(len(LETTERS), round(size / (GRADES * 25))))
    each = sum(LANGUAGES.values())
    russian = count * LANGUAGES["ru"] // each
    return {
        letter: "ru" if place >= count - russian else "kk"
        for place, letter in enumerate(LETTERS[:count])
    }


def _slots(rng: random.Random, size: int, letters: dict[str, str], year: int, years: int) -> Slots:
    """Places in the classes: today's twelve streams hold `size` pupils, those gone as many each."""
    slots = Slots(rng)
    each, rest = divmod(size, GRADES * len(letters))
    place = 0
    for stream in range(year, year - GRADES - years + 1, -1):
        for letter, language in letters.items():
            slots.add(language, stream, letter, each + (1 if place < rest else 0))
            place += 1
    slots.shuffle()
    return slots


def _classes(
    staff: Staff, code: str, calendar: list[Year], letters: dict[str, str]
) -> list[dict[str, Any]]:
    return [
        {
            "school": code,
            "year": year.number,
            "name": f"{grade}{letter}",
            "language": language,
            "shift": 2 if grade in (2, 3, 4, 7, 8) else 1,
            "teacher": staff.teacher(year.number - grade, grade, letter),
        }
        for year in calendar
        for grade in range(GRADES)
        for letter, language in letters.items()
    ]


def _household(
    rng: random.Random, family: Family, code: str, calendar: list[Year], today: date
) -> dict[str, Any]:
    row: dict[str, Any] = {"key": family.key, "school": code, "address": family.address}
    row["members"] = [_member(one) for one in family.adults]
    first = max(min(child.joined for child in family.children), calendar[0].starts)
    poor = {"LOW_INCOME", "TARGETED_ASSISTANCE"} & set(family.marks)
    if poor or family.key.endswith("00001"):
        row["level"] = [{"level": "D" if poor else "C", "on": first.isoformat(), "source": "ОЦК"}]
        row["income"] = [
            {
                "on": on.isoformat(),
                "amount": rng.randint(70, 210) * 1000,
                "persons": len(family.adults) + len(family.children),
                "source": "Анықтама",
            }
            for year in calendar
            if (on := workday(rng, year.starts, year.day(9, 28))) <= today and on >= first
        ]
        if not row["income"]:
            del row["income"]
    return row


def _member(one: Adult) -> dict[str, Any]:
    fields = {
        "key": one.key,
        "surname": one.surname,
        "given": one.given,
        "patronymic": one.patronymic,
        "born_on": one.born_on.isoformat(),
        "phone": one.phone,
        "work": one.work,
    }
    return {name: value for name, value in fields.items() if value}


def _pupil(child: Child, code: str) -> dict[str, Any]:
    family = child.family
    row: dict[str, Any] = {
        "key": child.key,
        "surname": child.surname,
        "given": child.given,
        "patronymic": child.patronymic,
        "sex": child.sex,
        "school": code,
        "born_on": child.born_on.isoformat(),
        "address": family.address,
        "phone": family.phone,
        "language": family.language,
        "household": family.key,
        "enrolments": [_enrolment(place) for place in child.places],
        "kin": _kin(child),
        "statuses": child.statuses,
    }
    return {name: value for name, value in row.items() if value}


def _kin(child: Child) -> list[dict[str, Any]]:
    kin: list[dict[str, Any]] = []
    for one in child.family.adults:
        if not one.kinship:
            continue
        row: dict[str, Any] = {"member": one.key, "kinship": one.kinship, "legal": True}
        paper = next((s for s in child.statuses if s["category"] == "WARD"), None)
        if one.kinship in ("GUARDIAN", "TRUSTEE") and paper is not None:
            row["since"], row["paper"] = paper["since"], paper["basis"]
        kin.append(row)
    return kin


def _enrolment(place: Place) -> dict[str, Any]:
    row: dict[str, Any] = {
        "year": place.year,
        "class": place.name,
        "since": place.since.isoformat(),
    }
    if place.until is not None:
        row["until"] = place.until.isoformat()
    if place.reason:
        row["reason"] = place.reason
    return row

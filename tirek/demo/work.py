"""What is done for each child and family of the invented school in a year."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tirek.demo.book import Book
from tirek.demo.people import DIFFICULT, MEALS, SOCIAL, WARDS, Child, Place
from tirek.demo.staff import Staff
from tirek.demo.statuses import believed
from tirek.demo.years import Year, workday, year_of

SUPPORT = (*WARDS, "FAMILY_AT_RISK", *DIFFICULT)
TALENTS = ("GIFTED", "LOW_ACHIEVING")
PED, TEACHER, PSY, NURSE, LIB = (
    *("SOCIAL_PEDAGOGUE", "CLASS_TEACHER", "PSYCHOLOGIST", "NURSE", "LIBRARIAN"),
)

Days = tuple[int, int]  # month, day


@dataclass(frozen=True)
class Line:
    """A kind of work: for whom, when in the year, for which share of them, by whom."""

    kind: str
    topic: str
    cohort: tuple[str, ...]
    since: Days
    until: Days
    share: float
    author: str
    but_not: tuple[str, ...] = ()


LINES = (
    Line("TEXTBOOK_ISSUE", "", SOCIAL, (9, 1), (9, 25), 0.97, LIB),
    Line("MEAL_ENROLMENT", "", MEALS, (9, 3), (9, 28), 0.97, PED),
    Line("MEAL_ENROLMENT", "", SOCIAL, (9, 10), (10, 20), 0.75, PED, MEALS),
    Line("HOUSING_ACT", "", WARDS, (9, 20), (12, 25), 0.97, PED),
    Line("HOUSING_ACT", "", WARDS, (1, 15), (5, 20), 0.96, PED),
    Line("HOUSING_ACT", "", (*SOCIAL, *DIFFICULT), (9, 10), (5, 18), 0.96, PED, WARDS),
    Line("PARENT_CONTACT", "", SOCIAL, (9, 10), (10, 30), 0.85, TEACHER),
    Line("PARENT_CONTACT", "", SOCIAL, (11, 9), (12, 30), 0.75, TEACHER),
    Line("PARENT_CONTACT", "", SOCIAL, (1, 12), (3, 19), 0.8, TEACHER),
    Line("PARENT_CONTACT", "", SOCIAL, (3, 30), (5, 20), 0.8, TEACHER),
    Line("PERSONAL_FILE_CHECK", "", SOCIAL, (9, 5), (10, 15), 0.93, TEACHER),
    Line("INTERESTS", "", SOCIAL, (9, 10), (12, 20), 0.85, TEACHER),
    Line("LEISURE", "", SOCIAL, (10, 1), (5, 10), 0.75, TEACHER),
    Line("INCOME_STATEMENT", "", ("LOW_INCOME", "TARGETED_ASSISTANCE"), (9, 1), (9, 30), 0.95, PED),
    Line("CHECKUP", "", SOCIAL, (9, 15), (5, 10), 0.9, NURSE),
    Line("HEALTH_CARD_REVIEW", "", SOCIAL, (9, 10), (4, 30), 0.9, NURSE),
    Line("VACCINATION", "", SOCIAL, (10, 1), (5, 15), 0.85, NURSE),
    Line("GUARDIAN_INTERVIEW", "", WARDS, (9, 15), (12, 20), 0.9, PSY),
    Line("GUARDIAN_INTERVIEW", "", WARDS, (1, 20), (5, 10), 0.85, PED),
    Line("PROPERTY_CHECK", "", WARDS, (9, 20), (12, 20), 0.8, PED),
    Line("PROPERTY_CHECK", "", WARDS, (2, 1), (5, 10), 0.85, PED),
    Line("OBSERVATION", "ADAPTATION", SOCIAL, (9, 15), (4, 30), 0.7, PSY),
    Line("OBSERVATION", "ADAPTATION", WARDS, (10, 1), (12, 20), 0.8, PSY),
    Line("AID_GIVEN", "NEW_YEAR", SOCIAL, (12, 22), (12, 28), 0.98, PED),
    Line("AID_GIVEN", "CARE", SOCIAL, (3, 10), (4, 25), 0.6, PED),
    Line("AID_GIVEN", "CARE", SOCIAL, (10, 5), (10, 25), 0.1, PED),
    Line("CAMP_PLACEMENT", "", SOCIAL, (6, 3), (8, 5), 0.85, PED),
    Line("CONSULTATION", "", SUPPORT, (9, 10), (12, 20), 0.85, PED),
    Line("CONSULTATION", "", SUPPORT, (1, 15), (5, 20), 0.85, PSY),
    Line("SESSION", "", TALENTS, (9, 20), (5, 10), 0.85, PSY),
    Line("REGISTER_MEASURE", "", DIFFICULT, (9, 10), (10, 30), 0.9, PED),
    Line("REGISTER_MEASURE", "", DIFFICULT, (11, 9), (12, 29), 0.9, PED),
    Line("REGISTER_MEASURE", "", DIFFICULT, (1, 15), (3, 18), 0.9, PED),
    Line("REGISTER_MEASURE", "", DIFFICULT, (3, 30), (5, 20), 0.9, PED),
    Line("REGISTER_REVIEW", "", DIFFICULT, (12, 1), (12, 20), 0.9, PED),
    Line("REGISTER_REVIEW", "", DIFFICULT, (5, 1), (5, 20), 0.9, PED),
    Line("REFERRAL", "", ("FAMILY_AT_RISK", "POLICE_REGISTER"), (10, 1), (4, 20), 0.3, PED),
)
HOMES = (
    Line("FAMILY_ASSESSMENT", "", ("FAMILY_AT_RISK",), (9, 20), (11, 30), 0.9, PED),
    Line("FAMILY_ASSESSMENT", "", SOCIAL, (10, 1), (5, 10), 0.2, PED),
    Line("CONSULTATION", "RIGHTS", SOCIAL, (9, 20), (5, 10), 0.45, PED),
    Line("CONSULTATION", "FAMILY", DIFFICULT, (10, 1), (4, 30), 0.5, PSY),
    Line("RAID", "", (*DIFFICULT, "FAMILY_AT_RISK"), (10, 1), (4, 30), 0.85, PED),
    Line("PROTECTION_CASE", "", ("FAMILY_AT_RISK",), (10, 1), (3, 30), 0.35, PED),
)
NEEDY = ("LOW_INCOME", "TARGETED_ASSISTANCE", "MULTI_CHILD", *WARDS)

Details = Callable[[random.Random, Child, str, str, str, date], dict[str, Any]]
ACTS = ("HOUSING_ACT", "PROPERTY_CHECK")


def year_of_work(
    book: Book, staff: Staff, children: list[Child], year: Year, details: Details
) -> None:
    """A year's entries about pupils and families; the year that runs stops at today."""
    visited: set[str] = set()
    for child in children:
        places = child.in_year(year.number)
        if not places:
            continue
        _arrived(book, staff, child, places[0], year)
        if not child.statuses:
            continue
        for line in LINES:
            _serve(book, staff, child, places, year, line, details)
        if child.family.key not in visited:
            visited.add(child.family.key)
            for line in HOMES:
                _serve_home(book, staff, child, places, year, line)
        _road_to_school(book, staff, child, places[0], year)
        _decisions(book, child, places, year)


def _days(
    book: Book, child: Child, places: list[Place], year: Year, line: Line
) -> tuple[date, date] | None:
    """When the work can be done: its season, while the child is there and in the cohort."""
    until = places[-1].until or date(year.number + 1, 8, 31)
    first = max(year.day(*line.since), places[0].since)
    last = min(year.day(*line.until), until)
    if first > last or first > book.today:
        return None
    if line.but_not and child.held(line.but_not, first, last):
        return None
    return child.held(line.cohort, first, last)


def _serve(
    book: Book,
    staff: Staff,
    child: Child,
    places: list[Place],
    year: Year,
    line: Line,
    details: Details,
) -> None:
    rng = book.rng
    days = _days(book, child, places, year, line)
    if days is None or rng.random() > line.share:
        return
    on = workday(rng, *days)
    if on > book.today or (line.kind == "HOUSING_ACT" and _left_for_the_desk(book, child, on)):
        return
    place = next((one for one in places if one.until is None or on <= one.until), places[-1])
    letter = place.name.lstrip("0123456789")
    teacher = staff.teacher(child.stream, place.grade, letter)
    author = teacher if line.author == "CLASS_TEACHER" else staff.who(line.author)
    act = details(rng, child, place.name, author, line.kind, on) if line.kind in ACTS else None
    book.add(line.kind, on, author, topic=line.topic, pupils=[child.key], details=act)


def _left_for_the_desk(book: Book, child: Child, on: date) -> bool:
    """Aruzhan's act of the half-year that runs is what the desk shows as due this week."""
    year = Year(year_of(book.today))
    return child.key.endswith("aruzhan") and year.half(on) == year.half(book.today)


def _serve_home(
    book: Book, staff: Staff, child: Child, places: list[Place], year: Year, line: Line
) -> None:
    days = _days(book, child, places, year, line)
    if days is None or book.rng.random() > line.share:
        return
    on = workday(book.rng, *days)
    book.add(line.kind, on, staff.who(line.author), topic=line.topic, households=[child.family.key])


def _arrived(book: Book, staff: Staff, child: Child, place: Place, year: Year) -> None:
    """A diagnostic card for those who came from elsewhere."""
    known = child.key.endswith("damir")  # his card is what the desk shows as overdue
    if not place.reason.endswith("келді") or known or book.rng.random() > 0.9:
        return
    on = workday(book.rng, place.since, place.since + timedelta(days=18))
    book.add("DIAGNOSTIC_CARD", on, staff.who(PED), pupils=[child.key])


def _road_to_school(book: Book, staff: Staff, child: Child, place: Place, year: Year) -> None:
    if place.grade != 1 or place.since > year.starts:
        return
    if child.held(NEEDY, year.starts, year.starts) and book.rng.random() < 0.94:
        on = workday(book.rng, date(year.number, 8, 18), date(year.number, 9, 20))
        book.add("AID_GIVEN", on, staff.who(PED), topic="ROAD_TO_SCHOOL", pupils=[child.key])


def _decisions(book: Book, child: Child, places: list[Place], year: Year) -> None:
    """Statuses opened this year leave their trace; so do decisions on aid and accompaniment."""
    for status in believed(child):
        since = date.fromisoformat(status["since"])
        if not places[0].since <= since <= (places[-1].until or date(year.number + 1, 8, 31)):
            continue
        kind = "STATUS_OPENED"
        if status["category"].startswith("AID_"):
            kind = "AID_DECISION"
        elif status["category"] == "REGISTER":
            kind = "REGISTER_DECISION"
        book.add(kind, since, status["by"], pupils=[child.key], late=0)

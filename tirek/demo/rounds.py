"""What is done with classes and with the whole school in a year."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from datetime import date, timedelta

from tirek.demo.book import Book
from tirek.demo.people import Child
from tirek.demo.staff import Staff
from tirek.demo.work import PED, PSY
from tirek.demo.years import Year, workday

Day = tuple[int, int]

# Kind, topic, plan rows, first and last day of the season, for how many of a hundred classes.
CLASS_WORK: tuple[tuple[str, str, tuple[str, ...], Day, Day, int], ...] = (
    ("CLASS_DATA", "", ("S2.2",), (9, 5), (9, 28), 97),
    ("RESULT_SHARED", "", ("S3.1",), (9, 25), (10, 30), 96),
    ("PASSPORT", "", ("S3.2",), (9, 10), (10, 29), 97),
    ("SANITARY_ROUND", "", ("N3",), (9, 10), (10, 30), 80),
    ("SANITARY_ROUND", "", ("N3",), (11, 9), (12, 29), 75),
    ("SANITARY_ROUND", "", ("N3",), (1, 12), (5, 15), 80),
    ("MEETING", "", ("C4c",), (9, 10), (10, 28), 90),
    ("MEETING", "", ("C4c",), (11, 10), (12, 25), 85),
    ("MEETING", "", ("C4c",), (1, 15), (3, 18), 85),
    ("MEETING", "", ("C4c",), (4, 1), (5, 20), 90),
    ("RECOMMENDATION", "", ("S11.1",), (5, 10), (5, 24), 95),
)
# Kind, topic, rows, season: once in the year for the school.
SCHOOL_WORK: tuple[tuple[str, str, tuple[str, ...], Day, Day], ...] = (
    ("PLAN_APPROVED", "", ("S1.1",), (9, 5), (9, 5)),
    *(
        ("LIST_ISSUED", topic, ("S2.5",), (9, 25), (10, 20))
        for topic in (
            *("ORPHANS", "MULTI_CHILD", "RETURNEES", "HOME_TAUGHT", "LOW_INCOME", "DEVIANT"),
        )
    ),
    ("HANDOVER", "", ("S2.6",), (10, 21), (10, 28)),
    ("CORNER", "", ("S3.3",), (9, 12), (10, 10)),
    ("CONSULTATION", "STAFF", ("S7.1", "P4"), (9, 20), (10, 20)),
    ("CONSULTATION", "STAFF", ("S7.1", "P4"), (11, 12), (12, 15)),
    ("CONSULTATION", "STAFF", ("S7.1", "P4"), (2, 5), (3, 15)),
    ("SESSION", "", ("S7.2",), (10, 1), (10, 25)),
    ("SESSION", "", ("S7.2",), (2, 1), (2, 25)),
    ("CONSULTATION", "STAFF", ("P3",), (11, 12), (11, 18)),
    ("OBSERVATION", "ATTENTION", ("P3",), (11, 19), (11, 28)),
    ("FAMILY_ASSESSMENT", "", ("S8.2",), (10, 5), (10, 25)),
    ("RAID", "", ("S8.2",), (10, 10), (10, 28)),
    ("RAID", "", ("S8.2",), (2, 10), (4, 20)),
    ("EVENT", "PREVENTION", ("S8.3", "C3"), (10, 1), (10, 25)),
    ("EVENT", "PREVENTION", ("S8.3",), (2, 1), (4, 15)),
    ("EVENT", "AIDS_DAY", ("S6.1",), (12, 1), (12, 1)),
    ("EVENT", "", ("S6.2", "C3"), (12, 8), (12, 20)),
    ("EVENT", "ROUND_TABLE", ("S7.4",), (1, 18), (1, 28)),
    ("EVENT", "HEALTH", ("N6",), (10, 1), (10, 28)),
    ("EVENT", "HEALTH", ("N6",), (2, 10), (4, 25)),
    ("HEALTH_ASSISTANCE", "", ("N7",), (10, 1), (10, 28)),
    ("HEALTH_ASSISTANCE", "", ("N7",), (3, 1), (4, 25)),
    ("CAMPAIGN", "CARE", ("S10.1", "C3"), (3, 10), (4, 25)),
    ("CAMPAIGN", "CAMP", ("S11.3",), (5, 10), (5, 24)),
    ("MEETING", "CAMP", ("S11.3", "S5.2"), (5, 10), (5, 24)),
    ("ANALYSIS", "", ("S11.2",), (5, 20), (5, 25)),
    ("ANNUAL_REPORT", "", ("S11.4",), (5, 22), (5, 25)),
)
# Topic, plan row, grades, season: the pupils of a class answer together.
ROUNDS: tuple[tuple[str, tuple[int, ...], Day, Day], ...] = (
    ("ENVIRONMENT", (8, 9, 10, 11), (11, 9), (11, 27)),
    ("CAREER", (9,), (2, 5), (2, 25)),
    ("INTERESTS", (5, 6), (3, 5), (4, 20)),
    ("ADAPTATION", (11,), (3, 5), (4, 20)),
)
NURSES = ("SANITARY_ROUND", "HEALTH_ASSISTANCE")
TEACHERS = ("CLASS_DATA", "MEETING", "MOVEMENT_REPORT")
PSYCHOLOGISTS = ("OBSERVATION", "SESSION", "CONSULTATION")


def year_of_rounds(book: Book, staff: Staff, children: list[Child], year: Year) -> None:
    """A year's entries about classes and the school."""
    classes: dict[tuple[int, str], list[Child]] = defaultdict(list)
    newest: dict[tuple[int, str], bool] = {}
    for child in children:
        for place in child.in_year(year.number):
            letter = place.name.lstrip("0123456789")
            classes[(place.grade, letter)].append(child)
            fresh = place.grade == 0 or child.joined == child.places[0].since == place.since
            newest[(place.grade, letter)] = newest.get((place.grade, letter), False) or fresh
    ordered = sorted(classes)
    for grade, letter in ordered:
        teacher = staff.teacher(year.number - grade, grade, letter)
        name = f"{grade}{letter}"
        _of_class(book, staff, name, teacher, year)
        _answers(book, staff, (grade, name), classes[(grade, letter)], year)
        if grade in (10, 11):
            on = workday(book.rng, year.day(2, 4), year.day(2, 26))
            book.add("EVENT", on, staff.who(PSY), topic="LECTURE", classes=[name], rows=["S9.1"])
    asking = book.rng.sample(ordered, max(1, len(ordered) // 12))
    _sociometry(book, staff, [(f"{g}{one}", year.number - g, g, one) for g, one in asking], year)
    _of_school(book, staff, year)


def _of_class(book: Book, staff: Staff, name: str, teacher: str, year: Year) -> None:
    rng = book.rng
    for kind, topic, rows, since, until, share in CLASS_WORK:
        if rng.random() * 100 > share:
            continue
        author = staff.who(PED)
        if kind in TEACHERS:
            author = teacher
        elif kind in NURSES:
            author = staff.who("NURSE")
        on = workday(rng, year.day(*since), year.day(*until))
        book.add(kind, on, author, topic=topic, classes=[name], rows=list(rows))
    for month in (9, 10, 11, 12, 1, 2, 3, 4, 5):
        last = date(year.day(month, 1).year, month, monthrange(2001, month)[1])
        if rng.random() < 0.97:
            on = workday(rng, last - timedelta(days=6), last)
            book.add("MOVEMENT_REPORT", on, teacher, classes=[name], rows=["C2"], late=0)


def _answers(
    book: Book, staff: Staff, where: tuple[int, str], children: list[Child], year: Year
) -> None:
    """Questionnaires of a class: nearly everybody answers."""
    rng, (grade, name) = book.rng, where

    def those(on: date, share: float) -> list[str]:
        here = []
        for child in children:
            for place in child.in_year(year.number):
                inside = place.since <= on and (place.until is None or on <= place.until)
                if place.name == name and inside and rng.random() < share:
                    here.append(child.key)
        return here

    for topic, grades, since, until in ROUNDS:
        on = workday(rng, year.day(*since), year.day(*until))
        if grade in grades and on <= book.today and (pupils := those(on, 0.97)):
            book.add("QUESTIONNAIRE", on, staff.who(PED), topic=topic, pupils=pupils)
    on = workday(rng, year.day(9, 12), year.day(9, 25))
    news = [
        child.key
        for child in children
        if child.in_year(year.number)[0].since == child.joined == year.starts
        and not child.came_from
        and rng.random() < 0.985
    ]
    if news and on <= book.today:
        book.add("QUESTIONNAIRE", on, staff.who(PED), topic="ARRIVAL", pupils=news)
    on = workday(rng, year.day(3, 5), year.day(4, 20))
    if grade == 11 and on <= book.today and (pupils := those(on, 0.98)):
        book.add("EVENT", on, staff.who(PSY), topic="EXAM", pupils=pupils)


def _sociometry(
    book: Book, staff: Staff, asking: list[tuple[str, int, int, str]], year: Year
) -> None:
    """Class teachers ask, the psychologist answers."""
    rng, psychologist = book.rng, staff.who(PSY)
    for name, stream, grade, letter in asking:
        teacher = staff.teacher(stream, grade, letter)
        asked = workday(rng, year.day(9, 20), year.day(2, 20))
        book.add("REQUEST", asked, teacher, topic="SOCIOMETRY", classes=[name], rows=["P5"])
        held = asked + timedelta(days=rng.randint(10, 30))
        if rng.random() < 0.9:
            book.add("SOCIOMETRY", held, psychologist, classes=[name], rows=["P5"])
            trained = held + timedelta(days=rng.randint(7, 30))
            book.add("EVENT", trained, psychologist, topic="TRAINING", classes=[name], rows=["P5"])


def _of_school(book: Book, staff: Staff, year: Year) -> None:
    rng = book.rng
    for kind, topic, rows, since, until in SCHOOL_WORK:
        author = staff.who(PED)
        if kind in NURSES or topic == "HEALTH":
            author = staff.who("NURSE")
        elif kind in PSYCHOLOGISTS and "S8.2" not in rows:
            author = staff.who(PSY)
        on = workday(rng, year.day(*since), year.day(*until))
        book.add(kind, on, author, topic=topic, rows=list(rows))
    on = workday(rng, date(year.number, 8, 20), date(year.number, 9, 15))
    book.add("CAMPAIGN", on, staff.who(PED), topic="ROAD_TO_SCHOOL", rows=["S1.2", "C3"])
    for first, last in year.quarters:
        on = workday(rng, first + timedelta(days=20), last - timedelta(days=2))
        book.add("MEETING", on, staff.who(PSY), rows=["P2", "S5.2"])
    for month in (9, 10, 11, 12, 1, 2, 3, 4, 5):
        on = workday(rng, year.day(month, 4), year.day(month, 24))
        asks = staff.who("DEPUTY_DIRECTOR" if rng.random() < 0.4 else "PSYCHOLOGIST")
        book.add("REQUEST", on, asks, rows=["P6"])

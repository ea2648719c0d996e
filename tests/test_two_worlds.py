"""The same school built twice: the reasons differ, the entitlements are the same.

Nobody who keeps a list may tell one world from the other: every page, file, header, form and the
number of queries behind them must be equal, byte for byte (trust rule 2).
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from datetime import date
from html import unescape
from io import BytesIO
from typing import Any
from urllib.parse import urljoin
from zipfile import ZipFile

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client

from tests.walking import patterns
from tirek.access import ids
from tirek.access.tests import making as people
from tirek.cards.models import IncomeStatement, StatusPeriod
from tirek.cards.tests.making import kin, status
from tirek.journal.tests.making import entry
from tirek.plans.actions import approve_plan, take_ready_plans
from tirek.school.models import Pupil
from tirek.school.tests import making as school_of
from tirek.support import documents, queries, views

pytestmark = [pytest.mark.walk, pytest.mark.django_db]

KEEPERS = ("LIBRARIAN", "CANTEEN")
# Surname, first name, class, are the books given, does the child eat free.
PUPILS = (
    ("Әлиев", "Айдос", "5А", True, True),
    ("Бекова", "Інжу", "5А", False, True),
    ("Ғалиев", "Дамир", "5А", False, False),
    ("Қасенова", "Нұрай", "10А", True, True),
    ("Үмбетова", "Аружан", "1А", False, True),
)
# Why each of them is entitled; all of it counts as a social status.
WORLDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "orphans": (("ORPHAN",), ("ORPHAN",), ("ORPHAN",), ("NO_PARENTAL_CARE",), ("ORPHAN",)),
    "low income": (("LOW_INCOME",), ("TARGETED_ASSISTANCE",), ("LOW_INCOME",)) * 2,
    "large families": (("MULTI_CHILD",),) * 5,
    "wards": (("WARD", "LOW_INCOME"), ("WARD",), ("WARD",), ("WARD", "HALF_ORPHAN"), ("WARD",)),
    "in trouble": (
        ("LOW_INCOME", "REGISTER", "DEVIANT"),
        ("EMERGENCY",),
        ("RETURNEE", "POLICE_REGISTER"),
        ("HALF_ORPHAN", "FAMILY_AT_RISK"),
        ("AID_4", "GIFTED"),
    ),
}
HIDDEN = "Санаты"


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
    """The clock stands still, so that no page says a later minute."""
    with time_machine.travel(people.NOON, tick=False):
        yield


def build(reasons: tuple[tuple[str, ...], ...], seed: int) -> dict[str, Any]:
    """A school; `seed` draws all that must not show: families, papers, order of records, texts."""
    rng = random.Random(seed)
    school = people.school(code="two-worlds", name="№ 1 мектеп")
    users = {
        role: people.user(role, school, username=role.lower())
        for role in ("SOCIAL_PEDAGOGUE", "DIRECTOR", *KEEPERS)
    }
    author = users["SOCIAL_PEDAGOGUE"]
    classes = {name: school_of.school_class(school, name) for name in ("1А", "5А", "10А")}
    for plan in take_ready_plans(by=author, school_year=classes["1А"].school_year):
        approve_plan(by=users["DIRECTOR"], plan=plan, on=date(2026, 8, 28))
    # What follows gets ids of its own: how many there are differs from world to world.
    order = list(enumerate(PUPILS))
    rng.shuffle(order)
    children: dict[int, Pupil] = {}
    for at, (surname, given, name, _books, _meals) in order:
        patronymic = rng.choice(["", "Асқарұлы", "Ерланқызы"])
        children[at] = school_of.pupil(
            school, surname, given, in_class=classes[name], patronymic=patronymic, pid=f"pupil{at}"
        )
    others = [school_of.pupil(school, "Оспан", in_class=classes["5А"]) for _ in range(4)]
    for at, child in children.items():
        home(rng, school, child, reasons[at])
        for category in reasons[at]:
            status(
                child,
                category,
                since=date(2026, 8, rng.randint(1, 31)),
                basis_document=f"{HIDDEN} {category}",
                basis_number=str(rng.randint(1, 999)),
                note=f"{HIDDEN} {category}",
            )
        for kind in rng.sample(["CONSULTATION", "HOUSING_ACT", "PROTECTION_CASE", "AID_GIVEN"], 3):
            entry(school, kind, author=author, pupils=[child, *others[:1]], text=f"{HIDDEN} {kind}")
    for at, child in children.items():
        _surname, _given, _name, books, meals = PUPILS[at]
        why = f"{HIDDEN} {reasons[at]}"
        if books:
            given_by = users["LIBRARIAN"] if at else author
            day = date(2026, 9, 7 + at)
            pid = f"books{at}"
            entry(
                school, "TEXTBOOK_ISSUE", on=day, author=given_by, pupils=[child], text=why, pid=pid
            )
        if meals:
            day = date(2026, 9, 14 + at)
            entry(school, "MEAL_ENROLMENT", on=day, author=author, pupils=[child], text=why)
    return users


def home(rng: random.Random, school: Any, child: Pupil, reasons: tuple[str, ...]) -> None:
    """The family of a child: as large and as poor as it happens."""
    house = school_of.household(school, child, address=f"{HIDDEN} {rng.randint(1, 99)}")
    guarded = {"WARD", "ORPHAN", "NO_PARENTAL_CARE"} & set(reasons)
    for _ in range(rng.randint(1, 4)):
        kin(child, school_of.member(house), "GUARDIAN" if guarded else "MOTHER")
    for _ in range(rng.randint(0, 2)):
        IncomeStatement.objects.create(
            household=house, on=date(2026, 9, 1), amount=rng.randint(50_000, 300_000)
        )


def got(client: Client, path: str, sent: dict[str, Any] | None = None) -> tuple[Any, bytes]:
    """An answer as (all that a browser could compare, the page itself)."""
    asked: list[str] = []

    def count(execute: Any, sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(count):
        answer = client.get(path) if sent is None else client.post(path, sent)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    headers = {name: value for name, value in answer.items() if name != "Set-Cookie"}
    plain: Any = content
    if content[:2] == b"PK":
        with ZipFile(BytesIO(content)) as packed:
            plain = [(one.filename, one.date_time, packed.read(one)) for one in packed.infolist()]
    elif content[:4] == b"%PDF":
        # The moment of drawing and the hash made of it.
        dates = rb"\(D:[^)]*\)|<xmp:\w+Date>[^<]*|<xmpMM:\w+ID>[^<]*|/ID ?\[[^\]]*\]"
        plain = re.sub(dates, b"", content)
    elif "text/html" in headers.get("Content-Type", ""):
        # Two things are drawn anew for every page: the key of the form and the token against CSRF.
        plain = re.sub(rb'(name="(?:csrfmiddlewaretoken|form_key)" value=")[^"]*', rb"\1", content)
        assert HIDDEN.encode() not in content, path
    elif path.endswith("/phone/state/"):
        # The moment, and the token again: what a phone is told beside whether its right stands.
        plain = re.sub(rb'("now": |"csrf": ")[^",]*', rb"\1", content)
    return (answer.status_code, headers, len(content), plain, len(asked)), content


def everywhere() -> list[str]:
    """Every address without an id, and those with ids asked with the ids of two pupils."""
    found = []
    for written, one in patterns():
        names = list(one.pattern.converters)
        if not names:
            found.append("/" + written)
        elif names == ["pid"]:
            found += ["/" + re.sub(r"<\w+:pid>", f"pupil{at}", written) for at in (0, 2)]
    return found


# Pages of the own account that draw a new secret each time; they know no pupil.
DRAWN_ANEW = "/account/second/"


def reached(client: Client, paths: list[str], under: str = "/") -> dict[str, Any]:
    """Everything one can get from these addresses and from all that their links lead to."""
    waiting = list(paths)
    found: dict[str, Any] = {}
    while waiting:
        path = waiting.pop()
        if path in found or "sign-out" in path or not path.startswith(under):
            continue
        found[path], content = got(client, path)
        if path.startswith(DRAWN_ANEW):
            found[path] = found[path][0]
        links = re.findall(rb'(?:href|action|formaction)="([^"#]+)', content)
        waiting += [urljoin(path, unescape(link.decode())) for link in links if b"://" not in link]
    return found


LISTS = ("/support/books/", "/support/meals/", "/support/books/?lang=en")


def told(
    reasons: tuple[tuple[str, ...], ...], seed: int, monkeypatch: Any, whole: bool = True
) -> dict[str, Any]:
    """All that the keepers of the two lists are told in such a world, which is gone afterwards.

    `whole`: on every page of the program; else on the pages of the lists.
    """
    drawn = random.Random(7)
    monkeypatch.setattr(ids.secrets, "token_bytes", drawn.randbytes)
    found: dict[str, Any] = {}
    with transaction.atomic():
        users = build(reasons, seed)
        # What the pages draw from now on is drawn from the same place in every world.
        drawn.seed(8)
        for role in KEEPERS:
            client = Client(raise_request_exception=False)
            client.force_login(users[role])
            client.get("/")  # what a process asks once, it asks here
            seen = reached(client, everywhere()) if whole else {}
            client.cookies["tirek_language"] = "ru"
            in_russian = reached(client, list(LISTS), "/support/")
            found |= {f"{role} {path}": one for path, one in seen.items()}
            found |= {f"{role} ru {path}": one for path, one in in_russian.items()}
        client = Client()
        client.force_login(users["LIBRARIAN"])
        sent = {"on": "20.11.2026", "pupil": ["pupil1", "pupil2", "pupil4"]}
        found["give"], _page = got(client, "/support/books/give/", sent)
        found["given"], page = got(client, "/support/books/")
        back = re.search(rb'formaction="([^"]+take-back/)"', page)
        assert back is not None
        found["take back"], _page = got(client, back[1].decode(), {})
        found["taken back"], _page = got(client, "/")
        transaction.set_rollback(True)
    return found


def differences(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))


def test_the_reason_cannot_be_told(monkeypatch: Any):
    found = told(WORLDS["orphans"], 1, monkeypatch)
    opened = [path for path, one in found.items() if isinstance(one, tuple) and one[0] == 200]
    for wanted in ("LIBRARIAN /support/books/file/docx/", "CANTEEN ru /support/meals/", "given"):
        assert wanted in opened
    assert "Бекова Інжу".encode() in found["CANTEEN /"][3]
    for seed, (name, reasons) in enumerate(WORLDS.items(), start=2):
        assert differences(found, told(reasons, seed, monkeypatch)) == [], name


def orphan(pupil: str) -> bool:
    return StatusPeriod.objects.filter(pupil__pid=pupil, category="ORPHAN").exists()


def in_a_name(monkeypatch: Any) -> None:
    """An unseen sign after the name."""
    line = queries.Line

    def planted(**fields: Any) -> Any:
        return line(**{**fields, "name": fields["name"] + "\u200b" * orphan(fields["pid"])})

    monkeypatch.setattr(queries, "Line", planted)


def in_the_order(monkeypatch: Any) -> None:
    """A class that an orphan begins stands the other way round."""
    whole = queries.meals

    def planted(*asked: Any) -> Any:
        roll = whole(*asked)
        for one in roll.classes:
            if orphan(one.lines[0].pid):
                one.lines.reverse()
        return roll

    monkeypatch.setattr(queries, "meals", planted)


def in_a_header(monkeypatch: Any) -> None:
    """A header that depends on the reasons."""
    render = views.render

    def planted(*asked: Any) -> Any:
        answer = render(*asked)
        answer["ETag"] = f'"{StatusPeriod.objects.filter(category="ORPHAN").count()}"'
        return answer

    monkeypatch.setattr(views, "render", planted)


def in_a_file(monkeypatch: Any) -> None:
    """The author in the properties of the file."""
    paper = documents.meals_paper

    def planted(roll: Any, school: Any, language: str) -> Any:
        made = paper(roll, school, language)
        return type(made)(**{**vars(made), "org": f"{made.org}{' ' * orphan('pupil0')}"})

    monkeypatch.setattr(documents, "meals_paper", planted)


def in_the_work(monkeypatch: Any) -> None:
    """One query more for an orphan: it takes longer."""
    whole = queries.books

    def planted(*asked: Any) -> Any:
        if orphan("pupil0"):
            Pupil.objects.count()
        return whole(*asked)

    monkeypatch.setattr(queries, "books", planted)


@pytest.mark.parametrize("plant", [in_a_name, in_the_order, in_a_header, in_a_file, in_the_work])
def test_a_planted_difference_is_found(plant: Callable[[Any], None], monkeypatch: Any):
    plant(monkeypatch)
    names = ("orphans", "low income")
    one, other = (told(WORLDS[name], 3, monkeypatch, whole=False) for name in names)
    assert any("/support/" in path for path in differences(one, other)), plant.__doc__

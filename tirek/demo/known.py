"""The few children and families who return in tests, pictures and documentation. All invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tirek.demo.families import Slots, Town
from tirek.demo.people import Adult, Child, Family
from tirek.demo.statuses import Papers


@dataclass(frozen=True)
class Known:
    """A child by name; `born`: years before the current one, month, day."""

    key: str
    names: tuple[str, str, str]
    sex: str
    born: tuple[int, int, int]
    grade: int
    letter: str


HOMES: tuple[tuple[str, tuple[tuple[str, str, str, str, int], ...], tuple[Known, ...]], ...] = (
    (
        "Бұлақ көшесі, 18-үй",
        (("GUARDIAN", "Қуанышева", "Бибігүл", "Сейітқызы", 65),),
        (
            Known("aruzhan", ("Қуанышева", "Аружан", "Ерланқызы"), "F", (11, 3, 14), 6, "Ә"),
            Known("erasyl", ("Қуанышев", "Ерасыл", "Ерланұлы"), "M", (8, 6, 2), 3, "Б"),
        ),
    ),
    (
        "Теректі көшесі, 7-үй",
        (("MOTHER", "Ермекова", "Жанар", "Болатқызы", 41), ("FATHER", "Ермеков", "Ермек", "", 44)),
        (Known("bekzat", ("Ермекұлы", "Бекзат", ""), "M", (15, 8, 28), 9, "Б"),),
    ),
    (
        "Самал көшесі, 31-үй, 12-пәтер",
        (("MOTHER", "Сағындық", "Айнұр", "Маратқызы", 38),),
        (Known("damir", ("Сағындық", "Дамир", "Қанатұлы"), "M", (13, 2, 19), 8, "Б"),),
    ),
    (
        "Қайыңды көшесі, 52-үй",
        (("MOTHER", "Оспанова", "Гүлмира", "Асқарқызы", 36),),
        (
            Known("dinmuhammed", ("Оспанов", "Дінмұхаммед", "Ерболұлы"), "M", (8, 1, 11), 3, "Б"),
            Known("ayaulym", ("Оспанова", "Аяулым", "Ерболқызы"), "F", (6, 5, 30), 1, "А"),
        ),
    ),
    (
        "Жиделі көшесі, 9-үй",
        (("MOTHER", "Жақсылық", "Майра", "Төлегенқызы", 35),),
        (Known("ayim", ("Жақсылық", "Айым", "Саятқызы"), "F", (7, 4, 8), 2, "А"),),
    ),
    (
        "Арай көшесі, 77-үй",
        (("MOTHER", "Қайратова", "Алтынай", "", 39), ("FATHER", "Тоқтаров", "Қайрат", "", 42)),
        (Known("miras", ("Қайратұлы", "Мирас", ""), "M", (9, 7, 21), 4, "Б"),),
    ),
    (
        "Ақжол көшесі, 14-үй",
        (
            ("MOTHER", "Төребек", "Шынар", "Өмірбекқызы", 37),
            ("FATHER", "Төребек", "Мұхтар", "Серікұлы", 40),
            ("", "Төребек", "Әли", "Мұхтарұлы", 4),
            ("", "Төребек", "Сафия", "Мұхтарқызы", 3),
            ("", "Төребек", "Ибраһим", "Мұхтарұлы", 1),
        ),
        (Known("inzhu", ("Төребек", "Інжу", "Мұхтарқызы"), "F", (7, 7, 20), 1, "Б"),),
    ),
    (
        "Мерей көшесі, 3-үй, 40-пәтер",
        (("MOTHER", "Мұратова", "Фатима", "", 40), ("FATHER", "Айтбаев", "Мұрат", "", 45)),
        (Known("dana", ("Мұратқызы", "Дана", ""), "F", (13, 12, 3), 7, "А"),),
    ),
    (
        "Тасбұлақ көшесі, 21-үй",
        (("TRUSTEE", "Бақытова", "Зәуре", "Орынбасарқызы", 58),),
        (Known("tomiris", ("Бақыт", "Томирис", "Бақытқызы"), "F", (16, 10, 9), 10, "А"),),
    ),
)
BELONG = {"MOTHER", "FATHER", "GUARDIAN", "TRUSTEE"}


def move_in(town: Town, slots: Slots, year: int, joined: date) -> dict[str, Child]:
    """Put them into their classes; where there is no such letter, into another one."""
    found: dict[str, Child] = {}
    for address, adults, children in HOMES:
        family: Family = town.family("kk")
        family.address = address
        for kinship, surname, given, patronymic, age in adults:
            born = date(year - age, 4, 12)
            family.adults.append(
                Adult(
                    f"{family.key}-{len(family.adults) + 1}",
                    *(surname, given, patronymic),
                    born,
                    kinship,
                    family.phone if age > 18 else "",
                )
            )
        for one in children:
            stream = year - one.grade
            letter = slots.take("kk", stream, one.letter) or "А"
            before, month, day = one.born
            since = joined
            if one.key == "damir":
                since = min(max(joined, date(year, 9, 8)), max(joined, town.today))
            born_on = date(year - before, month, day)
            child = town.child(
                family, one.names, one.sex, born_on, (stream, letter), since, key=one.key
            )
            if one.key == "damir":
                child.came_from = "№ 4 мектептен"
            found[one.key] = child
    return found


def give_known(found: dict[str, Child], papers: Papers, year: int) -> None:
    """Their statuses."""
    ward = date(year - 2, 2, 12)
    for key in ("aruzhan", "erasyl"):
        child = found[key]
        papers.open(
            child, "HALF_ORPHAN", date(year - 4, 10, 5), date(year - 2, 2, 11), "2041",
            date(year - 4, 9, 28),
        )  # fmt: skip
        papers.open(child, "WARD", ward, None, "118", ward)
        papers.open(child, "LOW_INCOME", date(year - 2, 9, 1), None, "77", date(year - 2, 8, 30))
    for key in ("dinmuhammed", "ayaulym"):
        papers.open(found[key], "FAMILY_AT_RISK", date(year - 1, 10, 16), None, "6")
        papers.open(found[key], "INCOMPLETE_FAMILY", date(year - 1, 3, 2))
    papers.open(found["bekzat"], "REGISTER", date(year, 4, 20), None, "4", date(year, 4, 20))
    papers.open(found["ayim"], "HALF_ORPHAN", date(year - 1, 11, 3))
    papers.open(
        found["miras"], "HOME_TAUGHT", date(year - 1, 9, 1), None, "15", date(year - 1, 9, 1)
    )
    papers.open(found["inzhu"], "MULTI_CHILD", date(year, 9, 1))
    papers.open(found["tomiris"], "WARD", date(year - 3, 5, 15), None, "94")
    papers.open(found["tomiris"], "NO_PARENTAL_CARE", date(year - 3, 5, 15), None, "2-611")

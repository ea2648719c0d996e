"""Fills the invented school's classes with families."""

from __future__ import annotations

import random
from datetime import date, timedelta

from tirek.demo import names
from tirek.demo.people import Adult, Child, Family

# How many children a family has: nine in a hundred families are large.
CHILDREN = (1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 4)
LANGUAGES = {"kk": 3, "ru": 1}  # classes of each language in a parallel of four


class Town:
    """Makes families and keeps count of keys, houses and telephones."""

    def __init__(self, rng: random.Random, prefix: str, today: date) -> None:
        self.rng, self.prefix, self.today = rng, prefix, today
        self.families: list[Family] = []
        self.children: list[Child] = []

    def family(self, language: str, marks: tuple[str, ...] = ()) -> Family:
        """An empty family in a house of its own."""
        number = len(self.families) + 1
        address = f"{self.rng.choice(names.STREETS)} көшесі, {self.rng.randint(1, 98)}-үй"
        if self.rng.random() < 0.45:
            address += f", {self.rng.randint(1, 60)}-пәтер"
        phone = f"+7 700 00{number // 10000 % 10} {number // 100 % 100:02d} {number % 100:02d}"
        made = Family(f"{self.prefix}f{number:05d}", language, address, phone, marks=marks)
        self.families.append(made)
        return made

    def adult(
        self,
        family: Family,
        kinship: str,
        born: int,
        parts: tuple[str, str, str],
        sex: str,
    ) -> Adult:
        """Somebody of the family, born in that year."""
        rng = self.rng
        one = Adult(
            key=f"{family.key}-{len(family.adults) + 1}",
            surname=parts[0],
            given=parts[1],
            patronymic=parts[2],
            born_on=date(born, rng.randint(1, 12), rng.randint(1, 28)),
            kinship=kinship,
        )
        if self.today.year - born >= 18:
            one.phone = family.phone
            one.work = "зейнеткер" if born < self.today.year - 62 else rng.choice(_works(sex))
        family.adults.append(one)
        return one

    def child(
        self,
        family: Family,
        parts: tuple[str, str, str],
        sex: str,
        born_on: date,
        place: tuple[int, str],
        joined: date,
        key: str = "",
    ) -> Child:
        """A pupil of the stream and letter `place`."""
        key = f"{self.prefix}{key}" if key else f"{self.prefix}p{len(self.children) + 1:05d}"
        made = Child(key, family, *parts, sex, born_on, *place, joined)
        family.children.append(made)
        self.children.append(made)
        return made


def _works(sex: str) -> tuple[str, ...]:
    return names.WORK[0] if sex == "M" else names.WORK[1]


class Style:
    """How a family writes its names: surname with its endings, the father's name."""

    def __init__(self, rng: random.Random, language: str) -> None:
        self.rng, self.language = rng, language
        if language == "ru":
            self.surnames = rng.choice(names.RUSSIAN_SURNAMES)
            self.father, *self.patronymics = rng.choice(names.RUSSIAN_MEN)
            return
        self.father = rng.choice(names.KAZAKH_MEN)
        self.patronymics = [f"{self.father}ұлы", f"{self.father}қызы"]
        chance = rng.random()
        if chance < 0.6:
            surname = rng.choice(names.KAZAKH_SURNAMES)
            self.surnames = (surname, f"{surname}а")
        elif chance < 0.9:
            forefather = rng.choice(names.KAZAKH_FOREFATHERS)
            self.surnames = (forefather, forefather)
        else:  # the father's name is the surname, and no patronymic is written
            self.surnames = (self.patronymics[0], self.patronymics[1])
            self.patronymics = ["", ""]

    def person(self, sex: str, taken: list[str]) -> tuple[str, str, str]:
        """Surname, given name, patronymic of a child; no given name twice in a family."""
        at = "MF".index(sex)
        lists = (
            (names.RUSSIAN_BOYS, names.RUSSIAN_GIRLS)
            if self.language == "ru"
            else (names.KAZAKH_BOYS, names.KAZAKH_GIRLS)
        )
        given = self.rng.choice(lists[at])
        while given in taken:
            given = self.rng.choice(lists[at])
        taken.append(given)
        return self.surnames[at], given, self.patronymics[at]

    def grown(self, sex: str) -> tuple[str, str, str]:
        """The same of a parent or a grandparent."""
        rng, at = self.rng, "MF".index(sex)
        if self.language == "ru":
            patronymic = rng.choice(names.RUSSIAN_MEN)[1 + at]
            given = self.father if sex == "M" else rng.choice(names.RUSSIAN_WOMEN)
        else:
            patronymic = rng.choice(names.KAZAKH_MEN) + ("ұлы", "қызы")[at]
            given = self.father if sex == "M" else rng.choice(names.KAZAKH_WOMEN)
        return self.surnames[at], given, patronymic


class Slots:
    """Free places in the classes, by language and stream."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.free: dict[str, dict[int, list[str]]] = {}

    def add(self, language: str, stream: int, letter: str, count: int) -> None:
        """So many places in a class."""
        self.free.setdefault(language, {}).setdefault(stream, []).extend([letter] * count)

    def shuffle(self) -> None:
        """Letters come by chance."""
        for streams in self.free.values():
            for letters in streams.values():
                self.rng.shuffle(letters)

    def take(self, language: str, stream: int, letter: str = "") -> str:
        """A place in the stream: its letter, or "" when there is none."""
        letters = self.free[language].get(stream)
        if not letters:
            return ""
        if letter:
            if letter not in letters:
                letter = letters[-1]
            letters.remove(letter)
            return letter
        return letters.pop()

    def any(self) -> tuple[str, int] | None:
        """Language and stream of some free place; None when all are taken."""
        open_ = [
            (language, stream, len(letters))
            for language, streams in self.free.items()
            for stream, letters in streams.items()
            if letters
        ]
        if not open_:
            return None
        chosen = self.rng.choices(open_, weights=[count for _, _, count in open_])[0]
        return chosen[0], chosen[1]


def fill(town: Town, slots: Slots, joined: date) -> None:
    """Families until every place is taken."""
    rng = town.rng
    while (found := slots.any()) is not None:
        language, stream = found
        marks = chance_marks(rng)
        family, style = town.family(language, marks), Style(rng, language)
        count = rng.choice(CHILDREN)
        if count == 4:
            count = rng.choice((4, 4, 4, 5, 5, 6))
            family.marks = (*marks, "MULTI_CHILD")
        parents(town, family, style, stream)
        season = rng.randint(35, 300)
        taken: list[str] = []
        for at in range(count):
            if at:
                stream += (
                    rng.choice((-3, -2, -2, -1, 1, 2, 2, 3)) if at == 1 else rng.choice((2, 3))
                )
            if any(one.stream == stream for one in family.children):
                stream -= 4
            sex = rng.choice("MF")
            parts = style.person(sex, taken)
            born_on = date(stream - 6, 9, 1) + timedelta(days=season + rng.randint(-30, 30))
            if letter := slots.take(language, stream):
                town.child(family, parts, sex, born_on, (stream, letter), joined)
            elif stream <= town.today.year + 5:
                one = town.adult(family, "", born_on.year, parts, sex)
                one.born_on = min(born_on, town.today)


def chance_marks(rng: random.Random) -> tuple[str, ...]:
    chances = (
        ("LOW_INCOME", 0.07),
        ("TARGETED_ASSISTANCE", 0.03),
        ("RETURNEE", 0.016),
        ("FAMILY_AT_RISK", 0.014),
        ("EMERGENCY", 0.002),
    )
    marks = tuple(code for code, share in chances if rng.random() < share)
    home = rng.random()
    if home < 0.014:
        return (*marks, "WARD")
    if home < 0.05:
        return (*marks, "HALF_ORPHAN")
    return (*marks, "INCOMPLETE_FAMILY") if home < 0.13 else marks


def parents(town: Town, family: Family, style: Style, stream: int) -> None:
    rng = town.rng
    born = stream - 6 - rng.randint(22, 34)
    if "WARD" in family.marks:
        town.adult(family, "GUARDIAN", born - rng.randint(20, 26), style.grown("F"), "F")
        return
    town.adult(family, "MOTHER", born, style.grown("F"), "F")
    if not {"HALF_ORPHAN", "INCOMPLETE_FAMILY"} & set(family.marks):
        town.adult(family, "FATHER", born - rng.randint(0, 5), style.grown("M"), "M")

"""Which pupil of the school a name in a list means; what is not sure is only proposed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tirek.school.rules.headings import words_of

MOST_PROPOSED: Final = 6
SHORT: Final = 8  # letters of a name, below which one slip is allowed instead of two


class Sure(StrEnum):
    """How sure it is: one pupil beyond doubt, one or several that may be meant, nobody."""

    EXACT = "EXACT"
    OTHER_CLASS = "OTHER_CLASS"
    SEVERAL = "SEVERAL"
    INITIALS = "INITIALS"
    PATRONYMIC = "PATRONYMIC"
    TYPO = "TYPO"
    NOBODY = "NOBODY"


@dataclass(frozen=True)
class Child:
    """A pupil as the school knows him; `class_name` is empty for one who is in no class."""

    id: int
    surname: str
    given: str
    patronymic: str = ""
    class_name: str = ""
    iin: str = ""


@dataclass(frozen=True)
class Found:
    """Whom a name means; with EXACT there is one id, else those who may be meant."""

    sure: Sure
    ids: tuple[int, ...] = ()


def compact(text: str) -> str:
    """A name without case, spaces, hyphens and the letters a Russian keyboard lacks."""
    return "".join(words_of(text))


class Whom:
    """Answers for the pupils of one school; made once for a whole list."""

    def __init__(self, children: Iterable[Child]) -> None:
        self.children = list(children)
        self.by_id = {one.id: one for one in self.children}
        self.by_iin = {one.iin: one for one in self.children if one.iin}
        self.whole: dict[str, list[Child]] = defaultdict(list)
        self.short: dict[str, list[Child]] = defaultdict(list)
        self.by_word: dict[str, list[Child]] = defaultdict(list)
        self.by_class: dict[str, list[Child]] = defaultdict(list)
        for one in self.children:
            surname, given, patronymic = map(compact, (one.surname, one.given, one.patronymic))
            for key in {surname + given, given + surname}:
                self.short[key].append(one)
            if patronymic:
                for key in {surname + given + patronymic, given + patronymic + surname}:
                    self.whole[key].append(one)
            for word in {surname, given}:
                self.by_word[word].append(one)
            self.by_class[one.class_name].append(one)

    def find(self, name: str, class_name: str = "", iin: str = "") -> Found:
        """The pupil a list means by a name, and by a class and an IIN where they are given."""
        words = words_of(name)
        if iin and (one := self.by_iin.get(iin)):
            if {compact(one.surname), compact(one.given)} & set(words):
                return Found(Sure.EXACT, (one.id,))
            return Found(Sure.TYPO, (one.id,))
        if len(words) < 2:
            return Found(Sure.NOBODY)
        every = self.short.get("".join(words), [])
        if found := self._chosen(name, [*self.whole.get("".join(words), ()), *every], class_name):
            return found
        if len(words) > 2:  # a patronymic in the list, none in the school, or another
            same = [
                *self.short.get("".join(words[:2]), ()),
                *self.short.get(words[-1] + words[0], ()),
            ]
            bare = [one for one in same if not one.patronymic]
            if found := self._chosen(name, bare, class_name):
                return found
            if same:
                return self._proposed(Sure.PATRONYMIC, same, class_name)
        if near := self._by_initials(words):
            return self._proposed(Sure.INITIALS, near, class_name)
        if near := self._misspelt(words, class_name):
            return self._proposed(Sure.TYPO, near, class_name)
        return Found(Sure.NOBODY)

    def _chosen(self, name: str, found: list[Child], class_name: str) -> Found | None:
        """One beyond doubt, or why it is not; None when there is nobody."""
        found = list({one.id: one for one in found}.values())
        if not found:
            return None
        here = [one for one in found if one.class_name == class_name] if class_name else found
        if not here:
            return self._proposed(Sure.OTHER_CLASS, found, "")
        if len(here) > 1:  # Калиев and Қалиев: the one that is spelt just so
            spelt = set(name.casefold().replace(",", " ").split())
            just = [one for one in here if {one.surname.casefold(), one.given.casefold()} <= spelt]
            here = just if len(just) == 1 else here
        if len(here) == 1:
            return Found(Sure.EXACT, (here[0].id,))
        return self._proposed(Sure.SEVERAL, here, class_name)

    def _proposed(self, sure: Sure, found: Iterable[Child], class_name: str) -> Found:
        """Those of the class first, no more than a person can choose from."""
        once = {one.id: one for one in found}.values()
        order = sorted(once, key=lambda one: one.class_name != class_name)
        return Found(sure, tuple(one.id for one in order[:MOST_PROPOSED]))

    def _by_initials(self, words: tuple[str, ...]) -> list[Child]:
        """«Ахметов Б.» or «Б. Т. Ахметов»."""
        long = [word for word in words if len(word) > 1]
        letters = [word for word in words if len(word) == 1]
        if len(long) != 1 or not letters:
            return []
        return [
            one
            for one in self.by_word.get(long[0], ())
            if compact(one.surname) == long[0] and compact(one.given).startswith(letters[0])
        ]

    def _misspelt(self, words: tuple[str, ...], class_name: str) -> list[Child]:
        """Names a slip or two away: in the class, else with the surname or the given name right."""
        others = [one for word in words for one in self.by_word.get(word, ())]
        found = []
        for one in [*self.by_class.get(class_name, ()), *others] if class_name else others:
            surname, given = compact(one.surname), compact(one.given)
            keys = {surname + given, given + surname}
            if one.patronymic:
                keys |= {key + compact(one.patronymic) for key in keys}
            said = "".join(words)
            heads = {said, "".join(words[:2])}
            if any(near(head, key) for head in heads for key in keys):
                found.append(one)
        return found


def near(one: str, other: str) -> bool:
    """Whether two names differ in one letter, in two when they are long; a swap counts once."""
    most = 1 if min(len(one), len(other)) < SHORT else 2
    if abs(len(one) - len(other)) > most:
        return False
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        last, before, row = before, row, [i]
        for j, mark in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != mark))
            if last and j > 1 and letter == other[j - 2] and one[i - 2] == mark:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return False
    return row[-1] <= most

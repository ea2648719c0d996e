"""The yearly roll-over: where each class and each pupil goes when a new school year begins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from tirek.school.rules.names import parse_class_name

# What may be chosen instead of a class of the new year.
LEAVES, NOWHERE = "LEAVES", "NOWHERE"
# A school ends with grade 11 unless it has a twelfth.
LAST_GRADE = 11
# Who taught all subjects of grades 1-4 does not go on with the class.
LAST_PRIMARY = 4


class Fate(StrEnum):
    """What becomes of a pupil."""

    GOES_ON = "GOES_ON"  # with the class
    STAYS = "STAYS"  # in the same grade for a second year
    MOVES = "MOVES"  # to another class than the others
    LEAVES = "LEAVES"  # the school
    UNPLACED = "UNPLACED"  # into no class yet
    ALREADY = "ALREADY"  # is in a class of the new year


@dataclass(frozen=True)
class OldClass:
    """A class of the year that ends."""

    pid: str
    grade: int
    letter: str
    name: str


@dataclass(frozen=True)
class OldPupil:
    """A pupil of it; `already` is the pupil's class of the new year, if there is one."""

    pid: str
    class_pid: str
    already: str = ""


@dataclass(frozen=True)
class Choices:
    """What was chosen by hand: for classes and pupils by their ids, first classes by name."""

    classes: Mapping[str, str] = field(default_factory=dict)
    pupils: Mapping[str, str] = field(default_factory=dict)
    first: Sequence[str] = ()


@dataclass(frozen=True)
class Decision:
    """What becomes of one pupil; `target` is the class of the new year, empty for none."""

    pupil: OldPupil
    fate: Fate
    target: str = ""


def last_grade(classes: Iterable[OldClass]) -> int:
    """The grade with which this school ends."""
    return max([LAST_GRADE, *(one.grade for one in classes)])


def usual_target(one: OldClass, last: int) -> str:
    """5А goes on as 6А; the last grade leaves."""
    return LEAVES if one.grade >= last else f"{one.grade + 1}{one.letter}"


def usual_first(classes: Iterable[OldClass]) -> tuple[str, ...]:
    """First classes to be opened: as many as now, unless a preparatory class goes on to them."""
    known = list(classes)
    if any(one.grade == 0 for one in known):
        return ()
    return tuple(one.name for one in known if one.grade == 1)


def targets(classes: Iterable[OldClass], choices: Choices) -> dict[str, str]:
    """Where each class goes: a class's name, LEAVES or NOWHERE."""
    known = list(classes)
    last = last_grade(known)
    return {one.pid: choices.classes.get(one.pid) or usual_target(one, last) for one in known}


def names(classes: Iterable[OldClass], choices: Choices) -> list[str]:
    """The classes of the new year that somebody goes to or that are opened, in their order."""
    known = list(classes)
    wanted = {*targets(known, choices).values(), *choices.pupils.values(), *choices.first}
    return sorted(wanted - {LEAVES, NOWHERE, ""}, key=lambda name: parse_class_name(name).order)


def decisions(
    classes: Iterable[OldClass], pupils: Iterable[OldPupil], choices: Choices
) -> list[Decision]:
    """What becomes of each pupil: the pupil's own choice, else the class's."""
    by_pid = {one.pid: one for one in classes}
    going = targets(by_pid.values(), choices)
    return [_decision(one, by_pid[one.class_pid], going[one.class_pid], choices) for one in pupils]


def _decision(pupil: OldPupil, old: OldClass, usual: str, choices: Choices) -> Decision:
    if pupil.already:
        return Decision(pupil, Fate.ALREADY, pupil.already)
    target = choices.pupils.get(pupil.pid) or usual
    if target == LEAVES:
        return Decision(pupil, Fate.LEAVES)
    if target == NOWHERE:
        return Decision(pupil, Fate.UNPLACED)
    if parse_class_name(target).grade == old.grade:
        return Decision(pupil, Fate.STAYS, target)
    return Decision(pupil, Fate.GOES_ON if target == usual else Fate.MOVES, target)


def sums(made: Iterable[Decision]) -> dict[str, int]:
    """How many pupils of each fate, and in all."""
    counted = Counter(one.fate for one in made)
    return {"pupils": counted.total(), **{fate.value: counted[fate] for fate in Fate}}

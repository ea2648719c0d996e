"""Each row's fate: whom it means among the pupils known, and what it would change."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from tirek.school.rules.kazakh import folded
from tirek.school.rules.roster import Flaw, ParsedRow

FIELDS: Final = (
    "surname",
    "given",
    "patronymic",
    "born_on",
    "sex",
    "iin",
    "address",
    "phone",
    "language",
)


class Fate(StrEnum):
    """What happens to a row."""

    REFUSED = "REFUSED"
    CHANGED = "CHANGED"
    NEW = "NEW"
    SAME = "SAME"
    DUPLICATE = "DUPLICATE"


@dataclass(frozen=True)
class Known:
    """A pupil of the school as the program has it; `class_name` is empty for one not enrolled.

    `ever_enrolled` is False for one whose only enrolment was taken back with an import.
    """

    id: int
    surname: str
    given: str
    patronymic: str = ""
    born_on: date | None = None
    sex: str = ""
    iin: str = ""
    address: str = ""
    phone: str = ""
    language: str = ""
    class_name: str = ""
    ever_enrolled: bool = True


@dataclass(frozen=True)
class Change:
    """One field (or `class`): from what to what."""

    field: str
    old: Any
    new: Any


@dataclass(frozen=True)
class Decision:
    """A row with its fate; `pupil` is the id of the pupil it means, `twin` the row it repeats."""

    row: ParsedRow
    fate: Fate
    pupil: int | None = None
    changes: tuple[Change, ...] = ()
    flaw: Flaw | None = None
    twin: int | None = None


def decisions(
    rows: Sequence[ParsedRow],
    known: Iterable[Known],
    classes: Iterable[str],
    *,
    open_classes: bool = False,
) -> list[Decision]:
    """The fate of every row, in order: one for each, so the sums agree.

    A pupil is known by IIN, else by name and birth date, else by name within the class. What
    could mean two children is refused, never guessed. A class that is not there is refused
    unless `open_classes`.
    """
    return _Matcher(list(known), frozenset(classes), open_classes).decide(rows)


def sums(made: Iterable[Decision]) -> Counter[Fate]:
    """How many rows of each fate."""
    return Counter(one.fate for one in made)


Name = tuple[str, str]


def _name(thing: Any) -> Name:
    values = thing.values if isinstance(thing, ParsedRow) else vars(thing)
    return folded(values["surname"]), folded(values["given"])


def _same_patronymic(one: str, other: str) -> bool:
    return not one or not other or folded(one) == folded(other)


class _Matcher:
    def __init__(self, known: list[Known], classes: frozenset[str], open_classes: bool) -> None:
        self.classes, self.open_classes = classes, open_classes
        self.by_id = {one.id: one for one in known}
        self.by_iin = {one.iin: one for one in known if one.iin}
        self.by_name: dict[Name, list[Known]] = defaultdict(list)
        for one in known:
            self.by_name[_name(one)].append(one)

    def decide(self, rows: Sequence[ParsedRow]) -> list[Decision]:
        made: dict[int, Decision] = {}
        for place, row in enumerate(rows):
            flaw = row.flaw or self._no_class(row)
            if flaw:
                made[place] = Decision(row, Fate.REFUSED, flaw=flaw)
        self._twins(rows, made)
        strong = {place: self._strongly(row) for place, row in enumerate(rows) if place not in made}
        claimed = {one.id for one in strong.values() if isinstance(one, Known)}
        taken: dict[int, int] = {}
        for place, row in enumerate(rows):
            if place in made:
                continue
            found = strong[place] or self._within_class(row, claimed)
            made[place] = self._judged(row, found, taken)
        return [made[place] for place in range(len(rows))]

    def _no_class(self, row: ParsedRow) -> Flaw | None:
        name = row.values.get("class", "")
        if name and name not in self.classes and not self.open_classes:
            return Flaw("NO_SUCH_CLASS", row.columns.get("class", ""), row.shown.get("class", name))
        return None

    def _twins(self, rows: Sequence[ParsedRow], made: dict[int, Decision]) -> None:
        """Rows about a child who stands higher up in the file; unclear ones are refused."""
        firsts: dict[Name, list[ParsedRow]] = defaultdict(list)
        numbers: dict[str, ParsedRow] = {}
        for place, row in enumerate(rows):
            if place in made:
                continue
            name, number = _name(row), row.values.get("iin", "")
            twin = numbers.get(number) if number else None
            flaw = None
            if twin is not None and _name(twin) != name:
                flaw = self._flaw(row, "IIN_TWICE", "iin", twin)
            elif twin is None:
                twin, flaw = self._namesake(row, firsts[name])
            if twin is None:
                firsts[name].append(row)
                if number:
                    numbers[number] = row
                continue
            if flaw is None and _other(row, twin, "class"):
                flaw = self._flaw(row, "TWO_CLASSES", "class", twin)
            fate = Fate.REFUSED if flaw else Fate.DUPLICATE
            made[place] = Decision(row, fate, flaw=flaw, twin=twin.row)

    def _namesake(
        self, row: ParsedRow, firsts: list[ParsedRow]
    ) -> tuple[ParsedRow | None, Flaw | None]:
        for first in firsts:
            patronymics = row.values.get("patronymic", ""), first.values.get("patronymic", "")
            if not _same_patronymic(*patronymics) or _other(row, first, "iin"):
                continue
            born, other = row.values.get("born_on"), first.values.get("born_on")
            if born and other:
                if born == other:
                    return first, None
                continue
            if row.values.get("class") == first.values.get("class"):
                column = "surname" if "surname" in row.columns else "full_name"
                return first, self._flaw(row, "NAME_TWICE", column, first)
        return None, None

    def _flaw(self, row: ParsedRow, code: str, column: str, twin: ParsedRow) -> Flaw:
        return Flaw(code, row.columns.get(column, ""), row.shown.get(column, ""), str(twin.row))

    def _strongly(self, row: ParsedRow) -> Known | Flaw | None:
        """The pupil of this IIN, else of this name and birth date."""
        number, born = row.values.get("iin", ""), row.values.get("born_on")
        found = self.by_iin.get(number)
        if found is not None:
            if _name(found) != _name(row) and not (born and found.born_on == born):
                return Flaw("IIN_OF_ANOTHER", row.columns.get("iin", ""), number)
            return found
        namesakes = [one for one in self._namesakes(row) if born and one.born_on == born]
        if number and any(one.iin for one in namesakes):
            return Flaw("OTHER_IIN", row.columns.get("iin", ""), number)
        return self._only(row, namesakes)

    def _within_class(self, row: ParsedRow, claimed: set[int]) -> Known | Flaw | None:
        """The pupil of this name in this class, unless another row means that pupil surely."""
        number, born = row.values.get("iin", ""), row.values.get("born_on")
        namesakes = [
            one
            for one in self._namesakes(row)
            if one.id not in claimed and not (number and one.iin)
        ]
        wanted = row.values.get("class", "")
        near = [one for one in namesakes if not wanted or one.class_name == wanted]
        if near or born or number:
            return self._only(row, near)
        if namesakes:
            return Flaw(
                "NAMESAKE",
                row.columns.get("surname", row.columns.get("full_name", "")),
                row.shown.get("surname") or row.shown.get("full_name", ""),
                namesakes[0].class_name,
            )
        return None

    def _namesakes(self, row: ParsedRow) -> list[Known]:
        own = row.values.get("patronymic", "")
        return [one for one in self.by_name[_name(row)] if _same_patronymic(own, one.patronymic)]

    def _only(self, row: ParsedRow, found: list[Known]) -> Known | Flaw | None:
        if len(found) > 1:
            column = row.columns.get("surname", row.columns.get("full_name", ""))
            shown = row.shown.get("surname") or row.shown.get("full_name", "")
            return Flaw("AMBIGUOUS", column, shown)
        return found[0] if found else None

    def _judged(
        self, row: ParsedRow, found: Known | Flaw | None, taken: dict[int, int]
    ) -> Decision:
        if isinstance(found, Flaw):
            return Decision(row, Fate.REFUSED, flaw=found)
        if found is not None and found.id in taken:
            return Decision(row, Fate.DUPLICATE, found.id, twin=taken[found.id])
        if found is not None:
            taken[found.id] = row.row
        placed = bool(found and found.class_name)
        if not placed and not row.values.get("class"):
            flaw = Flaw("NO_CLASS", row.columns.get("class", ""))
            return Decision(row, Fate.REFUSED, flaw=flaw)
        if found is None:
            return Decision(row, Fate.NEW)
        changes = tuple(_changes(row, found))
        if not found.ever_enrolled:
            return Decision(row, Fate.NEW, found.id, changes)
        return Decision(row, Fate.CHANGED if changes else Fate.SAME, found.id, changes)


def _other(one: ParsedRow, two: ParsedRow, name: str) -> bool:
    first, second = one.values.get(name), two.values.get(name)
    return bool(first and second and first != second)


def _changes(row: ParsedRow, known: Known) -> Iterable[Change]:
    """What the row says otherwise; an empty cell changes nothing."""
    for name in FIELDS:
        new, old = row.values.get(name), getattr(known, name)
        if new and not _equal(name, old, new):
            yield Change(name, old, new)
    wanted = row.values.get("class", "")
    if wanted and wanted != known.class_name:
        yield Change("class", known.class_name, wanted)


def _equal(name: str, old: Any, new: Any) -> bool:
    if name == "phone":
        return _digits(old) == _digits(new)
    return bool(old == new)


def _digits(phone: str) -> str:
    digits = "".join(sign for sign in phone if sign.isdigit())
    return digits[-10:] if len(digits) >= 10 else phone

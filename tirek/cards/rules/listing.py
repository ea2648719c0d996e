"""What becomes of each row of a list: nothing is written that is not sure or said by a person."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any, Final

from tirek.cards.rules import papers
from tirek.cards.rules.fates import Days, touch
from tirek.cards.rules.listed import BASES, Line, Said
from tirek.cards.rules.whom import Child, Found, Sure, Whom
from tirek.cards.rules.words import Known, code_in, key_of
from tirek.school.rules.roster import Flaw

OUT: Final = "-"  # a person's answer: this row, or rows of this category, stay out


class Fate(StrEnum):
    """What happens to a row; all but OPEN write nothing."""

    DOUBTFUL = "DOUBTFUL"
    REFUSED = "REFUSED"
    OPEN = "OPEN"
    HAS = "HAS"
    TWICE = "TWICE"
    OUT = "OUT"


@dataclass(frozen=True)
class Category:
    """What a list must know of a category."""

    code: str
    demanded: bool = False
    until: date | None = None


@dataclass(frozen=True)
class School:
    """What the school has: categories by code, whose names mean which, norms in force by code."""

    categories: Mapping[str, Category]
    known: Known
    children: Sequence[Child]
    born: Mapping[int, date | None] = field(default_factory=dict)
    held: Mapping[tuple[int, str], Sequence[Days]] = field(default_factory=dict)
    norm: tuple[date | None, date | None] | None = None


@dataclass(frozen=True)
class Answers:
    """What a person has said: for the whole file, words -> code, place of a row -> pupil's id."""

    said: Said = field(default_factory=Said)
    category: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, int | str] = field(default_factory=dict)


@dataclass(frozen=True)
class Decision:
    """A row with its fate; `key` names it in the answers, `flaw` says why it is refused."""

    key: str
    line: Line
    fate: Fate
    code: str = ""
    said: Said = field(default_factory=Said)
    found: Found = field(default_factory=lambda: Found(Sure.NOBODY))
    pupil: int | None = None
    flaw: Flaw | None = None
    twin: int | None = None


def decide(lines: Sequence[Line], school: School, answers: Answers, today: date) -> list[Decision]:
    """The fate of every row, in the list's order."""
    judge = _Judge(school, answers, today)
    return [judge.of(str(at), line) for at, line in enumerate(lines)]


def unknown_words(made: Iterable[Decision]) -> dict[str, str]:
    """Words for categories that nobody knows, by key, as they were first written."""
    found: dict[str, str] = {}
    for one in made:
        if one.flaw and one.flaw.code == "NO_SUCH_CATEGORY":
            found.setdefault(key_of(one.line.category), one.line.category)
    return found


def counts(made: Sequence[Decision]) -> dict[str, int]:
    """Rows read and of each fate: read is the sum of the others."""
    sums = Counter(one.fate for one in made)
    return {
        "read": len(made),
        "applied": sums[Fate.OPEN],
        "duplicates": sums[Fate.HAS] + sums[Fate.TWICE],
        "refused": sums[Fate.REFUSED],
        "left_out": sums[Fate.OUT] + sums[Fate.DOUBTFUL],
    }


class _Judge:
    def __init__(self, school: School, answers: Answers, today: date) -> None:
        self.school, self.answers, self.today = school, answers, today
        self.whom = Whom(school.children)
        self.made: dict[tuple[int, str], list[tuple[Days, int]]] = defaultdict(list)

    def of(self, key: str, line: Line) -> Decision:
        one = Decision(key, line, Fate.REFUSED, flaw=line.flaw)
        if line.flaw:
            return one
        answer = self.answers.rows.get(key, "")
        code = self._code(line)
        if OUT in (answer, code):
            return replace(one, fate=Fate.OUT)
        if code not in self.school.categories:
            unknown = Flaw("NO_SUCH_CATEGORY" if line.category else "NO_CATEGORY")
            return replace(one, flaw=replace(unknown, value=line.category))
        one = replace(one, code=code, said=self._said(line.said))
        found = self.whom.find(line.name, line.class_name, line.iin)
        one = replace(one, found=found)
        chosen = found.ids[0] if found.sure is Sure.EXACT else None
        if isinstance(answer, int) and answer in self.whom.by_id:
            chosen = answer
        if chosen is None:
            if not found.ids:
                return replace(one, flaw=Flaw("NOBODY", value=line.name))
            return replace(one, fate=Fate.DOUBTFUL)
        return self._judged(replace(one, pupil=chosen))

    def _code(self, line: Line) -> str:
        """The category of a row: by its words, as a person has said of them, or of the file."""
        if not line.category:
            return self.answers.category
        found = code_in(line.category, self.school.known)
        return found or self.answers.words.get(key_of(line.category), "")

    def _said(self, said: Said) -> Said:
        """What the row says; where it says nothing, what was said for the whole file.

        A basis is taken as a whole: a row with a paper of its own has none of the file's.
        """
        whole = self.answers.said
        if not any(getattr(said, name) for name in BASES):
            said = replace(said, **{name: getattr(whole, name) for name in BASES})
        return replace(said, since=said.since or whole.since)

    def _judged(self, one: Decision) -> Decision:
        pupil, said = one.pupil or 0, one.said
        category = self.school.categories[one.code]
        fault = papers.fault(
            papers.Said(said.since, said.until, said.document, said.on),
            self.today,
            born_on=self.school.born.get(pupil),
            demanded=category.demanded,
        )
        if fault is not None:
            return replace(one, flaw=Flaw(fault[1]))
        since = said.since or self.today
        if category.until is not None and since > category.until:
            return replace(one, flaw=Flaw("CLOSED"))
        norm = self.school.norm
        if norm and not touch(norm, (since, since)):
            return replace(one, flaw=Flaw("NORM"))
        span = (since, said.until)
        if any(touch(span, held) for held in self.school.held.get((pupil, one.code), ())):
            return replace(one, fate=Fate.HAS)
        for other, row in self.made[pupil, one.code]:
            if touch(span, other):
                return replace(one, fate=Fate.TWICE, twin=row)
        self.made[pupil, one.code].append((span, one.line.row))
        return replace(one, fate=Fate.OPEN, flaw=None)


def shown_first(made: Iterable[Decision]) -> list[Decision]:
    """The rows that ask for a person's eye first."""
    order = list(Fate)
    return sorted(made, key=lambda one: order.index(one.fate))


def mark_of(made: Iterable[Decision]) -> list[Any]:
    """What must be the same when it is written as when it was seen."""
    return [(one.key, one.fate.value, one.code, one.pupil, repr(one.said)) for one in made]

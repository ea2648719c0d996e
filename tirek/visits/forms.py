"""The steps of the act as forms, drawn and read from the one table of their form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as starting
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tirek.visits.actions import words_of
from tirek.visits.rules.asked import MAIN, Field, Step, Type
from tirek.visits.rules.details import MOST_ROWS, Details, Problem, fingerprint, rows_of
from tirek.visits.rules.typed import Unreadable, clean, read_typed
from tirek.visits.wording import choice_name, day_in_words, in_words, label

LEAST_ROWS = {"commission": 3, "family": 3}
MORE_ROWS = 2


@dataclass
class Ticked:
    """One choice of a question: its code, its name, whether it is chosen."""

    code: str
    name: str
    chosen: bool


@dataclass
class Asked:
    """One question as the page shows it.

    `value` or `ticks` or `rows` is what is typed, `errors` what is wrong, `was` the answer of last
    time, `stands` what a colleague has saved meanwhile.
    """

    field: Field
    name: str
    value: str = ""
    ticks: list[Ticked] = starting(default_factory=list)
    rows: list[list[Asked]] = starting(default_factory=list)
    errors: list[str] = starting(default_factory=list)
    was: str = ""
    stands: str = ""

    @property
    def kind(self) -> str:
        """How it is drawn: the type of the field."""
        return self.field.type.value

    @property
    def label(self) -> str:
        """The question in the page's language."""
        return label(self.field)

    @property
    def hint(self) -> str:
        """A word of help, or nothing."""
        return pgettext("act", self.field.hint) if self.field.hint else ""

    @property
    def columns(self) -> list[Field]:
        """The columns of a table question that are shown."""
        return [column for column in self.field.columns if column.asked]

    @property
    def numeric(self) -> bool:
        """Is a keyboard of figures enough?"""
        return self.field.type in (Type.WHOLE, Type.DECIMAL, Type.YEAR, Type.DATE, Type.TERM)

    @property
    def notes(self) -> str:
        """Ids of what describes the input, for screen readers."""
        parts = [("hint", self.field.hint), ("msg", self.errors), ("was", self.was)]
        return " ".join(f"{self.name}_{part}" for part, there in parts if there)


class StepForm:
    """One step of an act: filled from its details, or from what was sent.

    `answers` and `on` hold what could be read, `problems` what is wrong. What was typed is kept as
    it was, right or wrong. `mark` tells whether somebody saved the step after the form was opened.
    """

    def __init__(
        self,
        step: Step,
        *,
        details: Details,
        on: date,
        last: Details | None = None,
        sent: QueryDict | None = None,
    ) -> None:
        self.step, self.details, self.sent = step, details, sent
        self.last: Details = last or {}
        self.on: date | None = on
        self.typed_on = on.strftime("%d.%m.%Y")
        self.answers: dict[str, Any] = {}
        self.problems: list[Problem] = []
        self.mark = self._held = fingerprint(step, on, details)
        self._clash = False
        self._places: dict[str, list[int]] = {}
        if sent is not None:
            self.mark = sent.get("mark", "")
            self._read(sent)

    def show(self, problems: Iterable[Problem]) -> None:
        """Put what an action refused at its questions."""
        self.problems += [problem for problem in problems if problem not in self.problems]

    def overtaken(self) -> None:
        """Somebody saved meanwhile: what is typed stays, what stands is shown beside it.

        Saving again now is done knowingly and passes.
        """
        self.mark, self._clash = self._held, True

    @property
    def clash(self) -> bool:
        """Did somebody save meanwhile?"""
        return self._clash

    @property
    def groups(self) -> list[tuple[str, list[Asked]]]:
        """Questions in their order, those side by side together: ("third", [rooms, area])."""
        found: list[tuple[str, list[Asked]]] = []
        for one in self.step.asked:
            if one.width != "full" and found and found[-1][0] == one.width:
                found[-1][1].append(self._asked(one))
            else:
                found.append((one.width, [self._asked(one)]))
        return found

    @property
    def summary(self) -> list[tuple[str, str]]:
        """(name of the input, what is wrong there) for the summary on top, each fault once."""
        names = {one.code: label(one) for one in self.step.fields}
        names |= {"on": _("Date of the inspection"), "pupils": _("Children")}
        lines = [
            (self._input(problem), f"{names[problem.field]}: {words_of(problem)}")
            for problem in self.problems
            if problem.field in names
        ]
        return list(dict.fromkeys(lines))

    def errors(self, path: str) -> list[str]:
        """What is wrong at one place, in words."""
        return [words_of(problem) for problem in self.problems if problem.path == path]

    @property
    def on_errors(self) -> list[str]:
        """What is wrong with the date."""
        return self.errors("on")

    @property
    def pupils_errors(self) -> list[str]:
        """What is wrong with the children chosen."""
        return self.errors("pupils")

    # Reading what was sent.

    def _read(self, sent: QueryDict) -> None:
        if self.step.code == MAIN:
            self.typed_on = clean(sent.get("on", ""))
            day = self._one("on", Type.DATE, self.typed_on)
            self.on = date.fromisoformat(str(day)) if day else None
        for asked in self.step.asked:
            if asked.type is Type.ROWS:
                self.answers[asked.code] = self._rows(asked, sent)
            elif asked.type is Type.MANY:
                ticked = sent.getlist(asked.code)
                self.answers[asked.code] = [c.code for c in asked.choices if c.code in ticked]
            elif asked.type is Type.FLAG:
                self.answers[asked.code] = bool(sent.get(asked.code))
            elif asked.type is Type.ONE:
                self.answers[asked.code] = _chosen(asked, sent.get(asked.code, ""))
            else:
                typed = sent.get(asked.code, "")
                self.answers[asked.code] = self._one(asked.code, asked.type, typed)

    def _one(self, path: str, kind: Type, typed: str) -> str | int | None:
        try:
            return read_typed(kind, typed)
        except Unreadable as problem:
            self.problems.append(Problem(path, str(problem)))
            return None

    def _rows(self, asked: Field, sent: QueryDict) -> list[dict[str, Any]]:
        """The rows that hold anything; where each was typed is kept for its faults."""
        found: list[dict[str, Any]] = []
        places = self._places[asked.code] = []
        for at in range(_sent_rows(asked, sent)):
            typed = {c.code: sent.get(f"{asked.code}-{at}-{c.code}", "") for c in asked.columns}
            if not any(clean(typed[c.code]) for c in asked.columns if c.asked and not c.choices):
                continue
            row: dict[str, Any] = {}
            for column in asked.columns:
                path = f"{asked.code}[{len(found)}].{column.code}"
                value: Any = (
                    _chosen(column, typed[column.code])
                    if column.choices
                    else self._one(path, column.type, typed[column.code])
                )
                if value not in ("", None):
                    row[column.code] = value
            found.append(row)
            places.append(at)
        return found

    # Showing.

    def _asked(self, one: Field) -> Asked:
        value = (self.details if self.sent is None else self.answers).get(one.code)
        asked = Asked(one, one.code, errors=self.errors(one.code))
        if one.compared:
            asked.was = in_words(one, self.last.get(one.code))
        if self._clash:
            asked.stands = in_words(one, self.details.get(one.code)) or "–"
        if one.type is Type.ROWS:
            asked.rows = self._asked_rows(one, rows_of({one.code: value}, one.code))
        elif one.choices:
            asked.ticks = _ticks(one, value if isinstance(value, list) else [value])
        else:
            asked.value = self._typed(one.type, one.code, value)
        return asked

    def _asked_rows(self, one: Field, rows: Sequence[Mapping[str, Any]]) -> list[list[Asked]]:
        """One line of inputs for each person, and some left free."""
        if self.sent is None:
            places, count = list(range(len(rows))), len(rows) + 1
        else:
            places, count = self._places[one.code], _sent_rows(one, self.sent)
            count += MORE_ROWS if self.sent.get("more") == one.code else 0
        count = min(max(count, LEAST_ROWS.get(one.code, 1)), MOST_ROWS)
        shown: list[list[Asked]] = []
        for at in range(count):
            kept = places.index(at) if at in places else None
            row = rows[kept] if kept is not None else {}
            cells = []
            for column in one.columns:
                name, value = f"{one.code}-{at}-{column.code}", row.get(column.code)
                cell = Asked(column, name, ticks=_ticks(column, [value]))
                cell.value = self._typed(column.type, name, value)
                if kept is not None:
                    cell.errors = self.errors(f"{one.code}[{kept}].{column.code}")
                cells.append(cell)
            shown.append(cells)
        return shown

    def _typed(self, kind: Type, name: str, value: Any) -> str:
        return self.sent.get(name, "") if self.sent is not None else _written(kind, value)

    def _input(self, problem: Problem) -> str:
        """The name of the input a problem belongs to."""
        place = re.fullmatch(r"(\w+)\[(\d+)\]\.(\w+)", problem.path)
        if place:
            places = self._places.get(place[1], [])
            at = int(place[2])
            return f"{place[1]}-{places[at] if at < len(places) else at}-{place[3]}"
        asked = next((one for one in self.step.asked if one.code == problem.path), None)
        if asked is not None and asked.type is Type.ROWS:
            return f"{problem.path}-0-{asked.columns[0].code}"
        return problem.path


def _ticks(asked: Field, chosen: Sequence[Any]) -> list[Ticked]:
    return [Ticked(c.code, choice_name(asked, c.code), c.code in chosen) for c in asked.choices]


def _sent_rows(asked: Field, sent: QueryDict) -> int:
    """How many rows of a table were sent: one more than the greatest index."""
    pattern = re.compile(rf"{re.escape(asked.code)}-(\d{{1,3}})-\w+")
    found = [int(match[1]) for name in sent if (match := pattern.fullmatch(name))]
    return min(max(found, default=-1) + 1, MOST_ROWS)


def _chosen(asked: Field, code: str) -> str:
    return code if asked.choice(code) else ""


def _written(kind: Type, value: Any) -> str:
    """A kept answer as one would type it."""
    if value in (None, "", False):
        return ""
    if kind in (Type.DATE, Type.TERM):
        return day_in_words(value)
    return str(value).replace(".", ",") if kind is Type.DECIMAL else str(value)

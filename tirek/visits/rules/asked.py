"""What a form filled at a home is made of: steps, their fields, their choices.

Everything else reads these tables: the pages draw them, the checks walk them, the Word file prints
them, the school file is held against them, the phone takes them along. A new question is one line
in a form's table and its words in the catalogue.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cached_property


def pgettext(context: str, message: str) -> str:
    """Mark a text for the catalogue; screens translate it later under the same context, "act"."""
    return message


MAIN = "main"  # code of every form's first step: it also holds the date and the children


class Type(Enum):
    """How an answer is asked and kept: the comment is its form in `details`."""

    LINE = "line"  # text of one line
    TEXT = "text"  # text of several lines
    WHOLE = "whole"  # 3, zero or more
    DECIMAL = "decimal"  # 64, 64.5 or "64.5", zero or more
    YEAR = "year"  # 1984
    DATE = "date"  # "2026-11-23", not in the future
    TERM = "term"  # the same, in the future too
    FLAG = "flag"  # true or false
    ONE = "one"  # code of one choice
    MANY = "many"  # list of codes, possibly empty: "none of these"
    ROWS = "rows"  # list of objects, one a person


@dataclass(frozen=True)
class Choice:
    """One answer that may be ticked: stored by its code, shown by its label."""

    code: str
    label: str


@dataclass(frozen=True)
class Field:
    """One question of the act, or one column of its tables.

    `to_sign`: the act cannot be signed without it. `compared`: shown as "last time" under the
    question and among what changed since the last act. `width`: full, half or third of the page.
    `asked`: False for what the program fills in itself.
    """

    code: str
    type: Type
    label: str
    choices: tuple[Choice, ...] = ()
    columns: tuple[Field, ...] = ()
    to_sign: bool = False
    compared: bool = False
    hint: str = ""
    width: str = "full"
    asked: bool = True

    def choice(self, code: str) -> Choice | None:
        """The choice of this code, None when there is none."""
        return next((choice for choice in self.choices if choice.code == code), None)


@dataclass(frozen=True)
class Step:
    """One page of the form: a subject and its questions, in the order they are asked at home."""

    code: str
    title: str
    caption: str
    fields: tuple[Field, ...]

    @property
    def asked(self) -> tuple[Field, ...]:
        """The questions a person answers here."""
        return tuple(one for one in self.fields if one.asked)


@dataclass(frozen=True)
class Form:
    """One kind of act: the journal's kind of its entry, its pages, what is kept beside them."""

    kind: str
    steps: tuple[Step, ...]
    kept: tuple[Field, ...] = ()

    @cached_property
    def fields(self) -> dict[str, Field]:
        """Every field of `details` but `number`, by code."""
        asked = (one for step in self.steps for one in step.fields)
        return {one.code: one for one in (*self.kept, *asked)}

    @property
    def main(self) -> Step:
        """The first step: it also holds the date and the children."""
        return self.steps[0]

    def step(self, code: str) -> Step | None:
        """The step of this code, None when there is none."""
        return next((step for step in self.steps if step.code == code), None)

    def step_of(self, field: str) -> Step:
        """The step a field is asked in; the first one when it is asked nowhere."""
        return next(
            (step for step in self.steps if field in {one.code for one in step.fields}), self.main
        )

    def neighbours(self, step: Step) -> tuple[Step | None, Step | None]:
        """The steps before and after one; None at either end."""
        at = self.steps.index(step)
        return (
            self.steps[at - 1] if at else None,
            self.steps[at + 1] if at + 1 < len(self.steps) else None,
        )

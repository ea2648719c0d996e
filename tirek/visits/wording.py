"""An act's answers in words: for its pages, its Word file, and what was said last time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tirek.visits.rules.asked import Field, Form, Step, Type
from tirek.visits.rules.changes import Change
from tirek.visits.rules.details import Details, number_of, rows_of, said


@dataclass(frozen=True)
class Line:
    """One question and its answer in words; `given` is False when nobody has answered."""

    field: Field
    label: str
    text: str
    given: bool


@dataclass(frozen=True)
class Table:
    """A question answered by rows: its headings, its rows in words, which columns are numbers."""

    field: Field
    label: str
    heads: list[str]
    rows: list[list[str]]


@dataclass(frozen=True)
class Section:
    """A step of the act read out."""

    step: Step
    title: str
    tables: list[Table]
    lines: list[Line]

    @property
    def given(self) -> list[Line]:
        """The questions that were answered."""
        return [line for line in self.lines if line.given]

    @property
    def empty(self) -> list[str]:
        """The names of the questions nobody answered."""
        tables = [table.label for table in self.tables if not table.rows]
        asked = [line for line in self.lines if line.field.type is not Type.FLAG]
        return tables + [line.label for line in asked if not line.given]


def label(asked: Field) -> str:
    """A question in the page's language."""
    return pgettext("act", asked.label)


def in_words(asked: Field, value: object) -> str:
    """An answer in the page's language; "" when there is none."""
    if asked.type is Type.MANY:
        codes = value if isinstance(value, list) else []
        named = [choice_name(asked, code) for code in codes]
        if value is None:
            return ""
        return ", ".join(named) or pgettext("act", "none of these")
    if asked.type is Type.ROWS:
        return ", ".join(str(row["name"]) for row in rows_of({"": value}, "") if row.get("name"))
    if not said(value):
        return ""
    if asked.type is Type.ONE:
        return choice_name(asked, value)
    if asked.type is Type.FLAG:
        return _("yes")
    if asked.type in (Type.DATE, Type.TERM):
        return day_in_words(value)
    if asked.type in (Type.WHOLE, Type.DECIMAL):
        number = number_of(value)
        return number_in_words(number) if number is not None else str(value)
    return str(value)


def choice_name(asked: Field, code: object) -> str:
    """A choice in the page's language."""
    choice = asked.choice(str(code))
    return pgettext("act", choice.label) if choice else str(code)


def number_in_words(number: Decimal) -> str:
    """120 000 or 64,5: thin groups of three, a comma for the fraction."""
    whole, _dot, fraction = f"{number.normalize():f}".partition(".")
    grouped = f"{int(whole):,}".replace(",", "\u00a0")
    if whole.startswith("-") and not grouped.startswith("-"):
        grouped = f"-{grouped}"
    return f"{grouped},{fraction}" if fraction else grouped


def day_in_words(value: object) -> str:
    """23.11.2026 from "2026-11-23"."""
    try:
        return date.fromisoformat(str(value)).strftime("%d.%m.%Y")
    except ValueError:
        return str(value)


def table(asked: Field, details: Details) -> Table:
    """A table question with its rows in words."""
    columns = [column for column in asked.columns if column.asked]
    rows = rows_of(details, asked.code)
    return Table(
        asked,
        label(asked),
        [label(column) for column in columns],
        [[_cell(column, row.get(column.code)) for column in columns] for row in rows],
    )


def _cell(column: Field, value: object) -> str:
    if column.type is Type.YEAR and said(value):
        return str(value)
    return in_words(column, value)


def line(asked: Field, details: Details) -> Line:
    """A question and its answer in words."""
    value = details.get(asked.code)
    text = in_words(asked, value)
    return Line(asked, label(asked), text, given=bool(text))


def read_out(form: Form, details: Details) -> list[Section]:
    """The whole act, step by step, what nobody answered included."""
    return [
        Section(
            step,
            pgettext("act", step.title),
            [table(asked, details) for asked in step.fields if asked.type is Type.ROWS],
            [
                line(asked, details)
                for asked in step.fields
                if asked.type is not Type.ROWS and (asked.asked or said(details.get(asked.code)))
            ],
        )
        for step in form.steps
    ]


def change_in_words(change: Change) -> tuple[str, str, str]:
    """What changed, as (question, last time, this time)."""
    asked = change.field
    return label(asked), in_words(asked, change.was), in_words(asked, change.now)

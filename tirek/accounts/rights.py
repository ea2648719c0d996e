"""The role table in words: lines are things, columns roles, with footnotes where less is meant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from tirek.access.roles import REACH, TABLE, TOOK_PLACE, Role, Thing

# Verbs of keys in the order in which a cell tells them.
WORDS: Mapping[str, Promise] = {
    "read": pgettext_lazy("right", "sees"),
    "write": pgettext_lazy("right", "writes"),
    "know": pgettext_lazy("right", "knows that it took place"),
    "own": pgettext_lazy("right", "the own one"),
    "manage": pgettext_lazy("right", "manages"),
    "import": pgettext_lazy("right", "brings in"),
    "issue": pgettext_lazy("right", "issues"),
    "sign": pgettext_lazy("right", "signs"),
    "answer": pgettext_lazy("right", "answers"),
    "mark": pgettext_lazy("right", "marks as carried out"),
    "give": pgettext_lazy("right", "gives out"),
    "adjust": pgettext_lazy("right", "moves"),
    "give_back": pgettext_lazy("right", "gives back"),
    "decide": pgettext_lazy("right", "decides"),
    "merge": pgettext_lazy("right", "joins"),
    "send": pgettext_lazy("right", "sends"),
    "receive": pgettext_lazy("right", "receives"),
    "propose": pgettext_lazy("right", "proposes"),
    "approve": pgettext_lazy("right", "approves"),
    "review": pgettext_lazy("right", "reviews"),
    "break": pgettext_lazy("right", "opens in an emergency"),
}


@dataclass(frozen=True)
class Cell:
    """What a role may do with a thing, empty for nothing; `note` is a footnote's number or 0."""

    text: str
    note: int = 0


@dataclass(frozen=True)
class Line:
    """A thing and its cells, one for each role."""

    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Rights:
    """The whole table: roles, whose pupils each reaches, sections of lines, footnotes from 1."""

    roles: tuple[str, ...]
    reach: Line
    sections: tuple[tuple[str, tuple[Line, ...]], ...]
    notes: tuple[str, ...]


def rights() -> Rights:
    """The table of `access/roles/`, the only place where rights are written."""
    notes: list[str] = []
    sections = tuple(
        (str(section.name), tuple(_line(thing, notes) for thing in section.things))
        for section in TABLE
    )
    return Rights(
        roles=tuple(str(role.label) for role in Role),
        reach=Line(_("Whose pupils"), tuple(Cell(str(REACH[role].label)) for role in Role)),
        sections=sections,
        notes=tuple(notes),
    )


def _line(thing: Thing, notes: list[str]) -> Line:
    return Line(str(thing.name), tuple(_cell(thing, role, notes) for role in Role))


def _cell(thing: Thing, role: Role, notes: list[str]) -> Cell:
    verbs = [verb for verb in WORDS if role in thing.verbs.get(verb, ())]
    verbs += sorted(v for v, roles in thing.verbs.items() if v not in WORDS and role in roles)
    if "read" in verbs and "know" in verbs:
        verbs.remove("know")  # who reads it knows of it
    text = ", ".join(str(WORDS.get(verb, verb)) for verb in verbs)
    note = str(thing.notes.get(role, ""))
    if not text or not note or (verbs == ["know"] and note == str(TOOK_PLACE)):
        return Cell(text or note)
    if note not in notes:
        notes.append(note)
    return Cell(text, notes.index(note) + 1)

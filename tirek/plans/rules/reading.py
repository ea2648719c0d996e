"""Makes plans of tables: kinds, rows, items with their terms and who answers for them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from tirek.plans.rules.letters import plain
from tirek.plans.rules.responsible import parse_responsible
from tirek.plans.rules.tables import Cell, RawRow, RawTable
from tirek.plans.rules.terms import Term
from tirek.plans.rules.words import split_terms

OWN, NURSE, CLASS_TEACHERS, PSYCHOLOGIST = "OWN", "NURSE", "CLASS_TEACHERS", "PSYCHOLOGIST"
KINDS = (OWN, NURSE, CLASS_TEACHERS, PSYCHOLOGIST)
_PARTNERS = (
    (NURSE, "NURSE", r"мед ?бике|мед ?сестр|nurse"),
    (PSYCHOLOGIST, "PSYCHOLOGIST", r"психолог|psycholog"),
    (CLASS_TEACHERS, "CLASS_TEACHER", r"сынып ?жет|классн\w* рук|class teacher"),
)
_BULLET = re.compile(r"^\s*(?:[-–—•*]+|\d+[.)](?=\s))\s*")
_SUB = re.compile(r"^\s*[·o▪◦‣]\s+")
_GLUED = re.compile(r"(?<=;)\s*[-–—]+\s*(?=\S)")


@dataclass(frozen=True)
class Item:
    """One thing to be done: its words, its term (None: unknown), who, is the pairing sure."""

    text: str
    term: Term | None
    responsible: tuple[str, ...]
    paired: bool


@dataclass(frozen=True)
class PlanLine:
    """A numbered row of a plan and the items in it."""

    number: str
    section: str
    items: tuple[Item, ...]
    at: int = 0


@dataclass(frozen=True)
class ReadPlan:
    """A plan as it was read; `heading` as it stands in the file."""

    kind: str
    heading: str
    rows: tuple[PlanLine, ...]


@dataclass(frozen=True)
class Trouble:
    """Something a person should look at: which row and cell, what stands there, what is wrong.

    Codes: UNKNOWN_TERM, NO_TERM, UNKNOWN_ROLE, NO_ITEMS, TWO_OF_A_KIND, NO_PLANS.
    """

    code: str
    plan: str = ""
    row: str = ""
    cell: str = ""
    value: str = ""
    at: int = 0


@dataclass
class Reading:
    """Plans and troubles of one file."""

    plans: list[ReadPlan] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The figures of `tirek import_plan --format json`, without the problems' words."""
        return {
            "plans": [
                {
                    "kind": plan.kind,
                    "rows": [
                        {
                            "number": row.number,
                            "section": row.section,
                            "items": [
                                {
                                    "text": item.text,
                                    "term": item.term.as_json() if item.term else None,
                                    "responsible": list(item.responsible),
                                    "paired": item.paired,
                                }
                                for item in row.items
                            ],
                        }
                        for row in plan.rows
                    ],
                }
                for plan in self.plans
            ]
        }


def read(tables: list[RawTable]) -> Reading:
    """Read every table that has rows."""
    reading = Reading()
    for table in tables:
        rows: list[PlanLine] = []
        section = ""
        kind = _kind(table)
        for raw in table.rows:
            if raw.section:
                section = raw.section
                continue
            if raw.activity or raw.term or raw.responsible:
                rows.append(_line(raw, section, kind, reading.troubles))
        if rows:
            if any(plan.kind == kind for plan in reading.plans):
                reading.troubles.append(Trouble("TWO_OF_A_KIND", kind, value=table.heading))
            reading.plans.append(ReadPlan(kind, table.heading, tuple(rows)))
    if not reading.plans:
        reading.troubles.append(Trouble("NO_PLANS"))
    return reading


def _kind(table: RawTable) -> str:
    """By the heading when it speaks of a plan, else by who answers together in most rows."""
    heading = plain(table.heading)
    if re.search(r"жоспар|план|plan", heading):
        for kind, _role, pattern in _PARTNERS:
            if re.search(pattern, heading):
                return kind
        return OWN
    rows = [row for row in table.rows if row.responsible]
    for kind, role, _pattern in _PARTNERS:
        named = [role in parse_responsible("\n".join(row.responsible)).roles for row in rows]
        others = [len(parse_responsible("\n".join(row.responsible)).roles) for row in rows]
        if rows and all(named) and max(others) <= 2:
            return kind
    return OWN


def _line(raw: RawRow, section: str, kind: str, troubles: list[Trouble]) -> PlanLine:
    def trouble(code: str, cell: str, value: str = "") -> None:
        troubles.append(Trouble(code, kind, raw.number, cell, value, raw.at))

    texts = items(raw.activity)
    if not texts:
        trouble("NO_ITEMS", "activity")
    terms = split_terms(raw.term)
    if not terms:
        trouble("NO_TERM", "term")
    for one in terms:
        if one.term is None:
            trouble("UNKNOWN_TERM", "term", one.text)
    who = parse_responsible("\n".join(raw.responsible))
    for word in who.unknown:
        trouble("UNKNOWN_ROLE", "responsible", _as_written(word, raw.responsible))
    paired = len(terms) <= 1 or len(terms) == len(texts)
    return PlanLine(
        raw.number,
        section,
        tuple(
            Item(
                text,
                terms[min(index, len(terms) - 1)].term if terms else None,
                tuple(who.roles),
                paired and bool(terms),
            )
            for index, text in enumerate(texts)
        ),
        raw.at,
    )


def _as_written(word: str, cell: Cell) -> str:
    """The word as it stands in the cell; the rules speak of it folded."""
    for line in cell:
        for part in line.split():
            if plain(part).strip(".,;:") == word:
                return part.strip(".,;:")
    return word


def items(cell: Cell) -> list[str]:
    """The items of an activity cell.

    A line is an item; a line that goes on in small letters belongs to the one before. Points
    under an item that ends in a colon belong to it until one of them ends in a full stop.
    """
    found: list[str] = []
    listing = False
    for line in cell:
        for piece in _GLUED.split(line):
            point = bool(_SUB.match(piece))
            text = _BULLET.sub("", _SUB.sub("", piece)).strip()
            if not text:
                continue
            goes_on = bool(found) and not _BULLET.match(piece) and not point
            if found and point and listing:
                found[-1] = f"{found[-1]}\n· {text}"
                listing = not text.endswith(".")
            elif goes_on and text[0].islower() and found[-1][-1] not in ".;:!?":
                found[-1] = f"{found[-1]} {text}"
            else:
                found.append(text)
                listing = text.endswith(":")
    return [text.rstrip("; ").strip() for text in found]

"""A paper's parts by name: what a school's own Word form can show of any document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tirek.office.document import (
    Document,
    Facts,
    Heading,
    PageBreak,
    Paragraph,
    Signatures,
    Table,
    shown,
)
from tirek.wordforms.rules.names import RESERVED, fact_name, has_digits, looked_up, name_of

# The texts above and below every paper.
FRAME = ("approval", "org", "title", "left", "right", "footer")


@dataclass
class Named:
    """A document taken apart: `tree` by name; headings; names of the tables in their order."""

    tree: dict[str, Any]
    headings: list[str] = field(default_factory=list)
    tables: list[str] = field(default_factory=list)
    # The headings of each table's columns, their digits left out: years change, columns do not.
    columns: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Missed:
    """What a form made for one paper has no name for in another of its kind.

    `other`: tables of the same name with other columns, which would be shown wrongly.
    """

    lines: list[str]
    tables: list[str]
    other: list[str]


def named(document: Document, *, example: bool = False) -> Named:
    """The document's parts by name; in an `example` every list has an item, so that its fields
    are known.
    """
    tree: dict[str, Any] = {part: getattr(document, part) for part in FRAME}
    found = Named(tree)
    facts: dict[str, str] = {}
    texts = signatures = 0
    heading = ""
    for block in document.blocks:
        if isinstance(block, Heading):
            heading = block.text
            found.headings.append(heading)
            continue
        if isinstance(block, Paragraph):
            texts += 1
            tree[f"text{texts}"] = block.text
        elif isinstance(block, Facts):
            for label, value in block.rows:
                name = fact_name(label, len(facts) + 1)
                facts[name] = f"{facts[name]}\n{value}" if name in facts else value
        elif isinstance(block, Signatures):
            signatures += 1
            people = [{"post": post, "name": name} for post, name in block.rows]
            tree[f"signatures{signatures}"] = people or ([{"post": "", "name": ""}] * example)
        elif isinstance(block, Table):
            name = _table_name(block, tree)
            tree[name] = _table(block, heading, example)
            found.tables.append(name)
            found.columns[name] = [
                "".join(sign for sign in f"{c.group}/{c.title}" if not sign.isdigit())
                for c in block.columns
            ]
        if not isinstance(block, PageBreak):
            heading = ""
    tree["facts"] = facts
    tree["tables"] = [tree[name] for name in found.tables]
    tree["more"] = [""] * example
    return found


def _table_name(block: Table, taken: Mapping[str, Any]) -> str:
    name = name_of(block.title)
    if name and name not in RESERVED and name not in taken:
        return name
    number = 1
    while f"table{number}" in taken:
        number += 1
    return f"table{number}"


def column_names(block: Table) -> list[tuple[str, str]]:
    """For each column its number's name, c1, and the name of its heading, if it has one alone."""
    words = [name_of(column.title) for column in block.columns]
    return [
        (f"c{at}", word if word and words.count(word) == 1 and word not in RESERVED else "")
        for at, word in enumerate(words, start=1)
    ]


def _table(block: Table, heading: str, example: bool) -> dict[str, Any]:
    names, words = column_names(block), dict(block.sections)
    rows = [
        {name: shown(cell) for pair, cell in zip(names, row, strict=True) for name in pair if name}
        | {"section": words.get(number, "")}
        for number, row in enumerate(block.rows)
    ]
    blank = [{name: "" for pair in [*names, ("section",)] for name in pair if name}] * example
    last = len(rows) - block.sums
    return {
        "title": block.title or heading,
        "note": block.note,
        "empty": block.empty if not rows else "",
        "heads": {number: c.title for (number, _w), c in zip(names, block.columns, strict=True)},
        "groups": {number: c.group for (number, _w), c in zip(names, block.columns, strict=True)},
        "rows": rows[:last] or blank,
        "sums": rows[last:] or blank,
    }


def missed(found: Named, known: Named) -> Missed:
    """What of this paper the example does not name: short texts as lines, tables by name."""
    lines = []
    for text in found.headings:
        if text not in known.headings and not any(
            text == table["title"] for table in found.tree["tables"]
        ):
            lines.append(text)
    facts = known.tree["facts"]
    lines += [
        f"{name.replace('_', ' ')}: {v}"
        for name, v in found.tree["facts"].items()
        if name not in facts
    ]
    for name, value in found.tree.items():
        if name in known.tree or name in found.tables:
            continue
        if isinstance(value, str):
            lines.append(value)
        else:
            lines += [": ".join(filter(None, (one["post"], one["name"]))) for one in value]
    shapes = list(known.columns.values())
    tables = [name for name in found.tables if name not in known.tree]
    return Missed(
        lines,
        tables,
        [
            name
            for name in found.tables
            if found.columns[name] != known.columns.get(name, found.columns[name])
            or (name in tables and found.columns[name] not in shapes)
        ],
    )


def sections(document: Document) -> list[str]:
    """The words of the rows that span a table, which a form shows as `row.section`."""
    tables = (block for block in document.blocks if isinstance(block, Table))
    return [words for table in tables for _number, words in table.sections]


def still_known(used: list[str], known: Named) -> list[str]:
    """The names among `used` that papers of this kind no longer have."""
    gone = []
    for path in used:
        try:
            looked_up(known.tree, path.split("."))
        except KeyError:
            gone.append(path)
    return gone


@dataclass(frozen=True)
class Line:
    """A line of the list of placeholders: what to write, what comes there, an example."""

    write: str
    label: str
    example: str


def listed(document: Document) -> Iterator[tuple[str, list[Line]]]:
    """The placeholders of a paper in groups, each group with its code or its own title."""
    known = named(document, example=True)
    tree = known.tree
    yield (
        "frame",
        [
            Line(f"{{{{ {one} }}}}", one, tree[one])
            for one in FRAME
            if tree[one] or one != "approval"
        ],
    )
    texts = [one for one in tree if one.startswith("text") and isinstance(tree[one], str)]
    if texts:
        yield "texts", [Line(f"{{{{ {one} }}}}", "text", tree[one]) for one in texts]
    if tree["facts"]:
        labels = _labels(document)
        yield (
            "facts",
            [
                Line(f"{{{{ facts.{name} }}}}", labels[name], value)
                for name, value in tree["facts"].items()
            ],
        )
    blocks = [block for block in document.blocks if isinstance(block, Table)]
    for name, block in zip(known.tables, blocks, strict=True):
        yield (block.title or tree[name]["title"], list(_of_table(name, block, tree[name])))
    people = [one for one in tree if one.startswith("signatures")]
    if people:
        yield (
            "signatures",
            [
                Line(
                    f"{{%tr for one in {name} %}} {{{{ one.post }}}} {{{{ one.name }}}}"
                    " {%tr endfor %}",
                    "signatures",
                    "; ".join(": ".join(filter(None, one.values())) for one in tree[name]),
                )
                for name in people
            ],
        )
    more = "{%p for line in more %} {{ line }} {%p endfor %}"
    yield "more", [Line(more, "more", "")]


def _labels(document: Document) -> dict[str, str]:
    labels: dict[str, str] = {}
    for block in document.blocks:
        if isinstance(block, Facts):
            for label, _value in block.rows:
                labels.setdefault(fact_name(label, len(labels) + 1), label)
    return labels


def _of_table(name: str, block: Table, tree: Mapping[str, Any]) -> Iterator[Line]:
    yield Line(f"{{%tr for row in {name}.rows %}} … {{%tr endfor %}}", "rows", "")
    for (number, word), column in zip(column_names(block), block.columns, strict=True):
        label = ", ".join(filter(None, (column.group, column.title)))
        yield Line(f"{{{{ row.{word or number} }}}}", label, tree["rows"][0][number])
    if block.sections:
        cell = "{%tr if row.section %} {{ row.section }} {%tr endif %}"
        yield Line(cell, "section", block.sections[0][1])
    if block.sums:
        yield Line(f"{{%tr for row in {name}.sums %}} … {{%tr endfor %}}", "sums", "")
    for (number, _word), column in zip(column_names(block), block.columns, strict=True):
        for kind, text in (("groups", column.group), ("heads", column.title)):
            if has_digits(text):
                yield Line(f"{{{{ {name}.{kind}.{number} }}}}", "heads", text)
    if block.empty:
        yield Line(f"{{{{ {name}.empty }}}}", "empty", block.empty)
    if block.note:
        yield Line(f"{{{{ {name}.note }}}}", "note", block.note)

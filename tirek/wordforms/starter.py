"""A Word file to begin from: our own form with the placeholders in their places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from tirek.office.document import (
    Block,
    Cell,
    Document,
    Facts,
    Heading,
    Paragraph,
    Signatures,
    Table,
)
from tirek.office.word import word
from tirek.wordforms.rules.names import name_of
from tirek.wordforms.shapes import FRAME, column_names, named

END_ROW, END = "{%tr endfor %}", "{%p endfor %}"


def starter(sample: Document) -> bytes:
    """The Word file: drawn by the same hand as our own form, its texts being placeholders."""
    frame: dict[str, Any] = {
        one: f"{{{{ {one} }}}}" if getattr(sample, one) else "" for one in FRAME
    }
    return word(replace(sample, blocks=list(_blocks(sample)), **frame))


def _blocks(sample: Document) -> Iterator[Block]:
    """Block by block; tables of one shape, each under a heading of its own, become one loop."""
    names = iter(named(sample, example=True).tables)
    texts = signatures = facts = 0
    alike = _alike(sample.blocks)
    yield Paragraph("{%p for line in more %}")
    yield Paragraph("{{ line }}")
    yield Paragraph(END)
    looped = False
    for at, block in enumerate(sample.blocks):
        if isinstance(block, Paragraph):
            texts += 1
            yield replace(block, text=f"{{{{ text{texts} }}}}")
        elif isinstance(block, Facts):
            rows = []
            for label, _value in block.rows:
                facts += 1
                rows.append((label, f"{{{{ facts.{name_of(label) or f'fact{facts}'} }}}}"))
            yield Facts(rows)
        elif isinstance(block, Signatures):
            signatures += 1
            yield _signatures(block, f"signatures{signatures}")
        elif isinstance(block, Table):
            name = next(names)
            if alike:
                if not looped:
                    yield Paragraph("{%p for part in tables %}")
                    yield Heading("{{ part.title }}")
                    yield _table(block, "part")
                    yield Paragraph(END)
                looped = True
            else:
                yield _table(block, name)
                if block.empty:
                    yield Paragraph(f"{{%p if {name}.empty %}}")
                    yield Paragraph(f"{{{{ {name}.empty }}}}")
                    yield Paragraph("{%p endif %}")
        elif isinstance(block, Heading) and alike and isinstance(_after(sample.blocks, at), Table):
            continue
        else:
            yield block


def _after(blocks: Sequence[Block], at: int) -> Block | None:
    return blocks[at + 1] if at + 1 < len(blocks) else None


def _alike(blocks: Sequence[Block]) -> bool:
    """Are there several tables, all of the same columns and without titles of their own?"""
    tables = [block for block in blocks if isinstance(block, Table)]
    shapes = [shape for shape, _ in groupby([c.title for c in table.columns] for table in tables)]
    return len(tables) > 1 and len(shapes) == 1 and not any(table.title for table in tables)


def _signatures(block: Signatures, name: str) -> Signatures:
    rows = [
        (f"{{%tr for one in {name} %}}", ""),
        ("{{ one.post }}", "{{ one.name }}"),
        (END_ROW, ""),
    ]
    return Signatures(rows, title=block.title)


def _table(block: Table, name: str) -> Table:
    width = len(block.columns)
    cells = [f"{{{{ row.{word or number} }}}}" for number, word in column_names(block)]
    rows = [*_loop(f"{name}.rows", cells, width)]
    sums = 0
    if block.sums:
        rows += _loop(f"{name}.sums", cells, width)
        sums = 3
    return replace(
        block,
        rows=rows,
        sums=sums,
        note=f"{{{{ {name}.note }}}}" if block.note else "",
        empty="",
    )


def _loop(path: str, cells: list[str], width: int) -> list[Sequence[Cell]]:
    rest = [""] * (width - 1)
    return [[f"{{%tr for row in {path} %}}", *rest], cells, [END_ROW, *rest]]

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
from tirek.wordforms.rules.names import fact_name, has_digits
from tirek.wordforms.shapes import FRAME, column_names, named

END_ROW, END_IF, END = "{%tr endfor %}", "{%tr endif %}", "{%p endfor %}"


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
                rows.append((label, f"{{{{ facts.{fact_name(label, facts)} }}}}"))
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
    """The table with a loop for its rows and one for its sums; headings that change from paper to
    paper (years, grades) are placeholders too.
    """
    names = column_names(block)
    widest = max(range(len(names)), key=lambda at: block.columns[at].width)
    cells = [f"{{{{ row.{word or number} }}}}" for number, word in names]
    rows = _loop(f"{name}.rows", cells, widest)
    sections: list[tuple[int, str]] = []
    if block.sections:
        # A row over all columns between its condition's two rows, before the row's own cells.
        rows[1:1] = [_tag("{%tr if row.section %}", widest, cells), _tag(END_IF, widest, cells)]
        sections = [(2, "{{ row.section }}")]
    sums = 0
    if block.sums:
        rows += _loop(f"{name}.sums", cells, widest)
        sums = 3
    columns = [
        replace(
            column,
            title=_said(column.title, f"{name}.heads.{number}"),
            group=_said(column.group, f"{name}.groups.{_first(block, at)}"),
        )
        for at, (column, (number, _word)) in enumerate(zip(block.columns, names, strict=True))
    ]
    return replace(
        block,
        title=_said(block.title, f"{name}.title"),
        columns=columns,
        rows=rows,
        sums=sums,
        note=f"{{{{ {name}.note }}}}" if block.note else "",
        empty="",
        sections=sections,
    )


def _said(text: str, path: str) -> str:
    return f"{{{{ {path} }}}}" if has_digits(text) else text


def _first(block: Table, at: int) -> str:
    """The first column under the same group: the group stands above them once."""
    while at and block.columns[at - 1].group == block.columns[at].group:
        at -= 1
    return f"c{at + 1}"


def _loop(path: str, cells: list[str], widest: int) -> list[Sequence[Cell]]:
    """Three rows; the tags stand in the widest cell, so that they can be read."""

    return [
        _tag(f"{{%tr for row in {path} %}}", widest, cells),
        cells,
        _tag(END_ROW, widest, cells),
    ]


def _tag(tag: str, widest: int, cells: list[str]) -> list[Cell]:
    return [tag if at == widest else "" for at in range(len(cells))]

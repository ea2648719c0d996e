"""Words of the papers in templates."""

from collections.abc import Sequence

from django import template

from tirek.office.document import Block, Cell, Column, Heading, Pictures, Signatures, shown
from tirek.reports.papers import signed_number

register = template.Library()
register.filter("signed", signed_number)


@register.filter
def is_signed(block: Block) -> bool:
    """Is this the place for signatures?"""
    return isinstance(block, Signatures)


@register.filter
def is_pictured(block: Block) -> bool:
    """Is it a block of photos?"""
    return isinstance(block, Pictures)


@register.filter
def is_heading(block: Block) -> bool:
    """Is this a heading inside the paper?"""
    return isinstance(block, Heading)


@register.filter
def under(row: Sequence[Cell], columns: Sequence[Column]) -> list[tuple[str, bool]]:
    """A row of a frozen table: each cell as it is shown, and whether it is a figure."""
    return [(shown(cell), column.number) for cell, column in zip(row, columns, strict=True)]

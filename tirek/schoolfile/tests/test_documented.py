"""docs/interchange.md names every section, key and code of the school file, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tirek.access.roles import Role
from tirek.access.rules.shape import Shape
from tirek.cards.ready import rows
from tirek.journal.kinds import kinds
from tirek.management.commands.doctor import words
from tirek.schoolfile.load import shape

TEXT = (Path(__file__).parents[3] / "docs" / "interchange.md").read_text("utf-8")


def keys_of(one: Shape) -> Iterator[str]:
    """Every key of a shape, at any depth."""
    for name, inner in (one.keys or {}).items():
        yield name
        yield from keys_of(inner)
    if one.item is not None:
        yield from keys_of(one.item)


@pytest.mark.parametrize("key", sorted(set(keys_of(shape()))))
def test_every_key_is_there(key: str) -> None:
    assert re.search(rf'[`"]{key}["`]', TEXT), key


@pytest.mark.parametrize("code", [*Role.values, *kinds(), *words()])
def test_every_code_is_there(code: str) -> None:
    assert re.search(rf"\b{code}\b", TEXT)


def test_every_topic_is_there() -> None:
    for kind in kinds().values():
        listed = re.search(rf"^\| {kind.code} \| ([A-Z_, ]*) \|", TEXT, re.MULTILINE)
        assert listed, kind.code
        assert [one for one in listed[1].split(", ") if one] == list(kind.topics)


def test_every_built_in_category_and_norm_is_there() -> None:
    for row in (*rows("categories"), *rows("norms")):
        code = row["code"]
        assert code in TEXT or code.startswith("AID_"), code

"""Names of placeholders: made from labels, looked up, and the nearest one when mistyped."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

# A placeholder's data: a text, a part with named fields, or a list of parts or texts.
Tree = str | Mapping[str, Any] | Sequence[Any]

LONGEST = 40
RESERVED = {
    *("title", "org", "left", "right", "footer", "facts", "tables", "more", "for", "in", "if"),
    *("else", "not", "and", "or", "is", "true", "false", "none", "loop", "row", "one", "part"),
    *("section", "approval"),
}


def name_of(label: str) -> str:
    """«Туған күні, айы» → Туған_күні_айы: letters and digits; empty when no name comes of it.

    Labels that begin with a digit, or hold one (a year, a number), give none: they change.
    """
    text = unicodedata.normalize("NFC", label)
    if has_digits(text):
        return ""
    kept = "".join(sign if sign.isalpha() else " " for sign in text).split()
    name = "_".join(kept)[:LONGEST].rstrip("_")
    return name if name.isidentifier() else ""


def has_digits(text: str) -> bool:
    """Does the text change from paper to paper: a year, a grade, a number?"""
    return any(sign.isdigit() for sign in text)


def fact_name(label: str, number: int) -> str:
    """The name of a fact: its label's letters; where it has none, its number among the facts."""
    return name_of("".join(sign for sign in label if not sign.isdigit())) or f"fact{number}"


def looked_up(tree: Any, path: Sequence[str]) -> Any:
    """What a path leads to in a tree, a list being asked by its first item; KeyError if nothing."""
    at = tree
    for step in path:
        if isinstance(at, (list, tuple)):
            at = at[0] if at else {}
        if not isinstance(at, Mapping) or step not in at:
            raise KeyError(step)
        at = at[step]
    return at


def nearest(name: str, known: Sequence[str]) -> str:
    """The known name most like this one, empty when none is near."""
    folded = {one.casefold(): one for one in known}
    found = get_close_matches(name.casefold(), list(folded), n=1, cutoff=0.5)
    return folded[found[0]] if found else ""

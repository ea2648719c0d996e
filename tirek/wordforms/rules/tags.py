"""The little language of placeholders: a value, a loop over a list, a condition; nothing else.

It is a part of what docxtpl understands: `{{ left }}`, `{% if left %} … {% endif %}`,
`{%tr for row in X.rows %} … {%tr endfor %}` (rows), `{%p … %}` (paragraphs).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tirek.wordforms.rules.names import looked_up, nearest

TAG = re.compile(r"\{\{(?P<value>[^{}]{0,300})\}\}|\{%(?P<kind>tr |p )?(?P<deed>[^{}%]{0,300})%\}")
LOOSE = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}|\{_|_\}|%_\}")
_NAME = r"[^\W\d_]\w{0,60}"
_PATH = rf"{_NAME}(?:\.{_NAME}){{0,3}}"
VALUE = re.compile(rf"\s*(?P<path>{_PATH})\s*")
FOR = re.compile(rf"\s*for\s+(?P<name>{_NAME})\s+in\s+(?P<path>{_PATH})\s*")
IF = re.compile(rf"\s*(?:if|elif)\s+(?:not\s+)?(?P<path>{_PATH})\s*")
ENDS = {"endfor": "for", "endif": "if"}

MOST_TAGS, DEEPEST = 3_000, 4


@dataclass(frozen=True)
class Place:
    """Where something stands: part of the file, table, row, paragraph (from 1; 0: in none).

    `cell` is a number of the cell that a paragraph stands in, so that two can be told apart.
    """

    story: str
    table: int = 0
    row: int = 0
    paragraph: int = 0
    cell: int = 0


@dataclass(frozen=True)
class Trouble:
    """What is wrong with a tag: a code, the tag as typed, the name meant, where."""

    code: str
    place: Place
    text: str = ""
    nearest: str = ""


@dataclass
class _Open:
    """A loop or condition that waits for its end."""

    word: str
    kind: str
    place: Place
    text: str
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)


class Reading:
    """Reads the texts of a file in order and keeps what they use and what is wrong with them."""

    def __init__(self, known: Mapping[str, Any]) -> None:
        """`known`: the tree of an example, where every list has an item."""
        self.known = known
        self.used: set[str] = set()
        self.troubles: list[Trouble] = []
        self.tags = 0
        self._open: list[_Open] = []
        self._rows: dict[tuple[str, int, int], set[str]] = {}

    def paragraph(self, text: str, place: Place) -> None:
        """One paragraph, as it is read: its tags, and signs of tags that are none."""
        if "{" not in text and "}" not in text:
            return
        self._alone(text, place)
        for found in TAG.finditer(text):
            self.tags += 1
            if found["value"] is not None:
                self._value(found[0], found["value"], place)
            else:
                self._deed(found[0], (found["kind"] or "").strip(), found["deed"], place)
        rest = TAG.sub("", text)
        if LOOSE.search(rest) or rest.rstrip().endswith("{") or rest.lstrip().startswith("}"):
            self._trouble("BROKEN", place, " ".join(rest.split())[:80])
        if self.tags > MOST_TAGS:
            self._trouble("TOO_MANY", place)
        for one in [one for one in self._open if not one.kind]:
            self._trouble("NOT_CLOSED", one.place, one.text)
            self._open.remove(one)

    def _alone(self, text: str, place: Place) -> None:
        """The row of a `{%tr` and the paragraph of a `{%p` go away: nothing else stands there."""
        kinds = [found["kind"] or "" for found in TAG.finditer(text)]
        if "p " in kinds and len(kinds) > 1:
            self._trouble("NOT_ALONE", place, text[:80])
        row = (place.story, place.table, place.row)
        before = self._rows.setdefault(row, set())
        if place.table and ("tr " in kinds or "tr " in before) and len(kinds) + len(before) > 1:
            self._trouble("NOT_ALONE", place, text[:80])
        before |= set(kinds)

    def end_of_story(self) -> None:
        """A part of the file ends: whatever is still open was never closed."""
        for one in self._open:
            self._trouble("NOT_CLOSED", one.place, one.text)
        self._open.clear()

    def _trouble(self, code: str, place: Place, text: str = "", near: str = "") -> None:
        if len(self.troubles) < 100:
            self.troubles.append(Trouble(code, place, text, near))

    def _value(self, tag: str, inside: str, place: Place) -> None:
        found = VALUE.fullmatch(inside)
        if found is None:
            self._trouble("NOT_ALLOWED", place, tag)
        elif (there := self._resolved(found["path"], tag, place)) is not None and not isinstance(
            there, str
        ):
            self._trouble("A_LIST" if isinstance(there, (list, tuple)) else "A_PART", place, tag)

    def _deed(self, tag: str, kind: str, inside: str, place: Place) -> None:
        word = inside.split()[0] if inside.split() else ""
        if word in ENDS and inside.strip() == word:
            self._close(tag, ENDS[word], kind, place)
        elif word in {"else", "elif"}:
            if not self._open or self._open[-1].word != "if" or self._open[-1].kind != kind:
                self._trouble("NOT_OPENED", place, tag)
                return
            self._together(self._open[-1], tag, place)
            if word == "else" and inside.strip() != word:
                self._trouble("NOT_ALLOWED", place, tag)
            if word == "elif":
                self._condition(tag, inside, place)
        elif word == "if":
            self._condition(tag, inside, place)
            self._push(_Open("if", kind, place, tag))
        elif word == "for":
            self._loop(tag, kind, inside, place)
        else:
            self._trouble("NOT_ALLOWED", place, tag)

    def _condition(self, tag: str, inside: str, place: Place) -> None:
        found = IF.fullmatch(inside)
        if found is None:
            self._trouble("NOT_ALLOWED", place, tag)
        else:
            self._resolved(found["path"], tag, place)

    def _loop(self, tag: str, kind: str, inside: str, place: Place) -> None:
        found = FOR.fullmatch(inside)
        opened = _Open("for", kind, place, tag)
        if found is None:
            self._trouble("NOT_ALLOWED", place, tag)
        elif (there := self._resolved(found["path"], tag, place)) is None:
            opened.names = {found["name"]: ()}
        else:
            path = self._full(found["path"])
            around = [one for one in self._open if one.word == "for"]
            first = found["path"].split(".")[0]
            if not isinstance(there, (list, tuple)):
                self._trouble("NO_LIST", place, tag)
            elif around and first not in around[-1].names:
                # Lists within lists only of the outer one: work grows with the paper, not squared.
                self._trouble("LOOP_IN_LOOP", place, tag)
            opened.names = {found["name"]: path}
            if found["name"] in self.known:
                self._trouble("NAME_TAKEN", place, tag)
        self._push(opened)

    def _push(self, opened: _Open) -> None:
        self._open.append(opened)
        if len(self._open) > DEEPEST:
            self._trouble("TOO_DEEP", opened.place, opened.text)

    def _close(self, tag: str, word: str, kind: str, place: Place) -> None:
        if not self._open or self._open[-1].word != word or self._open[-1].kind != kind:
            self._trouble("NOT_OPENED", place, tag)
            return
        self._together(self._open.pop(), tag, place)

    def _together(self, opened: _Open, tag: str, place: Place) -> None:
        """What belongs together stands in one table, one cell or text, one paragraph."""
        if opened.kind == "tr":
            apart = opened.place.table != place.table or opened.place.table == 0
        elif opened.kind == "p":
            apart = opened.place.cell != place.cell
        else:
            apart = opened.place != place
        if apart:
            self._trouble("APART", place, tag)

    def _full(self, path: str) -> tuple[str, ...]:
        """The path from the top: the name of a loop stands for what it goes over.

        Empty when that was not known: it has been said once.
        """
        first, *rest = path.split(".")
        for one in reversed(self._open):
            if first in one.names:
                around = one.names[first]
                return (*around, *rest) if around else ()
        return (first, *rest)

    def _resolved(self, path: str, tag: str, place: Place) -> Any:
        """What the path leads to in the example; None, and said so, when it is not known."""
        full = self._full(path)
        if not full:
            return None
        try:
            there = looked_up(self.known, full)
        except KeyError as missing:
            step = str(missing.args[0])
            at = full.index(step)
            scope = looked_up(self.known, full[:at]) if at else self.known
            if isinstance(scope, (list, tuple)):
                scope = scope[0] if scope else {}
            names: Sequence[str] = list(scope) if isinstance(scope, Mapping) else []
            if not at:
                names = [*names, *(name for one in self._open for name in one.names)]
            near = nearest(step, names)
            typed = path.split(".")
            if near:
                typed[len(typed) - (len(full) - at)] = near
            self._trouble("UNKNOWN", place, path, ".".join(typed) if near else "")
            return None
        # The name of a loop over plain texts is a text, else a part of the list.
        if isinstance(there, (list, tuple)) and path.split(".")[0] != full[0] and "." not in path:
            there = there[0] if there else ""
        self.used.add(".".join(full))
        return there

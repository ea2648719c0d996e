"""Two versions of one act, grown out of the same answers, made into one (trust rule 21)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Merged:
    """`answers` of both; `clashes` are the questions both answered anew and differently: there the
    school's answer stands until a person decides."""

    answers: dict[str, Any]
    clashes: tuple[str, ...]


def merged(base: Answers, phone: Answers, school: Answers) -> Merged:
    """What the phone wrote and what was written at school meanwhile, question by question.

    `base` is what both began with. An answer taken away is a change too. Whoever comes first, the
    same questions clash and no other answer is lost.
    """
    answers: dict[str, Any] = {}
    clashes = []
    for code in dict.fromkeys([*school, *phone, *base]):
        was, mine, theirs = base.get(code), phone.get(code), school.get(code)
        if mine in (theirs, was):
            chosen = theirs
        elif theirs == was:
            chosen = mine
        else:
            chosen = theirs
            clashes.append(code)
        if chosen is not None:
            answers[code] = chosen
    return Merged(answers, tuple(clashes))

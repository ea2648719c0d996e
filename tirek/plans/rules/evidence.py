"""What proves a plan row: groups of alternatives, every group needed."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from typing import Any

from tirek.plans.rules.shape import ShapeError, a_list, a_word

SCHOOL, CLASS, PUPIL, HOUSEHOLD = "SCHOOL", "CLASS", "PUPIL", "HOUSEHOLD"
UNITS = (SCHOOL, CLASS, PUPIL, HOUSEHOLD)


@dataclass(frozen=True)
class Proof:
    """One alternative: an entry's kind, and its topic when one is asked for."""

    kind: str
    topic: str = ""

    def fits(self, kind: str, topic: str) -> bool:
        """Is an entry of this kind and topic such a proof?"""
        return kind == self.kind and self.topic in ("", topic)

    def __str__(self) -> str:
        return f"{self.kind}:{self.topic}" if self.topic else self.kind


Group = tuple[Proof, ...]
Evidence = tuple[Group, ...]


def evidence_from_json(
    data: Any, path: str = "evidence", kinds: Container[str] | None = None
) -> Evidence:
    """Read evidence of the school file: `["RAID", ["SESSION:EXAM", "EVENT:EXAM"]]`.

    `kinds` are the codes that exist; ShapeError names the path of what is wrong.
    """
    return tuple(
        _group(one, f"{path}[{index}]", kinds) for index, one in enumerate(a_list(data, path))
    )


def evidence_as_json(evidence: Evidence) -> list[Any]:
    """The same, with a bare word for a group of one."""
    return [
        str(group[0]) if len(group) == 1 else [str(proof) for proof in group] for group in evidence
    ]


def _group(data: Any, path: str, kinds: Container[str] | None) -> Group:
    if isinstance(data, str):
        return (_proof(data, path, kinds),)
    group = tuple(
        _proof(one, f"{path}[{index}]", kinds) for index, one in enumerate(a_list(data, path))
    )
    if not group:
        raise ShapeError(path, "at least one kind is expected", "EMPTY")
    return group


def _proof(data: Any, path: str, kinds: Container[str] | None) -> Proof:
    kind, colon, topic = a_word(data, path).partition(":")
    if not kind or (colon and not topic):
        raise ShapeError(path, "KIND or KIND:TOPIC is expected")
    if kinds is not None and kind not in kinds:
        raise ShapeError(path, f"unknown kind {kind!r}")
    return Proof(kind, topic)

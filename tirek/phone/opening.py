"""What a parcel holds: a clear head, the visit's key sealed to the school, the enciphered parts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tirek.phone.sealing import Unopened, opened, unboxed

MOST_HEAD = 20_000  # bytes of a head: it names at most some dozens of parts
MOST = 30 * 1024 * 1024  # bytes of a parcel: twenty photos and their signatures
KEY = 32


@dataclass(frozen=True)
class File:
    """A photo or a signature in a parcel."""

    key: str
    kind: str
    caption: str
    data: bytes


@dataclass(frozen=True)
class Contents:
    """A parcel opened: when and what was written, and its files."""

    on: str
    clock_set: bool
    written_at: float
    sign: bool
    answers: Mapping[str, Any]
    files: tuple[File, ...]


def head_of(body: bytes) -> dict[str, Any]:
    """The clear head: whose visit it is; ValueError when it is no parcel."""
    length = int.from_bytes(body[:4], "big")
    if not 2 <= length <= MOST_HEAD or len(body) < 4 + length:
        raise ValueError
    head = json.loads(body[4 : 4 + length])
    if not isinstance(head, dict) or not isinstance(head.get("parts"), list):
        raise ValueError
    return head


def contents_of(body: bytes) -> Contents:
    """What was written. Unopened: damaged, for another key, or of a release not understood."""
    try:
        head = head_of(body)
        visit = str(head["visit"]).encode()
        at = 4 + int.from_bytes(body[:4], "big")
        letter, at = body[at : at + int(head["seal"])], at + int(head["seal"])
        key = opened(letter, visit)
        if len(key) != KEY or head.get("v") != 1:
            raise Unopened
        parts: dict[str, bytes] = {}
        for part in head["parts"]:
            parts[str(part["id"])] = unboxed(key, body[at : at + int(part["size"])], visit)
            at += int(part["size"])
        draft = json.loads(parts.pop("draft"))
        told = draft.get("files") or {}
        return Contents(
            on=str(draft["on"]),
            clock_set=bool(draft.get("clock")),
            written_at=float(draft.get("at") or 0),
            sign=bool(draft.get("sign")),
            answers={str(code): value for code, value in draft["answers"].items()},
            files=tuple(
                File(
                    name,
                    str((told.get(name) or {}).get("kind", "PHOTO")),
                    str((told.get(name) or {}).get("caption", "")),
                    data,
                )
                for name, data in parts.items()
                if name in told
            ),
        )
    except Unopened:
        raise
    except (ValueError, KeyError, TypeError, AttributeError) as broken:
        raise Unopened from broken

"""What of a child's card goes along: out of a school file, only the parts chosen, sealed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from typing import Any

FORMAT = "tirek-card/1"
CARD, STATUSES, SENSITIVE, FAMILY, WORK = "CARD", "STATUSES", "SENSITIVE", "FAMILY", "WORK"
PARTS = (CARD, STATUSES, SENSITIVE, FAMILY, WORK)

OF_CARD = (
    *("key", "surname", "given", "patronymic", "sex", "born_on", "iin"),
    *("address", "phone", "language"),
)
OF_STATUS = ("category", "since", "until", "basis", "norm")
OF_MEMBER = ("key", "surname", "given", "patronymic", "born_on", "phone", "work")
OF_KIN = ("member", "kinship", "legal", "since", "until", "paper")
OF_WORK = ("kind", "topic", "on")


def parcel(
    data: Mapping[str, Any],
    key: str,
    parts: Collection[str],
    sensitive: Collection[str],
    work: Collection[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """The card of the pupil of that key out of a school's file, in the school file's own words.

    Never a note, a scan, a login, an income, another child. Corrected and annulled statuses stay;
    those of the `sensitive` categories go only when that part is chosen. Of the family go the
    child's kin only. `work` are entries: kind, topic, day.
    """
    row = next(one for one in data["pupils"] if one["key"] == key)
    pupil = _only(row, OF_CARD)
    if STATUSES in parts or SENSITIVE in parts:
        wanted = [
            _only(one, OF_STATUS)
            for one in _believed(row.get("statuses", []))
            if (SENSITIVE if one["category"] in sensitive else STATUSES) in parts
        ]
        pupil["statuses"] = wanted
    found: dict[str, Any] = {"pupil": pupil}
    if FAMILY in parts:
        kin = [_only(one, OF_KIN) for one in row.get("kin", [])]
        named = {one["member"] for one in kin}
        members = [
            (home, one)
            for home in data["households"]
            for one in home.get("members", [])
            if one["key"] in named
        ]
        pupil["kin"] = kin
        found["family"] = {
            "address": next((home["address"] for home, _ in members if home.get("address")), ""),
            "members": [_only(one, OF_MEMBER) for _, one in members],
        }
    if WORK in parts:
        found["work"] = [_only(one, OF_WORK) for one in work]
    return found


def _believed(statuses: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Those neither annulled nor replaced by one that is not annulled."""
    gone = {one["replaces"] for one in statuses if "replaces" in one and not one.get("annulled_at")}
    return [
        one
        for number, one in enumerate(statuses)
        if not one.get("annulled_at") and number not in gone
    ]


def _only(row: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    return {name: row[name] for name in names if row.get(name) not in (None, "", {}, [])}


def seal(found: Mapping[str, Any]) -> str:
    """The SHA-256 of the parcel, whatever the order of its keys."""
    text = json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def counts(found: Mapping[str, Any]) -> dict[str, int]:
    """How many things of each kind go: the record of what went, without a word of what it says."""
    pupil = found.get("pupil", {})
    counted = {
        "statuses": len(pupil.get("statuses", [])),
        "members": len(found.get("family", {}).get("members", [])),
        "kin": len(pupil.get("kin", [])),
        "work": len(found.get("work", [])),
    }
    return {"card": int(bool(pupil)), **{name: n for name, n in counted.items() if n}}


def sealed_file(found: Mapping[str, Any], manifest: Mapping[str, Any]) -> str:
    """The parcel as a file for a school elsewhere: manifest with the seal, then the card."""
    whole = {"format": FORMAT, "manifest": {**manifest, "sha256": seal(found)}, "card": found}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"

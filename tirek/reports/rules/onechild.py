"""Out of a school file: what is about one child alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

# What an entry about others too still tells: that it took place.
PRESENCE = ("kind", "topic", "on", "state")
# Sections by the room that fills them.
ROOMS = {
    "households": "cards",
    "entries": "journal",
    "consents": "consents",
    "guardianship_cases": "guardianship",
}


def only_child(
    data: Mapping[str, Any], key: str, known: Mapping[str, bool], rooms: Collection[str]
) -> dict[str, Any]:
    """The sections of a school file with this child's rows only.

    Families: the child's kin, no notes. Entries whose key is `known`: whole when it is True there,
    else only that they took place. Logins of the staff are left out.
    """
    pupils = [dict(row) for row in data["pupils"] if row["key"] == key]
    members = {kin["member"] for row in pupils for kin in row.get("kin", [])}
    homes = {home for row in pupils for home in _homes(row.get("household"))}
    for row in pupils:
        row["statuses"] = [_without_login(one) for one in row.get("statuses", [])]
        if "cards" not in rooms:
            row.pop("statuses", None)
            row.pop("kin", None)
    households = [
        {
            **{name: value for name, value in row.items() if name not in ("note", "members")},
            "members": [one for one in row.get("members", []) if one["key"] in members],
        }
        for row in data["households"]
        if row["key"] in homes
    ]
    entries = [
        _entry(row, key, known[row["key"]]) for row in data["entries"] if row["key"] in known
    ]
    own = [_without_login(row) for row in data["consents"] if row["pupil"] == key]
    found = {"households": households, "pupils": pupils, "entries": entries, "consents": own}
    cases = data.get("guardianship_cases", [])
    if told := [_case(row) for row in cases if row.get("pupil") == key]:
        found["guardianship_cases"] = told
    return {name: rows for name, rows in found.items() if ROOMS.get(name, "school") in rooms}


def _homes(household: Any) -> list[str]:
    if isinstance(household, str):
        return [household]
    return [one["household"] for one in household or []]


def _without_login(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in ("by", "author")}


def _case(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "steps": [_without_login(one) for one in row.get("steps", [])]}


def _entry(row: Mapping[str, Any], key: str, whole: bool) -> dict[str, Any]:
    if not whole:
        shown = {name: row[name] for name in PRESENCE if name in row}
        return {**shown, "about": {"pupils": [key]}}
    about = {name: value for name, value in row.get("about", {}).items() if name != "staff"}
    return {**_without_login(row), "about": about}

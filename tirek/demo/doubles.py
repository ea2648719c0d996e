"""What lists brought in twice leave behind: a brother in a family of his own, a card too many."""

from __future__ import annotations

import copy
from collections.abc import Set
from typing import Any

from tirek.demo.people import Family


def part_and_double(
    data: dict[str, Any], families: list[Family], code: str, known: Set[str]
) -> None:
    """The youngest of one family stands in another with the same mother; one child has two cards.

    Those who are always the same (`known`, by key) are left alone; so are the counts of the school.
    """
    homes = {row["key"]: row for row in data["households"] if row["school"] == code}
    pupils = {row["key"]: row for row in data["pupils"] if row["school"] == code}
    plain = [f for f in families if not known & {child.key for child in f.children}]
    plain = [f for f in plain if all(_here(pupils[child.key]) for child in f.children)]
    large = next((f for f in plain if len(f.children) > 1 and f.adults and not f.marks), None)
    if large is not None:
        youngest = pupils[large.children[-1].key]
        if youngest.get("household") == large.key:
            second = copy.deepcopy(homes[large.key])
            second["key"] = f"{large.key}-2"
            for name in ("level", "income"):
                second.pop(name, None)
            second["address"] = second["address"].replace(" көшесі", " к-сі")
            data["households"].append(second)
            youngest["household"] = second["key"]
    lone = next((f for f in reversed(plain) if len(f.children) == 1), None)
    if lone is not None:
        first = pupils[lone.children[0].key]
        day = first["enrolments"][0]["since"]
        own = {
            "key": f"{first['key']}-2",
            "phone": "+7 700 000 00 12",
            "enrolments": [{**first["enrolments"][0], "until": day}],
        }
        names = (
            *("key", "surname", "given", "patronymic", "sex", "school", "born_on", "phone"),
            *("household", "enrolments", "kin"),
        )
        twin = {**first, **own}
        data["pupils"].append({name: twin[name] for name in names if twin.get(name)})


def _here(pupil: dict[str, Any]) -> bool:
    """Is the pupil at school still?"""
    return "until" not in pupil["enrolments"][-1]

"""Raids of the invented school: the families visited in one week are one raid; one is planned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from tirek.demo.book import Book
from tirek.demo.people import Family
from tirek.demo.years import moment

INSPECTOR = {"name": "Ахметов Нұрлан", "post": "учаскелік полиция инспекторы"}
PURPOSE = "Ерекше назардағы оқушылардың отбасына бару"
FOUND = ("Үй таза, бала сабаққа дайын.", "Ата-анасы жұмыста, бала әжесінің қарауында.")
DONE = ("Ата-анасымен әңгіме жүргізілді.", "Психолог кеңесіне шақырылды.")
ROWS = ["P7", "S8.2"]


def gather_raids(
    book: Book, families: Sequence[Family], names: dict[str, str], company: str
) -> None:
    """Entries about one family each become raids of a week, with their team and addresses."""
    homes = {family.key: family for family in families}
    weeks: dict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
    for entry in book.entries:
        if entry["kind"] == "RAID" and "households" in entry.get("about", {}):
            year, week, _day = date.fromisoformat(entry["on"]).isocalendar()
            weeks[(year, week, entry["author"])].append(entry)
    gone = set()
    for number, entries in enumerate(weeks.values()):
        first = min(entries, key=lambda entry: str(entry["on"]))
        keys = sorted({key for entry in entries for key in entry["about"]["households"]})
        first["about"], first["rows"] = {"households": keys}, ROWS
        first.pop("text", None)
        first["details"] = _details(
            [_seen(homes[key], number) for key in keys], [first["author"], company], names
        )
        gone |= {id(entry) for entry in entries} - {id(first)}
    book.entries = [entry for entry in book.entries if id(entry) not in gone]


def plan_raid(
    book: Book, families: Sequence[Family], names: dict[str, str], team: Sequence[str]
) -> None:
    """A raid of next week, planned to three families; the last one found nobody at one of them."""
    held = [one for one in book.entries if one["kind"] == "RAID" and "details" in one]
    if held:
        _nobody_home(book, max(held, key=lambda one: str(one["on"])), families)
    stops = [{"household": one.key, "address": one.address} for one in families[:3]]
    details = _details(stops, team, names)
    details["planned_on"] = (book.today + timedelta(days=4)).isoformat()
    book.entries.append(
        {
            "key": "",
            "school": book.school,
            "kind": "RAID",
            "on": book.today.isoformat(),
            "author": team[0],
            "state": "DRAFT",
            "details": dict(sorted(details.items())),
            "recorded_at": moment(book.today, 9, 5),
        }
    )


def _details(
    stops: list[dict[str, Any]], team: Sequence[str], names: dict[str, str]
) -> dict[str, Any]:
    people = [{"name": names[one], "user": one} for one in dict.fromkeys(team)]
    return {
        "area": "Мектеп маңы",
        "ends_at": "20:00",
        "purpose": PURPOSE,
        "starts_at": "18:00",
        "stops": stops,
        "team": [*people, INSPECTOR],
    }


def _seen(family: Family, number: int) -> dict[str, Any]:
    adult = family.adults[0] if family.adults else None
    return {
        "address": family.address,
        **({"at_home": f"{adult.surname} {adult.given}"} if adult else {}),
        "findings": FOUND[number % len(FOUND)],
        "household": family.key,
        "measures": DONE[number % len(DONE)],
        "result": "SEEN",
    }


def _nobody_home(book: Book, entry: dict[str, Any], families: Sequence[Family]) -> None:
    """The last raid found nobody at one more address, and no act was made there since."""
    since = {
        key
        for one in book.entries
        if one["kind"] == "HOUSING_ACT" and one["on"] >= entry["on"]
        for key in one["about"]["pupils"]
    }
    for family in families:
        seen = family.key in entry["about"]["households"]
        if not seen and not since.intersection(child.key for child in family.children):
            entry["details"]["stops"].append(
                {"address": family.address, "household": family.key, "result": "NOBODY_HOME"}
            )
            return

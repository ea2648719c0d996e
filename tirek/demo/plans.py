"""The invented school's plans, and what was moved, waived or handed to a colleague."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tirek.demo.people import Child
from tirek.demo.staff import Staff
from tirek.demo.years import Year

READY = Path(__file__).parent.parent / "plans" / "ready" / "plans.json"


def plans_of(code: str, calendar: list[Year], staff: Staff, today: date) -> list[dict[str, Any]]:
    """The ready plans, approved in September of each year."""
    ready = json.loads(READY.read_text(encoding="utf-8"))["plans"]
    found = []
    for year in calendar:
        for plan in ready:
            row: dict[str, Any] = {"school": code, "year": year.number, "kind": plan["kind"]}
            if year.day(9, 5) <= today:
                row["approved_on"] = year.day(9, 5).isoformat()
                row["approved_by"] = staff.who("DIRECTOR")
            row["rows"] = [_row(one) for one in plan["rows"]]
            if plan["kind"] == "OWN" and year.day(10, 5) <= today <= year.ends:
                row["amendments"] = [_amended(row["rows"], year, staff)]
            found.append(row)
    return found


def _amended(rows: list[dict[str, Any]], year: Year, staff: Staff) -> dict[str, Any]:
    """The deputy director answers for the lists handed in, too, from 5 October on."""
    row = next(one for one in rows if one["code"] == "S2.6")
    before = row["responsible"]
    row["responsible"] = [*before, "DEPUTY_DIRECTOR"]
    return {
        "row": row["code"],
        "kind": "CHANGED",
        "on": year.day(10, 5).isoformat(),
        "reason": "Тізімдердің тапсырылуын директордың орынбасары да қадағалайды",
        "by": staff.who("SOCIAL_PEDAGOGUE"),
        "before": {"responsible": before},
    }


def _row(row: dict[str, Any]) -> dict[str, Any]:
    """A ready row as the school file writes it: without what is empty, the term last."""
    kept = {name: value for name, value in row.items() if value and name != "term"}
    if not any(row["section"].values()):
        kept.pop("section", None)
    return {**kept, "term": row["term"]}


def adjustments_of(
    children: list[Child],
    entries: list[dict[str, Any]],
    calendar: list[Year],
    staff: Staff,
    today: date,
) -> list[dict[str, Any]]:
    """A first-grader who needs nothing (waived), acts put on days of this week, one handed over;
    the round table of January handed to a class teacher."""
    year, found = calendar[-1], []
    by, on = staff.who("SOCIAL_PEDAGOGUE"), year.day(9, 21)
    if not on <= today <= year.ends:
        return []
    small = [c for c in children if any(p.grade == 1 for p in c.in_year(year.number))]
    large = next((c for c in small if c.held(("MULTI_CHILD",), year.starts, year.starts)), None)
    if large is not None:
        period = (date(year.number, 8, 1), date(year.number, 9, 30))
        found.append(_adjusted("S1.3", year, large.key, period, "WAIVED", "", "Қажеті жоқ", by, on))
    half = year.half(today)
    visited = {
        key
        for entry in entries
        if entry["kind"] == "HOUSING_ACT" and entry["on"] >= half[0].isoformat()
        for key in entry["about"]["pupils"]
    }
    waiting = [
        child
        for child in children
        if child.key not in visited
        and child.held(("WARD",), today, today)
        and any(p.since <= today <= (p.until or today) for p in child.in_year(year.number))
    ]
    plans = (
        ("MOVED", today.isoformat(), "Қорғаншының өтініші бойынша"),
        ("MOVED", min(today + timedelta(days=2), half[1]).isoformat(), "Отбасы емделуден оралады"),
        ("ASSIGNED", staff.who("PSYCHOLOGIST"), "Психолог бірге барады"),
    )
    asked = max(on, today - timedelta(days=5))
    for child, (kind, to, reason) in zip(waiting, plans, strict=False):
        found.append(_adjusted("C6", year, child.key, half, kind, to, reason, by, asked))
    january = (date(year.number + 1, 1, 1), date(year.number + 1, 1, 31))
    reason = "Дөңгелек үстелді 5-сыныптар өткізеді"
    to = staff.who("CLASS_TEACHER")
    found.append(_adjusted("S7.4", year, "SCHOOL", january, "ASSIGNED", to, reason, by, asked))
    return found


def _adjusted(
    row: str,
    year: Year,
    about: str,
    period: tuple[date, date],
    kind: str,
    to: str,
    reason: str,
    by: str,
    on: date,
) -> dict[str, Any]:
    made: dict[str, Any] = {
        "row": row,
        "year": year.number,
        "about": about,
        "period": [period[0].isoformat(), period[1].isoformat()],
        "kind": kind,
    }
    if to:
        made["to"] = to
    return {**made, "reason": reason, "by": by, "on": on.isoformat()}

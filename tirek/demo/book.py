"""The journal of the invented school while it is being written."""

from __future__ import annotations

import copy
import random
from datetime import date, timedelta
from typing import Any

from tirek.demo.words import texts
from tirek.demo.years import moment, year_of

KEYS = (
    *("key", "school", "kind", "topic", "on", "author", "state", "about", "rows", "text"),
    *("details", "recorded_at", "replaces"),
)


class Book:
    """Takes entries up to today and numbers them in order of time."""

    def __init__(self, rng: random.Random, school: str, prefix: str, today: date) -> None:
        self.rng, self.school, self.prefix, self.today = rng, school, prefix, today
        self.entries: list[dict[str, Any]] = []

    def add(
        self,
        kind: str,
        on: date,
        author: str,
        *,
        topic: str = "",
        pupils: list[str] | None = None,
        households: list[str] | None = None,
        classes: list[str] | None = None,
        staff: list[str] | None = None,
        rows: list[str] | None = None,
        text: str | None = None,
        details: dict[str, Any] | None = None,
        late: int = 3,
    ) -> dict[str, Any] | None:
        """An entry of a day, entered at most `late` days after; what lies ahead is not written."""
        if on > self.today:
            return None
        rng = self.rng
        entered = min(self.today, on + timedelta(days=int(rng.random() * (late + 1))))
        entry: dict[str, Any] = {"key": "", "school": self.school, "kind": kind}
        if topic:
            entry["topic"] = topic
        entry["on"], entry["author"] = on.isoformat(), author
        about = {"pupils": pupils, "households": households, "classes": classes, "staff": staff}
        if any(about.values()):
            entry["about"] = {name: sorted(keys) for name, keys in about.items() if keys}
        if rows:
            entry["rows"] = sorted(rows)
        if text is None:
            found = texts(kind, topic)
            text = found[int(rng.random() * len(found))]
        if text:
            entry["text"] = text
        if details:
            entry["details"] = details
        entry["recorded_at"] = moment(entered, 9 + int(rng.random() * 9), int(rng.random() * 60))
        self.entries.append(entry)
        return entry

    def close(self) -> list[dict[str, Any]]:
        """Numbered in order of time; a few corrected, a few annulled, two still drafts."""
        rng = self.rng
        fixes: list[tuple[dict[str, Any], dict[str, Any]]] = []
        for entry in self.entries:
            chance = rng.random() if "pupils" in entry.get("about", {}) else 1
            if chance < 0.003:
                later = {
                    **copy.deepcopy(entry),
                    "text": f"{entry.get('text', '')} (толықтырылды)".strip(),
                }
                day = date.fromisoformat(entry["recorded_at"][:10]) + timedelta(days=2)
                if day <= self.today:
                    later["recorded_at"] = moment(day, 12, 30)
                    fixes.append((entry, later))
            elif chance < 0.0045:
                entry["state"] = "ANNULLED"
        self._leave_drafts()
        self.entries += [later for _, later in fixes]
        self.entries.sort(key=lambda one: (one["on"], one["recorded_at"]))
        width = max(5, len(str(len(self.entries))))
        for number, entry in enumerate(self.entries, start=1):
            entry["key"] = f"{self.prefix}e{number:0{width}d}"
        self._number_acts()
        for old, later in fixes:
            later["replaces"] = old["key"]
        return [{name: in_order(one[name]) for name in KEYS if name in one} for one in self.entries]

    def _leave_drafts(self) -> None:
        """An act and a consultation of the last days wait for their author's signature."""
        since = (self.today - timedelta(days=10)).isoformat()
        for kind in ("HOUSING_ACT", "CONSULTATION"):
            for entry in self.entries:
                if entry["kind"] == kind and entry["on"] >= since and "state" not in entry:
                    entry["state"] = "DRAFT"
                    break

    def _number_acts(self) -> None:
        """Signed acts have numbers that begin anew each school year; a draft has none yet."""
        numbers: dict[tuple[str, int], int] = {}
        for entry in self.entries:
            if entry["kind"] in ("HOUSING_ACT", "PROPERTY_CHECK") and "details" in entry:
                entry["details"].pop("number", None)
                if entry.get("state") == "DRAFT":
                    entry["details"].pop("closed", None)
                else:
                    of = (entry["kind"], year_of(date.fromisoformat(entry["on"])))
                    numbers[of] = numbers.get(of, 0) + 1
                    entry["details"]["number"] = numbers[of]


def in_order(value: Any) -> Any:
    """The same with the keys of every object sorted, as the school file writes details."""
    if isinstance(value, list):
        return [in_order(one) for one in value]
    if isinstance(value, dict):
        return {name: in_order(value[name]) for name in sorted(value)}
    return value

"""A slow reading of a school file, straight from the definitions; the program must agree with it.

It knows nothing of the program: a school file (a dict) goes in, figures come out. No cleverness:
every day of a period is asked one by one.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

SOCIAL = {f"AID_{number}" for number in range(1, 6)} | {
    *("ORPHAN", "HALF_ORPHAN", "NO_PARENTAL_CARE", "WARD", "MULTI_CHILD", "LOW_INCOME"),
    *("TARGETED_ASSISTANCE", "RETURNEE", "EMERGENCY"),
}
FOREVER = date(9999, 12, 31)
DAWN = date(1, 1, 1)


def day(text: str | None, default: date | None = None) -> Any:
    """A date of the file."""
    return date.fromisoformat(text) if text else default


class School:
    """One school of a school file, as believed now."""

    def __init__(self, data: dict[str, Any], code: str) -> None:
        self.data, self.code = data, code
        self.school = next(s for s in data["schools"] if s["code"] == code)
        self.pupils = {p["key"]: p for p in data.get("pupils", []) if p["school"] == code}
        self.classes = [c for c in data.get("classes", []) if c["school"] == code]
        entries = [e for e in data.get("entries", []) if e["school"] == code]
        replaced = {e["replaces"] for e in entries if e.get("replaces")}
        self.entries = [
            e for e in entries if e.get("state", "DONE") == "DONE" and e["key"] not in replaced
        ]
        self.social = set(SOCIAL)
        for category in data.get("categories", []):
            if category["school"] == code:
                (self.social.add if category.get("social") else self.social.discard)(
                    category["code"]
                )

    # who was where

    def class_of(self, key: str, on: date) -> str | None:
        """The class a pupil is in on a day."""
        found = [
            e["class"]
            for e in self.pupils[key].get("enrolments", [])
            if day(e["since"]) <= on <= day(e.get("until"), FOREVER)
        ]
        return found[-1] if found else None

    def first_day(self, key: str) -> date:
        """The pupil's first day at the school."""
        return min(
            (day(e["since"]) for e in self.pupils[key].get("enrolments", [])), default=FOREVER
        )

    def statuses(self, key: str, on: date) -> set[str]:
        """The categories a pupil holds on a day."""
        periods = self.pupils[key].get("statuses", [])
        replaced = {
            s["replaces"]
            for s in periods
            if s.get("replaces") is not None and not s.get("annulled_at")
        }
        return {
            s["category"]
            for index, s in enumerate(periods)
            if index not in replaced
            and not s.get("annulled_at")
            and day(s.get("since"), DAWN) <= on <= day(s.get("until"), FOREVER)
        }

    def household(self, key: str, on: date) -> str | None:
        """The family a pupil lives in on a day."""
        stays = self.pupils[key].get("household")
        if not stays or isinstance(stays, str):
            return stays or None
        found = [
            s["household"]
            for s in stays
            if day(s.get("since"), DAWN) <= on <= day(s.get("until"), FOREVER)
        ]
        return found[-1] if found else None

    def enrolled(self, on: date, class_name: str | None = None) -> list[str]:
        """Pupils at the school (in the class) on a day."""
        found = {key: self.class_of(key, on) for key in self.pupils}
        return [k for k, c in found.items() if c is not None and class_name in (None, c)]

    # the calendar

    def year(self, number: int) -> dict[str, Any]:
        """A year's bounds and quarters."""
        raw = next(y for y in self.school["years"] if y["year"] == number)
        return {
            "year": number,
            "starts": day(raw["starts_on"]),
            "ends": day(raw["ends_on"]),
            "quarters": [(day(a), day(b)) for a, b in raw["quarters"]],
        }

    # cohorts

    def in_cohort(self, key: str, cohort: dict[str, Any], on: date, year: dict[str, Any]) -> bool:
        """Does an enrolled pupil belong to the cohort on that day?"""
        if "any" in cohort and not any(self.in_cohort(key, c, on, year) for c in cohort["any"]):
            return False
        held = self.statuses(key, on)
        if cohort.get("statuses") and not held & set(cohort["statuses"]):
            return False
        if cohort.get("social") and not held & self.social:
            return False
        if cohort.get("grades") and grade(self.class_of(key, on) or "") not in cohort["grades"]:
            return False
        arrived = year["starts"] <= self.first_day(key) <= year["ends"]
        return arrived or cohort.get("arrived") != "THIS_YEAR"

    def requested(self, topic: str, year: dict[str, Any], asked: date) -> set[str]:
        """Classes about which such a request is in the journal this year."""
        return {
            name
            for e in self.entries
            if e["kind"] == "REQUEST"
            and e.get("topic") == topic
            and year["starts"] <= day(e["on"]) <= asked
            for name in e.get("about", {}).get("classes", [])
        }

    def members(self, row: dict[str, Any], on: date, year: dict[str, Any], asked: date) -> set[str]:
        """The members of a row on a day, never before the year's first day."""
        on, cohort = max(on, year["starts"]), row.get("cohort", {})
        if row["unit"] == "SCHOOL":
            return {"SCHOOL"}
        if row["unit"] == "CLASS":
            names = {c["name"] for c in self.classes if c["year"] == year["year"]}
            if cohort.get("grades"):
                names = {n for n in names if grade(n) in cohort["grades"]}
            if cohort.get("requested"):
                names &= self.requested(cohort["requested"], year, on)
            return names
        pupils = {k for k in self.enrolled(on) if self.in_cohort(k, cohort, on, year)}
        if row["unit"] == "PUPIL":
            return pupils
        return {h for k in pupils if (h := self.household(k, on))}

    # evidence

    def evidence(self, row: dict[str, Any], member: str, on: date) -> list[dict[str, Any]]:
        """Entries that serve the row for a member."""
        found = []
        for entry in self.entries:
            about = entry.get("about", {})
            if entry.get("rows"):
                if row["code"] not in entry["rows"]:
                    continue
            elif row["unit"] in ("SCHOOL", "CLASS"):
                continue
            if row["unit"] == "PUPIL" and member not in about.get("pupils", []):
                continue
            if row["unit"] == "CLASS" and member not in about.get("classes", []):
                continue
            if row["unit"] == "HOUSEHOLD" and member not in about.get("households", []):
                pupils = [k for k in about.get("pupils", []) if k in self.pupils]
                if member not in {self.household(k, on) for k in pupils}:
                    continue
            found.append(entry)
        return found

    def served(
        self, row: dict[str, Any], member: str, on: date, since: date, until: date, times: int
    ) -> bool:
        """Has every group of the row's evidence its entries in these days?"""
        entries = [e for e in self.evidence(row, member, on) if since <= day(e["on"]) <= until]
        return all(
            sum(any(fits(e, alternative) for alternative in group) for e in entries) >= times
            for group in groups(row)
        )

    # coverage

    def coverage(self, number: int, asked: date) -> list[dict[str, Any]]:
        """The figures of `tirek coverage`, row by row."""
        year = self.year(number)
        answer = []
        for plan in self.data.get("plans", []):
            if plan["school"] != self.code or plan["year"] != number:
                continue
            if not plan.get("approved_on") or day(plan["approved_on"]) > asked:
                continue
            for row in plan["rows"]:
                term = row["term"]
                figures = self.ongoing if term.get("ongoing") else self.dated
                answer.append(
                    {
                        "plan": plan["kind"],
                        "code": row["code"],
                        "term": term,
                        **figures(row, year, asked),
                    }
                )
        return answer

    def dated(self, row: dict[str, Any], year: dict[str, Any], asked: date) -> dict[str, Any]:
        """A row with periods."""
        times, grace = row["term"].get("times", 1), timedelta(days=row.get("grace_days", 0))
        due = done = overdue = left = 0
        for since, until in periods(row["term"], year):
            if since > asked:
                continue
            changed = self.adjusted(row, year, since, until)
            count_day = max(min(until, asked), year["starts"])
            now = self.members(row, count_day, year, asked)
            for member, (kind, to) in changed.items():
                # A moved one has its new date as its period's end, and is asked about then.
                if kind == "MOVED" and to:
                    day_of_it = max(min(to, asked), year["starts"])
                    there = member in self.members(row, day_of_it, year, asked)
                    now = now | {member} if there else now - {member}
            for member in now:
                kind, to = changed.get(member, ("", None))
                if kind == "WAIVED":
                    continue
                last = (to if kind == "MOVED" else until) + grace
                due += 1
                if self.served(row, member, count_day, since, min(last, asked), times):
                    done += 1
                elif last < asked:
                    overdue += 1
            if row["unit"] in ("PUPIL", "HOUSEHOLD"):
                others, one = set(), max(since, year["starts"])
                while one <= max(min(until, asked), year["starts"]):
                    others |= self.members(row, one, year, asked)
                    one += timedelta(days=1)
                left += sum(
                    self.served(row, member, count_day, since, min(until + grace, asked), times)
                    for member in others - now
                )
        zero = {"touched": 0, "untouched": 0, "gap": False}
        members = len(self.members(row, asked, year, asked))
        counts = {"due": due, "done": done, "overdue": overdue, "open": due - done - overdue}
        return {"members": members, **counts, "done_left": left, **zero}

    def adjusted(self, row: dict[str, Any], year: dict[str, Any], since: date, until: date) -> Any:
        """What was moved or waived in this period, by member."""
        return {
            a["about"]: (a["kind"], day(a["to"]) if a["kind"] == "MOVED" else None)
            for a in self.data.get("adjustments", [])
            if a["row"] == row["code"]
            and a["year"] == year["year"]
            and [day(d) for d in a["period"]] == [since, until]
            and a["kind"] in ("MOVED", "WAIVED")
        }

    def ongoing(self, row: dict[str, Any], year: dict[str, Any], asked: date) -> dict[str, Any]:
        """A row without a deadline."""
        members = self.members(row, asked, year, asked)
        count_day = max(asked, year["starts"])
        touched = sum(
            self.served(row, member, count_day, year["starts"], asked, 1) for member in members
        )
        gap = False
        full = [q for q in quarters(year) if q[1] < asked]
        if full:
            since, until = full[-1]
            gap = not any(
                any(fits(e, a) for group in groups(row) for a in group)
                for member in members
                for e in self.evidence(row, member, count_day)
                if since <= day(e["on"]) <= until
            )
        zero = {"due": 0, "done": 0, "overdue": 0, "open": 0, "done_left": 0}
        counts = {"touched": touched, "untouched": len(members) - touched, "gap": gap}
        return {"members": len(members), **zero, **counts}

    # lists, passports, movement

    def families(self, pupils: list[str], on: date) -> int:
        """Different families; a pupil without one is a family of its own."""
        return len({self.household(k, on) or ("alone", k) for k in pupils})

    def counts(self, pupils: list[str], on: date) -> dict[str, int]:
        """Pupils, families, boys, girls."""
        sexes = [self.pupils[k].get("sex") for k in pupils]
        return {
            "pupils": len(pupils),
            "families": self.families(pupils, on),
            "boys": sexes.count("M"),
            "girls": sexes.count("F"),
        }

    def listed(self, codes: list[str], on: date, class_name: str | None = None) -> dict[str, Any]:
        """The pupils of any of these categories on a day, counted."""
        pupils = [k for k in self.enrolled(on, class_name) if self.statuses(k, on) & set(codes)]
        return {**self.counts(pupils, on), "pupils_of": set(pupils)}

    def passport(self, on: date, class_name: str | None = None) -> dict[str, Any]:
        """A class's (or the school's) social passport."""
        pupils = self.enrolled(on, class_name)
        held = {code for k in pupils for code in self.statuses(k, on)}
        return {
            **self.counts(pupils, on),
            "categories": {
                code: self.counts([k for k in pupils if code in self.statuses(k, on)], on)
                for code in held
            },
        }

    def movement(self, class_name: str, month: date) -> dict[str, Any]:
        """Who came and who left a class in a month, day by day; and the same for a category."""
        last = month.replace(day=monthrange(month.year, month.month)[1])
        before = month - timedelta(days=1)
        if month.month == 9:
            before = month
        codes = {s["category"] for p in self.pupils.values() for s in p.get("statuses", [])}

        def figures(code: str | None) -> dict[str, int]:
            def there(on: date) -> set[str]:
                pupils = self.enrolled(on, class_name)
                return {k for k in pupils if code is None or code in self.statuses(k, on)}

            arrived = left = 0
            one, yesterday = before + timedelta(days=1), there(before)
            start = len(yesterday)
            while one <= last:
                today = there(one)
                arrived += len(today - yesterday)
                left += len(yesterday - today)
                one, yesterday = one + timedelta(days=1), today
            return {"start": start, "arrived": arrived, "left": left, "end": len(yesterday)}

        return {**figures(None), "categories": {code: figures(code) for code in codes}}


def grade(name: str) -> int:
    """The grade of a class name."""
    digits = "".join(ch for ch in name if ch.isdigit())
    return int(digits) if digits else -1


def groups(row: dict[str, Any]) -> list[list[str]]:
    """Evidence as groups of alternatives."""
    return [[g] if isinstance(g, str) else list(g) for g in row["evidence"]]


def fits(entry: dict[str, Any], alternative: str) -> bool:
    """Is the entry of this kind (and topic)?"""
    kind, _, topic = alternative.partition(":")
    return entry["kind"] == kind and (not topic or entry.get("topic") == topic)


def quarters(year: dict[str, Any]) -> list[tuple[date, date]]:
    """Each quarter to the day before the next one; the last to the year's last day."""
    starts = [q[0] for q in year["quarters"]]
    ends = [s - timedelta(days=1) for s in starts[1:]] + [year["ends"]]
    return list(zip(starts, ends, strict=True))


def periods(term: dict[str, Any], year: dict[str, Any]) -> list[tuple[date, date]]:
    """The periods of a term in a year."""
    if "months" in term:
        months = term["months"]
        before = months[0] == 8

        def calendar_year(month: int) -> int:
            autumn = month >= 9 or (before and month == 8)
            return int(year["year"]) + (0 if autumn else 1)

        first, last = months[0], months[-1]
        end_year = calendar_year(last)
        return [
            (
                date(calendar_year(first), first, 1),
                date(end_year, last, monthrange(end_year, last)[1]),
            )
        ]
    every, quarter = term.get("every"), quarters(year)
    if every == "QUARTER":
        return quarter
    if every == "HALF":
        return [(quarter[0][0], quarter[1][1]), (quarter[2][0], quarter[3][1])]
    if every == "YEAR":
        return [(year["starts"], year["ends"])]
    if every == "MONTH":
        found, one = [], year["starts"].replace(day=1)
        while one <= year["ends"]:
            last = monthrange(one.year, one.month)[1]
            found.append((one, one.replace(day=last)))
            one = one.replace(day=last) + timedelta(days=1)
        return found
    return []

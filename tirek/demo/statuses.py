"""Gives the children of the invented school their statuses, with basis and norm."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from tirek.demo.families import Town
from tirek.demo.people import Child, Family
from tirek.demo.years import moment, workday, year_of

# Category: the paper it stands on, the norm it cites.
BASES = {
    "ORPHAN": ("Ата-анасының қайтыс болуы туралы куәліктер", "FAMILY_CODE"),
    "HALF_ORPHAN": ("Қайтыс болу туралы куәлік", "FAMILY_CODE"),
    "NO_PARENTAL_CARE": ("Сот шешімі", "FAMILY_CODE"),
    "WARD": ("Қорғаншылық және қамқоршылық органының шешімі", "FAMILY_CODE"),
    "MULTI_CHILD": ("Отбасы құрамы туралы анықтама", ""),
    "LOW_INCOME": ("Табысы туралы анықтама", "P080000064_"),
    "TARGETED_ASSISTANCE": ("АӘК тағайындау туралы анықтама", "P080000064_"),
    "RETURNEE": ("Қандас куәлігі", ""),
    "EMERGENCY": ("Өрт туралы анықтама", "P080000064_"),
    "HOME_TAUGHT": ("Үйде оқыту туралы бұйрық", "ORDER_223"),
    "DISABILITY": ("ПМПК қорытындысы", ""),
    "DEVIANT": ("Профилактика кеңесінің хаттамасы", "PREVENTION"),
    "REGISTER": ("Профилактика кеңесінің хаттамасы", "PREVENTION"),
    "POLICE_REGISTER": ("Ювеналды полицияның хабарламасы", "PREVENTION"),
    "FAMILY_AT_RISK": ("Рейд актісі", ""),
    "INCOMPLETE_FAMILY": ("Некені бұзу туралы куәлік", ""),
    "GIFTED": ("Олимпиада дипломы", ""),
    "LOW_ACHIEVING": ("Тоқсан қорытындысы", ""),
    "AID_1": ("Алқалы органның хаттамасы", "P080000064_"),
    "AID_2": ("Алқалы органның хаттамасы", "P080000064_"),
    "AID_3": ("Алқалы органның хаттамасы", "P080000064_"),
    "AID_5": ("Алқалы органның хаттамасы", "P080000064_"),
}
NEW_LAW = date(2026, 3, 2)
# Category of the aid fund's yearly list, by the status it follows from.
AID = (("TARGETED_ASSISTANCE", "AID_1"), ("LOW_INCOME", "AID_2"), ("WARD", "AID_3"))
# What a child has by itself: share of the pupils, first grade, how long it lasts in days.
OWN = (
    ("HOME_TAUGHT", 0.006, 1, 1500),
    ("DISABILITY", 0.026, 0, 9000),
    ("GIFTED", 0.03, 3, 2000),
    ("LOW_ACHIEVING", 0.035, 2, 270),
    ("DEVIANT", 0.008, 5, 600),
    ("REGISTER", 0.014, 5, 500),
    ("POLICE_REGISTER", 0.003, 7, 500),
)


class Papers:
    """Makes statuses: who enters them, the numbers of their papers."""

    def __init__(self, rng: random.Random, today: date, by: str) -> None:
        self.rng, self.today, self.by = rng, today, by

    def open(
        self,
        child: Child,
        code: str,
        since: date,
        until: date | None = None,
        number: str = "",
        on: date | None = None,
    ) -> dict[str, Any] | None:
        """A status from `since`; nothing when that is not yet, or after the child had left."""
        if since > self.today or (child.left is not None and since > child.left):
            return None
        rng = self.rng
        document, norm = BASES[code]
        if norm == "PREVENTION":
            norm = "Z2500000245" if since >= NEW_LAW else "Z040000591_"
        on = on or since - timedelta(days=rng.randint(0, 9))
        entered = max(since, child.joined)
        if entered > since or since.month == 9:
            entered += timedelta(days=rng.randint(0, 4))
        status: dict[str, Any] = {"category": code, "since": since.isoformat()}
        if until is not None:
            status["until"] = until.isoformat()
        number = number or str(rng.randint(11, 960))
        status["basis"] = {"document": document, "number": number, "on": on.isoformat()}
        if code == "TARGETED_ASSISTANCE" and until is None:  # assigned for a time
            ends = self.today + timedelta(days=since.toordinal() % 60)
            status["basis"]["until"] = ends.isoformat()
        if norm:
            status["norm"] = norm
        status["recorded_at"] = moment(
            min(entered, self.today), rng.randint(9, 16), rng.randrange(60)
        )
        status["by"] = self.by
        child.statuses.append(status)
        return status


def give(town: Town, papers: Papers, years: list[int]) -> None:
    """Statuses of the families, then of the children themselves; some end, a few are corrected."""
    rng = town.rng
    first = date(years[0], 9, 1)
    for family in town.families:
        if family.children and not family.children[0].key[-1].isalpha():
            _of_family(town, papers, family, first, years)
    for child in town.children:
        if child.key[-1].isalpha():
            continue
        for code, share, grade, days in OWN:
            if rng.random() < share * 1.6:
                begins = date(child.stream + grade, 9, 10)
                ends = min(town.today, date(child.stream + 11, 12, 31))
                since = workday(rng, begins, ends) if begins < ends else begins
                if since < first - timedelta(days=days) or since < child.joined - timedelta(900):
                    continue
                until: date | None = since + timedelta(days=rng.randint(days // 2, days))
                papers.open(child, code, since, until if until and until < town.today else None)
    _mend(town, papers)


def _of_family(town: Town, papers: Papers, family: Family, first: date, years: list[int]) -> None:
    rng, today = town.rng, town.today
    joined = min(child.joined for child in family.children)
    start = workday(rng, max(first, joined) - timedelta(days=1200), today)
    for mark in family.marks:
        since = start if mark != "MULTI_CHILD" else joined
        since = max(since, max(child.born_on for child in family.children))
        if mark in ("LOW_INCOME", "TARGETED_ASSISTANCE", "FAMILY_AT_RISK"):
            since = workday(rng, first, today) if rng.random() < 0.4 else since
        until = None
        if mark in ("LOW_INCOME", "TARGETED_ASSISTANCE", "RETURNEE", "FAMILY_AT_RISK"):
            end = date(year_of(since) + 1 + rng.randrange(5), 8, 31)
            until = end if end < today else None
        number = str(rng.randint(11, 960))
        for child in family.children:
            papers.open(child, mark, since, until, number)
            if mark == "WARD" and number.endswith(("1", "4")):
                papers.open(child, "ORPHAN", since, until)
            elif mark == "WARD" and number.endswith(("2", "5", "7")):
                papers.open(child, "NO_PARENTAL_CARE", since, until)
    for year in years:
        listed = date(year, 9, 20)
        for mark, aid in AID:
            if mark not in family.marks or (
                aid == "AID_2" and "TARGETED_ASSISTANCE" in family.marks
            ):
                continue
            for child in family.children:
                if child.held((mark,), listed, listed):
                    end = date(year + 1, 8, 31)
                    papers.open(child, aid, listed, end if end < today else None, f"{year % 100}-2")


def _mend(town: Town, papers: Papers) -> None:
    """A few wrong numbers, corrected; a few statuses entered for the wrong child, annulled."""
    rng = town.rng
    for child in town.children:
        if not child.statuses or rng.random() > 0.03:
            continue
        at = rng.randrange(len(child.statuses))
        old = child.statuses[at]
        later = date.fromisoformat(old["recorded_at"][:10]) + timedelta(days=rng.randint(1, 20))
        if later > town.today:
            continue
        if rng.random() < 0.25:
            old["annulled_at"] = moment(later, 11)
            continue
        new = {**old, "basis": {**old["basis"], "number": str(rng.randint(11, 960))}}
        new["recorded_at"], new["replaces"] = moment(later, 15, 30), at
        child.statuses.append(new)


def believed(child: Child) -> list[dict[str, Any]]:
    """The statuses that are neither corrected nor annulled."""
    gone = {one["replaces"] for one in child.statuses if "replaces" in one}
    return [
        one for at, one in enumerate(child.statuses) if at not in gone and "annulled_at" not in one
    ]

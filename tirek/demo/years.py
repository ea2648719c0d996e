"""The invented school's calendar: the same quarters and holidays every year."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Asia/Almaty")


@dataclass(frozen=True)
class Year:
    """A school year: 2026 is 2026-2027."""

    number: int

    @property
    def starts(self) -> date:
        """1 September."""
        return date(self.number, 9, 1)

    @property
    def ends(self) -> date:
        """25 May."""
        return date(self.number + 1, 5, 25)

    @property
    def quarters(self) -> list[tuple[date, date]]:
        """First and last day of the four quarters."""
        this, after = self.number, self.number + 1
        return [
            (date(this, 9, 1), date(this, 10, 31)),
            (date(this, 11, 9), date(this, 12, 31)),
            (date(after, 1, 11), date(after, 3, 20)),
            (date(after, 3, 29), date(after, 5, 25)),
        ]

    def half(self, day: date) -> tuple[date, date]:
        """The half of the year that the day is in (before it: the first, after it: the second)."""
        middle = self.quarters[2][0]
        if day < middle:
            return self.starts, middle - timedelta(days=1)
        return middle, self.ends

    def day(self, month: int, day: int) -> date:
        """A day of the year from its August-December to the August after."""
        return date(self.number + (0 if month >= 9 else 1), month, day)

    def as_file(self) -> dict[str, Any]:
        """The year in the school file."""
        this, after = self.number, self.number + 1
        free = [
            (date(this, 11, 1), date(this, 11, 8), "Күзгі каникул"),
            (date(this, 12, 16), date(this, 12, 16), "Тәуелсіздік күні"),
            (date(after, 1, 1), date(after, 1, 10), "Қысқы каникул"),
            (date(after, 3, 21), date(after, 3, 28), "Көктемгі каникул"),
            (date(after, 5, 1), date(after, 5, 1), "Бірлік күні"),
            (date(after, 5, 7), date(after, 5, 7), "Отан қорғаушы күні"),
            (date(after, 5, 9), date(after, 5, 9), "Жеңіс күні"),
        ]
        return {
            "year": this,
            "starts_on": self.starts.isoformat(),
            "ends_on": self.ends.isoformat(),
            "quarters": [[a.isoformat(), b.isoformat()] for a, b in self.quarters],
            "holidays": [[a.isoformat(), b.isoformat(), name] for a, b, name in free],
        }


def year_of(day: date) -> int:
    """The school year that began last on or before the day."""
    return day.year if day >= date(day.year, 9, 1) else day.year - 1


def workday(rng: random.Random, first: date, last: date) -> date:
    """A day from `first` to `last`, no Saturday and no Sunday where that is possible."""
    day = first + timedelta(days=int(rng.random() * ((last - first).days + 1)))
    off = day.weekday() - 4
    if off > 0:
        day = day - timedelta(days=off) if day - timedelta(days=off) >= first else day
    return day


def moment(day: date, hour: int = 10, minute: int = 0) -> str:
    """A moment of the day at the school, as the school file writes it."""
    return datetime.combine(day, time(hour, minute), HERE).isoformat()

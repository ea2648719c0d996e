"""Draws the figures of an annual report: passport, plans, work; reads the reports of a school."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.utils.module_loading import import_string
from django.utils.translation import get_language

from tirek.access import clock
from tirek.access.models import School
from tirek.access.roles import DOORS
from tirek.annual.models import READ, AnnualReport
from tirek.annual.rules.chapters import chapter_words, group_of
from tirek.cards.queries import categories, social_codes
from tirek.journal import kinds
from tirek.journal.models import Entry, EntryHousehold, EntryPupil, State
from tirek.plans.queries import Covered, coverage
from tirek.reports.queries import children_on
from tirek.reports.rules.figures import by_category, counts, with_any, year_before
from tirek.schoolyear.models import SchoolYear
from tirek.schoolyear.queries import year_of

# Of a row, and of a plan as a whole.
SUMMED = ("due", "done", "done_left", "overdue", "open", "waived", "moved")


@dataclass(frozen=True)
class Drawn:
    """The figures of a school year by a day, beside those of the year before on the same day.

    `figures` are plain data, to be frozen; `covered` the rows behind them, `categories` the names.
    """

    school_year: SchoolYear
    as_of: date
    known_at: datetime | None
    figures: Mapping[str, Any]
    covered: list[Covered]
    categories: Mapping[str, Any]
    year_before: SchoolYear | None

    @property
    def school(self) -> School:
        """The school it is about."""
        found: School = self.school_year.school
        return found


def drawn(school_year: SchoolYear, as_of: date, known_at: datetime | None = None) -> Drawn:
    """The figures of a year by a day, as known at a moment; a fixed number of queries."""
    school, before = school_year.school, year_of(school_year.school, school_year.year - 1)
    covered = coverage(school_year, as_of, known_at)
    earlier = year_before(as_of)
    found: dict[str, Any] = {
        **_passport(school, as_of, known_at),
        "before": _passport(school, earlier, known_at),
        "plans": _plans(covered),
        "plans_before": _plans(coverage(before, earlier, known_at)) if before else {},
        "work": work_of(school, school_year.starts_on, as_of, known_at),
        "work_before": work_of(school, before.starts_on, earlier, known_at) if before else {},
    }
    known_names = categories(school, as_of, known_at)
    return Drawn(school_year, as_of, known_at, found, covered, known_names, before)


def last_day(school_year: SchoolYear) -> date:
    """The day a report on the year speaks of: today, or the year's last day when it is over."""
    return min(clock.today(), school_year.ends_on)


def _passport(school: School, on: date, known_at: datetime | None) -> dict[str, Any]:
    """Keys as in a passport, and `social`: pupils and families with any social status."""
    children = children_on(school, on, known_at)
    social = social_codes(school, on, known_at)
    return {
        "as_of": on.isoformat(),
        **counts(children),
        "categories": by_category(children, list(categories(school, on, known_at))),
        "social": counts(with_any(children, social)),
    }


def _plans(covered: list[Covered]) -> dict[str, dict[str, Any]]:
    """By plan: its rows in figures, and the sums of what is due in it."""
    found: dict[str, dict[str, Any]] = {}
    for one in covered:
        row = {
            **one.as_json(),
            "number": one.row.number,
            "waived": one.figures.waived,
            "moved": one.figures.moved,
        }
        plan = found.setdefault(one.row.plan.kind, {"rows": [], **dict.fromkeys(SUMMED, 0)})
        plan["rows"].append(row)
        for name in SUMMED:
            plan[name] += row[name]
    return found


def work_of(
    school: School, since: date, until: date, known_at: datetime | None = None
) -> dict[str, dict[str, int]]:
    """By kind of work: entries, different pupils and families they are about; three queries.

    Only kinds of which everybody who reads the report may know that they took place.
    """
    readers = set(DOORS[READ])
    open_kinds = [code for code, one in kinds.kinds().items() if readers <= set(one.known_to)]
    states = [State.DONE] if known_at is None else [State.DONE, State.ANNULLED]
    entries = Entry.objects.known_at(known_at).filter(
        school=school, on__gte=since, on__lte=until, state__in=states, kind__in=open_kinds
    )
    ids = entries.order_by().values("pk")
    found = {
        kind: {"entries": number, "pupils": 0, "families": 0}
        for kind, number in entries.order_by("kind").values_list("kind").annotate(n=Count("pk"))
    }
    for name, model, whom in (
        ("pupils", EntryPupil, "pupil"),
        ("families", EntryHousehold, "household"),
    ):
        links: Any = model.objects.filter(entry__in=ids).order_by("entry__kind")
        for kind, number in links.values_list("entry__kind").annotate(n=Count(whom, distinct=True)):
            found[kind][name] = number
    return found


def grouped(work: Mapping[str, Mapping[str, int]]) -> Counter[str]:
    """Entries by group of work."""
    found: Counter[str] = Counter()
    for kind, numbers in work.items():
        found[group_of(kind)] += numbers["entries"]
    return found


def texts_of(report: AnnualReport) -> dict[str, str]:
    """What was written, by chapter."""
    return dict(report.chapters.values_list("code", "text"))


def newest_of(school_year: SchoolYear) -> AnnualReport | None:
    """The report of a year that counts: the draft, else the one frozen last."""
    return (
        AnnualReport.objects.filter(school_year=school_year)
        .select_related("school_year__school", "issued")
        .order_by("-id")
        .first()
    )


def analysed(school_year: SchoolYear) -> dict[str, str]:
    """What the finished analysis of the year says, by chapter; empty when there is none."""
    hook: str = getattr(settings, "ANALYSED", "")
    language = (get_language() or "kk")[:2]
    return chapter_words(import_string(hook)(school_year), language) if hook else {}

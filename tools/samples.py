"""Make the invented examples of all papers anew: `python -m tools.samples`.

Each paper is drawn from an invented school, cut to a few rows, and kept as
`tirek/wordforms/samples/NAME.LANGUAGE.json`: what a school's own Word form is checked and tried on.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import time_machine

FOLDER = Path(__file__).parent.parent / "tirek" / "wordforms" / "samples"
MOMENT = "2026-11-23 12:00+05:00"
ROWS = 3
Maker = Callable[[str], Any]


def main() -> int:
    """Fill an invented school in a temporary folder, draw every paper, say which could not be."""
    with tempfile.TemporaryDirectory(prefix="tirek-samples-") as home:
        os.environ |= {"TIREK_HOME": home, "DJANGO_SETTINGS_MODULE": "tirek.settings"}
        os.environ.pop("TIREK_DATABASE_URL", None)
        with time_machine.travel(MOMENT, tick=True):
            return _made()


def _made() -> int:
    import django

    from tools.words import compile_all

    compile_all()
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from tirek.office.document import as_json
    from tirek.office.reports import papers

    with open(os.devnull, "w") as nowhere:
        call_command("migrate", verbosity=0, stdout=nowhere)
        call_command("demo", pupils=120, stdout=nowhere)
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.json"):
        old.unlink()
    made = 0
    for name in papers():
        for language, _words in settings.LANGUAGES:
            document = _richest(name, language)
            if document is None:
                print(f"no example: {name}.{language}", file=sys.stderr)
                continue
            text = json.dumps(as_json(_short(document)), ensure_ascii=False, indent=1)
            (FOLDER / f"{name}.{language}.json").write_text(text + "\n", encoding="utf-8")
            made += 1
    print(f"{made} examples in {FOLDER}")
    return 0


def _richest(name: str, language: str) -> Any:
    """The paper with the most in it, of those that the invented school gives."""
    best, most = None, -1
    for make in _makers(name):
        try:
            document = make(language)
        except Exception as error:  # what a paper asks that this tool does not know
            print(f"{name}: {type(error).__name__}: {error}", file=sys.stderr)
            continue
        size = len(document.blocks) * 100 + sum(
            min(len(getattr(block, "rows", ())), 20) for block in document.blocks
        )
        if size > most:
            best, most = document, size
    return best


def _makers(name: str) -> Iterator[Maker]:
    """Ways to draw a paper: a report with sets of options, or by the hand of its own page."""
    from tirek.access.models import School, User
    from tirek.consents.documents import blank
    from tirek.consents.queries import scopes
    from tirek.office.reports import reports
    from tirek.plans.documents import DONE, done_paper
    from tirek.plans.models import Plan
    from tirek.school.models import Pupil
    from tirek.support import documents, queries

    school = School.objects.get(pk=School.objects.order_by("id").values("pk")[:1])
    social, today = User.objects.get(username="social"), date(2026, 11, 23)
    if report := reports().get(name):
        for options in _options(report, school):
            yield partial(_drawn, report, school, options)
    elif name == DONE:
        plan = Plan.objects.get(school=school, kind="OWN", school_year__year=2026)
        yield lambda language: done_paper(plan, today, language, social)
    elif name == documents.BOOKS:
        roll = queries.books(social, school, today)
        yield partial(documents.books_paper, roll, school)
    elif name == documents.MEALS:
        roll = queries.meals(social, school, today)
        yield partial(documents.meals_paper, roll, school)
    elif name == "consent":
        scope = next(iter(scopes(school).values()))
        for pupil in Pupil.objects.filter(school=school).order_by("id")[:5]:
            yield partial(blank, pupil, scope)


def _drawn(report: Any, school: Any, options: dict[str, str], language: str) -> Any:
    return report.build(school, options, language, None)


def _options(report: Any, school: Any) -> Iterator[dict[str, str]]:
    """Sets of options for a report: what varies is tried in several values."""
    from tirek.journal.models import Entry
    from tirek.school.models import SchoolClass

    fixed = {"as_of": "2026-11-20", "month": "2026-10", "kind": "OWN", "category": "MULTI_CHILD"}
    given = {name: fixed.get(name, "") for name in report.options}
    if "entry" in report.options:
        kinds = {"property-check": "PROPERTY_CHECK", "raid-report": "RAID"}
        kind = kinds.get(report.name, "HOUSING_ACT")
        done = Entry.objects.filter(school=school, kind=kind, state="DONE")
        for pid in done.values_list("pid", flat=True)[:30]:
            yield {**given, "entry": pid}
    elif "class" in report.needs:
        for one in SchoolClass.objects.filter(school=school, school_year__year=2026):
            yield {**given, "class": one.name}
    else:
        yield given


def _short(document: Any) -> Any:
    """The same with a few rows in each table, and its sums."""
    from tirek.office.document import Table

    def cut(table: Any) -> Any:
        rows = list(table.rows) or [["…"] * len(table.columns)]
        last = len(rows) - table.sums
        kept, sections = rows[:last][:ROWS], []
        if table.sections:  # the first two rows, then the first section with a row of its own
            number, words = table.sections[0]
            kept = [*rows[: min(number, ROWS - 1)], rows[number]]
            sections = [(len(kept) - 1, words)]
        return replace(table, rows=[*kept, *rows[last:]], sections=sections)

    blocks = [cut(one) if isinstance(one, Table) else one for one in document.blocks]
    return replace(document, blocks=blocks)


if __name__ == "__main__":
    sys.exit(main())

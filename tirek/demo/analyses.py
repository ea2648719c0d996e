"""What the invented school wrote when it looked back on the year before."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import transaction

from tirek.access.models import School, User
from tirek.analysis import actions
from tirek.analysis.models import ANALYSIS, Analysis
from tirek.analysis.queries import lines_of
from tirek.analysis.rules.figures import unfinished
from tirek.demo.years import HERE, year_of
from tirek.journal.models import Entry, EntryRow
from tirek.plans.queries import rows_in_force
from tirek.schoolyear.queries import year_of as school_year_of

DAY = (5, 24)
ROW = "S11.2"
# By plan, or by plan and row: why not all is done, what worked, shortcomings, proposals.
WORDS: dict[tuple[str, str], tuple[str, str, str, str]] = {
    ("OWN", ""): (
        "",
        "Үй аралауды сынып жетекшісімен бірге жүргізу отбасылармен байланысты жақсартты.",
        "Сауалнамалар тоқсан соңына жиналып қалды.",
        "Әкелерге арналған кездесу өткізу\nҚамқоршылармен тоқсан сайын әңгімелесу",
    ),
    ("OWN", "S2.1"): (
        "Жыл ортасында келген оқушылардың құжаттары кешікті.",
        "",
        "Карта келген айда емес, кейін толтырылды.",
        "Картаны оқушы келген аптада толтыру",
    ),
    ("OWN", "S5.1"): (
        "Кейбір отбасы басқа қалада болды.",
        "Кестені алдын ала келісу уақыт үнемдеді.",
        "",
        "Кестені қыркүйекте бекіту",
    ),
    ("CLASS_TEACHERS", ""): (
        "",
        "Сынып деректері бір үлгімен жиналды.",
        "Ұсынымдарға жауап кеш берілді.",
        "Ұсынымның орындалуын тоқсан соңында бірге қарау",
    ),
    ("PSYCHOLOGIST", ""): ("", "Бірлескен кеңестер ата-аналарға түсінікті болды.", "", ""),
    ("NURSE", ""): ("", "", "Денсаулық күндері жоспардан кеш өтті.", ""),
}
UNSAID = "Науқас балалар болды, мерзімі өтіп кетті."


@transaction.atomic
def look_back(school: School, by: User, today: date) -> Analysis | None:
    """Write and finish the analysis of last year as the program does it, dated that May.

    It takes the place of the entry that told of it until now. Nothing in a school of one year.
    """
    year = school_year_of(school, year_of(today) - 1)
    if year is None or not rows_in_force(year, today):
        return None
    day = date(year.year + 1, *DAY)
    made = actions.begin_analysis(by=by, school_year=year)
    for line in lines_of(made):
        said = WORDS.get((line.plan, line.code))
        if said is None and line.code and unfinished(line.figures):
            said = (UNSAID, "", "", "")
        if said:
            why, worked, shortcomings, proposal = said
            actions.write_part(
                by=by,
                analysis=made,
                plan=line.plan,
                code=line.code,
                why=why,
                worked=worked,
                shortcomings=shortcomings,
                proposal=proposal,
            )
    actions.finish_analysis(by=by, analysis=made)
    moment = datetime.combine(day, time(16), HERE)
    Analysis.objects.filter(pk=made.pk).update(as_of=day, begun_at=moment, finished_at=moment)
    if made.entry is not None:
        told = Entry.objects.known_at().filter(
            school=school, kind=ANALYSIS, on__gte=year.starts_on, on__lte=year.ends_on
        )
        before = told.exclude(pk=made.entry.pk).order_by("-on").first()
        Entry.objects.filter(pk=made.entry.pk).update(on=day, recorded_at=moment, replaces=before)
        EntryRow.objects.get_or_create(entry=made.entry, code=ROW)
    return made

"""The invented school's annual report on last year, frozen with its figures."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from tirek.access.models import School, User
from tirek.annual import actions
from tirek.annual.models import ANNUAL_REPORT, AnnualReport
from tirek.annual.queries import texts_of
from tirek.demo.years import year_of
from tirek.journal.models import Entry
from tirek.schoolyear.queries import year_of as year_named

WORDS = {
    "WORKED": "Мәртебесі бар отбасылардың бәріне жыл ішінде барылды, актілер толтырылды.\n"
    "«Мектепке жол» акциясымен мұқтаж отбасыларға көмек берілді.\n"
    "Сынып жетекшілерімен ай сайынғы байланыс жолға қойылды.",
    "SHORTCOMINGS": "Табыс туралы анықтамалар кеш жиналды.\n"
    "Психологпен бірлескен бақылау кейбір оқушыда басталмай қалды.",
    "TASKS": "Анықтамаларды қыркүйекте жинау.\n"
    "Психологпен бірлескен бақылау кестесін қазанға дейін бекіту.\n"
    "Жаңадан келген оқушылармен алғашқы айда жұмыс жүргізу.",
}


@transaction.atomic
def report_last_year(school: School, by: User, today: date) -> AnnualReport | None:
    """Begin, write and freeze the report on the year before; None in a school without one."""
    school_year = year_named(school, year_of(today) - 1)
    if school_year is None:
        return None
    report = actions.begin_report(by=by, school_year=school_year)
    texts = texts_of(report)
    for code, text in WORDS.items():
        if not texts[code]:
            actions.write_chapter(by=by, report=report, code=code, text=text)
    on = school_year.ends_on
    report = actions.freeze_report(by=by, report=report, as_of=on, language="kk")
    assert report.issued is not None
    # The entry of that May is there already: this one is the same paper.
    made = Entry.objects.get(school=school, kind=ANNUAL_REPORT, text=f"№ {report.issued.number}")
    Entry.objects.filter(pk=made.pk).update(on=on)
    return report

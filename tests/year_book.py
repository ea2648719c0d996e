"""The book that a test keeps by itself of a school year's deeds: everything once more, in lists."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

from tirek.access.refused import Refused
from tirek.cards import actions as cards
from tirek.cards.models import StatusPeriod
from tirek.cards.queries import social_codes
from tirek.journal import actions as journal
from tirek.journal.models import Entry, State
from tirek.plans import actions
from tirek.plans.models import Adjustment, PlanRow
from tirek.plans.queries.facts import calendar_of, row_rule
from tirek.plans.rules.evidence import Proof
from tirek.plans.rules.facts import Adjusted, Enrolled, Facts, Held, Stay, Work
from tirek.plans.tests.slow import Slow, slow_periods
from tirek.school import actions as roll
from tirek.school.models import Household, Pupil, SchoolClass
from tirek.school.tests import making as pupils

FIRST, LAST = date(2026, 9, 1), date(2027, 5, 25)
CLASSES = ("1А", "5Ә", "9Б", "11А")
CODES = (
    *("ORPHAN", "WARD", "LOW_INCOME", "MULTI_CHILD", "RETURNEE"),
    *("DEVIANT", "REGISTER", "GIFTED", "FAMILY_AT_RISK"),
)
ABOUT = {"PUPIL": Pupil, "HOUSEHOLD": Household, "CLASS": SchoolClass}
LISTS = {"PUPIL": "pupils", "HOUSEHOLD": "households", "CLASS": "classes"}


class Book:
    """What the test itself knows of the year, written down as it happens."""

    def __init__(self, chance, me, colleague, year):
        self.chance, self.me, self.colleague = chance, me, colleague
        self.year, self.school = year, year.school
        self.enrolments, self.statuses, self.stays = {}, {}, []
        self.works, self.drafts, self.adjustments, self.firsts = {}, {}, {}, {}
        self.before, self.done = {}, Counter()
        self.grace = []
        self.classes = {name: pupils.school_class(self.school, name) for name in CLASSES}
        self.homes = [roll.add_household(by=me, school=self.school) for _ in range(6)]
        self.rows = list(PlanRow.objects.filter(plan__school_year=year))
        self.social = social_codes(self.school, LAST)

    def facts(self):
        return Facts(
            calendar=calendar_of(self.year),
            enrolments=list(self.enrolments.values()),
            first_days=self.firsts,
            statuses=list(self.statuses.values()),
            stays=self.stays,
            classes={one.pk: one.grade for one in self.classes.values()},
            social=self.social,
            works=list(self.works.values()),
            adjustments=list(self.adjustments.values()),
        )

    def one_of(self, things):
        """One of what there is; nothing to choose from: the deed is not possible today."""
        things = list(things)
        if not things:
            raise Nothing
        return self.chance.choice(things)

    def here(self):
        """The enrolment of a pupil who is at school, by the book."""
        return self.one_of(key for key, one in self.enrolments.items() if not one.until)

    def pupil(self):
        return Pupil.objects.get(pk=self.enrolments[self.here()].pupil)

    def members(self, row, day):
        return sorted(Slow(self.facts(), day).members(row_rule(row), max(day, FIRST)))

    def come(self, day):
        where = self.classes[self.one_of(CLASSES)]
        number = len(self.firsts)
        one = roll.add_pupil(
            by=self.me,
            school=self.school,
            fields={"surname": f"Тегі{number}", "given": "Бала"},
            school_class=where,
            since=day,
        )
        self.enrolments[one.pk, day] = Enrolled(one.pk, where.pk, where.grade, day, None)
        self.firsts[one.pk] = day
        if self.chance.random() < 0.8:
            home = self.one_of(self.homes)
            roll.join_household(by=self.me, pupil=one, household=home, since=day)
            self.stays.append(Stay(one.pk, home.pk, day, None))

    def leave(self, day):
        key = self.here()
        one = Pupil.objects.get(pk=self.enrolments[key].pupil)
        roll.end_enrolment(by=self.me, pupil=one, until=day, reason="көшті")
        self.enrolments[key] = self.enrolments[key]._replace(until=day)

    def change_class(self, day):
        key, where = self.here(), self.classes[self.one_of(CLASSES)]
        one = Pupil.objects.get(pk=self.enrolments[key].pupil)
        roll.move_class(by=self.me, pupil=one, school_class=where, since=day)
        self.enrolments[key] = self.enrolments[key]._replace(until=day - timedelta(days=1))
        self.enrolments[one.pk, day] = Enrolled(one.pk, where.pk, where.grade, day, None)

    def open_status(self, day):
        one, code = self.pupil(), self.one_of(CODES)
        paper = {"basis_document": "шешім", "basis_number": "1", "basis_on": day}
        made = cards.open_status(
            by=self.me, pupil=one, fields={"category": code, "since": day} | paper
        )
        self.statuses[made.pk] = Held(one.pk, code, day, None)

    def end_status(self, day):
        pk = self.one_of(pk for pk, one in self.statuses.items() if not one.until)
        made = cards.end_status(by=self.me, status=StatusPeriod.objects.get(pk=pk), until=day)
        self.statuses[made.pk] = self.statuses.pop(pk)._replace(until=day)

    def record(self, day, state=State.DONE):
        """Serve a row wholly or by a part of its evidence, for some of its members or others."""
        row = self.one_of(row for row in self.rows if row.evidence)
        wanted = self.members(row, day)
        about = self.chance.sample(wanted, min(len(wanted), self.chance.choice((1, 2, 9))))
        if row.unit == "PUPIL" and (not about or self.chance.random() < 0.2):
            about = [self.pupil().pk]  # perhaps nobody of the row: it may serve another
        groups = row_rule(row).evidence
        if self.chance.random() < 0.3:
            groups = groups[:1]
        on = day - timedelta(days=self.chance.randrange(20))
        for group in groups:
            self.write(row, self.one_of(group), about, on, state)

    def draft(self, day):
        self.record(day, State.DRAFT)

    def request(self, day):
        """A class teacher asks: from that day the class is a member of the row on request."""
        row = self.one_of(row for row in self.rows if row.cohort.get("requested"))
        topic, pk = row.cohort["requested"], self.one_of(self.classes.values()).pk
        self.write(row, Proof("REQUEST", topic), [pk], day, State.DONE, named=())

    def write(self, row, proof, about, on, state, named=None):
        if named is None:
            named = () if row.unit in ("PUPIL", "HOUSEHOLD") else (row.code,)
        unit = row.unit if row.unit != "SCHOOL" else "CLASS"
        if row.unit == "SCHOOL":
            about = [self.one_of(self.classes.values()).pk]
        made = journal.record_entry(
            by=self.me,
            school=self.school,
            kind=proof.kind,
            topic=proof.topic,
            on=on,
            rows=named,
            state=state,
            **{LISTS[unit]: list(ABOUT[unit].objects.filter(pk__in=about))},
        )
        kept = self.works if state == State.DONE else self.drafts
        kept[made.pk] = Work(
            proof.kind, proof.topic, on, rows=tuple(named), **{LISTS[unit]: tuple(about)}
        )

    def sign(self, day):
        pk = self.one_of(self.drafts)
        journal.sign_entry(by=self.me, entry=Entry.objects.get(pk=pk))
        self.works[pk] = self.drafts.pop(pk)

    def correct(self, day):
        pk = self.one_of(pk for pk in self.works if isinstance(pk, int))
        on, work = day - timedelta(days=self.chance.randrange(60)), self.works[pk]
        made = journal.correct_entry(
            by=self.me, entry=Entry.objects.get(pk=pk), on=on, topic=work.topic, text="түзетілді"
        )
        self.before[made.pk] = pk, self.works.pop(pk)
        self.works[made.pk] = work._replace(on=on)

    def annul(self, day):
        pk = self.one_of(pk for pk in self.works if isinstance(pk, int))
        journal.annul_entry(by=self.me, entry=Entry.objects.get(pk=pk), reason="қате")
        del self.works[pk]
        if pk in self.before:  # what the correction had replaced counts again
            earlier, work = self.before.pop(pk)
            self.works[earlier] = work
            self.done["annul a correction"] += 1

    def adjust(self, day):
        """Move, leave out or hand on what is due of a row that has somebody."""
        calendar = calendar_of(self.year)
        row, since, until = self.one_of(
            (row, *span)
            for row in self.rows
            for span in slow_periods(row_rule(row).term, calendar)
            if span[0] <= day
        )
        member = self.one_of(self.members(row, min(day, until)))
        kind = self.one_of(Adjustment.Kind.values)
        to_day = until + timedelta(days=10) if kind == "MOVED" else None
        about = None if row.unit == "SCHOOL" else ABOUT[row.unit].objects.get(pk=member)
        row = PlanRow.objects.select_related("plan__school_year").get(pk=row.pk)
        made = actions.adjust_due(
            by=self.me,
            row=row,
            kind=kind,
            since=since,
            until=until,
            reason="ауырып жатыр",
            about=about,
            to_day=to_day,
            to_user=self.colleague if kind == "ASSIGNED" else None,
        )
        self.adjustments[made.pk] = Adjusted(row.code, member, since, kind, day, to_day)
        self.done[f"adjust {kind}"] += 1

    def amend(self, day):
        """From this day a row has days of grace: what was counted on earlier days stays."""
        row = self.one_of(row for row in self.rows if not row.term.get("ongoing"))
        grace = self.chance.choice((4, 12, 30))
        now = PlanRow.objects.select_related("plan__school_year").get(pk=row.pk)
        actions.amend_row(by=self.me, row=now, fields={"grace_days": grace}, reason="кесте", on=day)
        self.grace.append((day, row.code, grace))

    def rule(self, row, day):
        """A row as this book has it on a day."""
        rule = row_rule(row)
        for on, code, grace in self.grace:
            if code == row.code and on <= day:
                rule = replace(rule, grace_days=grace)
        return rule

    def take_back(self, day):
        pk = self.one_of(self.adjustments)
        actions.take_back(by=self.me, adjustment=Adjustment.objects.get(pk=pk))
        del self.adjustments[pk]

    def something(self, day):
        deeds = [self.record] * 9 + [self.open_status] * 3 + [self.adjust] * 4
        deeds += [self.come, self.leave, self.change_class, self.end_status, self.request]
        deeds += [self.draft, self.sign, self.correct, self.annul, self.take_back, self.amend]
        deed = self.chance.choice(deeds)
        try:
            deed(day)
        except (Refused, Nothing):  # not possible on this day: nothing to write down either
            return
        self.done[deed.__name__] += 1


class Nothing(Exception):
    """There is nobody and nothing to choose from."""

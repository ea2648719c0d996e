"""Coverage once more, word for word from the definitions: slow, day by day, entry by entry.

It shares only the plain data with the program; the tests compare the two.
"""

from __future__ import annotations

from datetime import date, timedelta

from tirek.plans.rules.evidence import Proof

DAY = timedelta(days=1)


def days(first, last):
    while first <= last:
        yield first
        first += DAY


def end_of_month(day):
    while (day + DAY).month == day.month:
        day += DAY
    return day


def slow_periods(term, calendar):
    firsts = [since for since, _ in calendar.quarters]
    ends = [first - DAY for first in firsts[1:]] + [calendar.ends_on]
    quarters = list(zip(firsts, ends, strict=True))
    if term.months:
        spans = []
        for place, month in enumerate(term.months):
            year = calendar.year
            if month < 8 or (month == 8 and place > 0):
                year += 1
            spans.append((date(year, month, 1), end_of_month(date(year, month, 1))))
        return [(min(s for s, _ in spans), max(e for _, e in spans))]
    if term.every == "MONTH":
        months = sorted({(d.year, d.month) for d in days(calendar.starts_on, calendar.ends_on)})
        return [(date(y, m, 1), end_of_month(date(y, m, 1))) for y, m in months]
    if term.every == "QUARTER":
        return quarters
    if term.every == "HALF":
        return [(quarters[0][0], quarters[1][1]), (quarters[2][0], quarters[3][1])]
    if term.every == "YEAR":
        return [(calendar.starts_on, calendar.ends_on)]
    return []


class Slow:
    def __init__(self, facts, as_of):
        self.facts, self.as_of, self.year = facts, as_of, facts.calendar

    def enrolment(self, pupil, day):
        here = [
            e
            for e in self.facts.enrolments
            if e.pupil == pupil and e.since <= day and (e.until is None or day <= e.until)
        ]
        return max(reversed(here), key=lambda e: e.since) if here else None

    def codes(self, pupil, day):
        return {
            s.code
            for s in self.facts.statuses
            if s.pupil == pupil
            and (s.since is None or s.since <= day)
            and (s.until is None or day <= s.until)
        }

    def home(self, pupil, day):
        here = [
            s
            for s in self.facts.stays
            if s.pupil == pupil
            and (s.since is None or s.since <= day)
            and (s.until is None or day <= s.until)
        ]
        return max(reversed(here), key=lambda s: s.since or date.min).household if here else None

    def asked(self, topic, day):
        return {
            c
            for w in self.facts.works
            if w.kind == "REQUEST" and w.topic == topic and self.year.starts_on <= w.on <= day
            for c in w.classes
        }

    def holds(self, cohort, pupil, day):
        here = self.enrolment(pupil, day)
        if here is None:
            return False
        codes = self.codes(pupil, day)
        if cohort.statuses and not any(code in codes for code in cohort.statuses):
            return False
        if cohort.social and not any(code in codes for code in self.facts.social):
            return False
        if cohort.grades and here.grade not in cohort.grades:
            return False
        if cohort.arrived:
            first = min(e.since for e in self.facts.enrolments if e.pupil == pupil)
            if not self.year.starts_on <= first <= self.year.ends_on:
                return False
        if cohort.requested and here.school_class not in self.asked(cohort.requested, day):
            return False
        return not cohort.any or any(self.holds(one, pupil, day) for one in cohort.any)

    def members(self, row, day):
        if row.unit == "SCHOOL":
            return {0}
        if row.unit == "CLASS":
            return {
                c
                for c, grade in self.facts.classes.items()
                if (not row.cohort.grades or grade in row.cohort.grades)
                and (not row.cohort.requested or c in self.asked(row.cohort.requested, day))
                and self.holds_in(row.cohort, c, day)
            }
        pupils = {e.pupil for e in self.facts.enrolments if self.holds(row.cohort, e.pupil, day)}
        if row.unit == "PUPIL":
            return pupils
        return {self.home(p, day) for p in pupils} - {None}

    def holds_in(self, cohort, school_class, day):
        """Is such a pupil in the class, when the cohort asks for pupils?"""
        asks = cohort.statuses or cohort.social or cohort.arrived
        if not asks and not cohort.any:
            return True
        if not asks:
            return any(
                (not one.grades or self.facts.classes[school_class] in one.grades)
                and self.holds_in(one, school_class, day)
                for one in cohort.any
            )
        return any(
            self.holds(cohort, e.pupil, day)
            and self.enrolment(e.pupil, day).school_class == school_class
            for e in self.facts.enrolments
        )

    def serves(self, work, row, group, member, day):
        if work.on > self.as_of:
            return False
        if not any(
            proof.kind == work.kind and (not proof.topic or proof.topic == work.topic)
            for proof in group
        ):
            return False
        if work.rows:
            if row.code not in work.rows:
                return False
        elif row.unit in ("SCHOOL", "CLASS"):
            return False
        if row.unit == "SCHOOL":
            return True
        if row.unit == "CLASS":
            return member in work.classes
        if row.unit == "PUPIL":
            return member in work.pupils
        return member in work.households or any(self.home(p, day) == member for p in work.pupils)

    def served(self, row, member, day, first, last):
        times = row.term.times
        return bool(row.evidence) and all(
            sum(
                self.serves(w, row, g, member, day) and first <= w.on <= last
                for w in self.facts.works
            )
            >= times
            for g in row.evidence
        )

    def counting_day(self, until):
        return max(min(until, self.as_of), self.year.starts_on)

    def everybody(self, row):
        if row.unit == "SCHOOL":
            return {0}
        if row.unit == "CLASS":
            return set(self.facts.classes)
        if row.unit == "PUPIL":
            return {e.pupil for e in self.facts.enrolments}
        return {s.household for s in self.facts.stays}

    def row(self, row):
        last_day = max(self.year.ends_on, date(self.year.year + 1, 8, 31))
        today = self.counting_day(last_day)
        now = self.members(row, today)
        figures = dict.fromkeys(
            ("due", "done", "overdue", "open", "done_left", "waived", "touched", "untouched"), 0
        )
        figures |= {"members": len(now), "gap": False}
        if row.term.ongoing:
            for member in now:
                touched = self.served(
                    row, member, today, self.year.starts_on, min(self.as_of, last_day)
                )
                figures["touched" if touched else "untouched"] += 1
            full = [span for span in slow_periods(QUARTERLY, self.year) if span[1] < self.as_of]
            if full:
                first, last = full[-1]
                figures["gap"] = not any(
                    self.serves(work, row, group, member, today) and first <= work.on <= last
                    for member in now
                    for group in row.evidence
                    for work in self.facts.works
                )
            return figures
        if row.term.on_request:
            figures["open"] = self.unanswered(row)
        for first, last in slow_periods(row.term, self.year):
            if first > self.as_of:
                continue
            for member in self.everybody(row):
                self.item(row, member, first, last, figures)
        return figures

    def unanswered(self, row):
        """Requests of the year about members, after which no entry of the evidence comes."""
        waiting = 0
        last_day = max(self.year.ends_on, date(self.year.year + 1, 8, 31))
        for asked in self.facts.works:
            if asked.kind != "REQUEST" or not self.year.starts_on <= asked.on <= last_day:
                continue
            whole = [[Proof("REQUEST")]]
            day = self.counting_day(asked.on)
            for member in self.members(row, day):
                if not self.serves(asked, row, whole[0], member, day):
                    continue
                answered = any(
                    work.on >= asked.on
                    and self.serves(work, row, group, member, self.counting_day(last_day))
                    for group in row.evidence
                    for work in self.facts.works
                )
                waiting += not answered
        return waiting

    def item(self, row, member, first, last, figures):
        made = [
            a
            for a in self.facts.adjustments
            if a.row == row.code
            and a.member == member
            and first <= a.since <= last
            and a.on <= self.as_of
        ]
        moved = sorted((a for a in made if a.kind == "MOVED"), key=lambda a: a.on)
        until = moved[-1].to_day if moved else last
        waived = any(a.kind == "WAIVED" for a in made)
        grace = until + timedelta(days=row.grace_days)
        day = self.counting_day(until)
        served = self.served(row, member, day, first, grace)
        if member in self.members(row, day):
            if waived:
                figures["waived"] += 1
                return
            figures["due"] += 1
            late = self.as_of > grace
            figures["done" if served else "overdue" if late else "open"] += 1
        elif served and row.unit in ("PUPIL", "HOUSEHOLD"):
            run = days(max(first, self.year.starts_on), min(until, self.as_of))
            figures["done_left"] += any(member in self.members(row, day) for day in run)


class QUARTERLY:
    months, every = (), "QUARTER"

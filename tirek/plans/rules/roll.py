"""Who is a member of a row's cohort on a day; every answer is kept, for rows ask the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from tirek.plans.rules.cohorts import Cohort
from tirek.plans.rules.evidence import CLASS, HOUSEHOLD, PUPIL, SCHOOL
from tirek.plans.rules.facts import THE_SCHOOL, Enrolled, Facts, Held, Stay

Members = frozenset[int]

NOBODY: Members = frozenset()


def holds(since: date | None, until: date | None, day: date) -> bool:
    """Does a fact from - to hold on the day? Both ends are included, an open one never ends."""
    return (since is None or since <= day) and (until is None or day <= until)


class Roll:
    """Members of cohorts by day; one for each calculation."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._enrolled: dict[date, dict[int, Enrolled]] = {}
        self._holders: dict[date, dict[str, set[int]]] = {}
        self._homes: dict[date, dict[int, int]] = {}
        self._members: dict[tuple[str, Cohort, date], Members] = {}
        self._pupils: dict[tuple[Cohort, date], Members] = {}
        self._of_pupil: dict[int, tuple[list[Enrolled], list[Held], list[Stay]]] | None = None
        self._of_household: dict[int, set[int]] | None = None
        self._requests: dict[str, list[tuple[date, tuple[int, ...]]]] = defaultdict(list)
        calendar = facts.calendar
        for work in facts.works:
            if work.kind == "REQUEST" and calendar.starts_on <= work.on <= calendar.closes_on:
                self._requests[work.topic].append((work.on, work.classes))

    def members(self, unit: str, cohort: Cohort, day: date) -> Members:
        """The members on a day: pupils, their families, classes, or the school itself."""
        key = (unit, cohort, day)
        if key not in self._members:
            self._members[key] = self._found(unit, cohort, day)
        return self._members[key]

    def _found(self, unit: str, cohort: Cohort, day: date) -> Members:
        if unit == SCHOOL:
            return frozenset({THE_SCHOOL})
        if unit == CLASS:
            return self._classes(cohort, day)
        pupils = self.pupils(cohort, day)
        if unit == PUPIL:
            return pupils
        homes = self.homes(day)
        return frozenset(homes[pupil] for pupil in pupils if pupil in homes)

    def pupils(self, cohort: Cohort, day: date) -> Members:
        """Pupils enrolled on the day for whom every part of the cohort holds."""
        key = (cohort, day)
        if key not in self._pupils:
            self._pupils[key] = self._fitting(cohort, day)
        return self._pupils[key]

    def _fitting(self, cohort: Cohort, day: date) -> Members:
        enrolled = self.enrolled(day)
        found: Iterable[int] = enrolled
        if cohort.statuses or cohort.social:
            holders = self._holders_on(day)
            if cohort.statuses:
                found = _any_of(holders, cohort.statuses).intersection(found)
            if cohort.social:
                found = _any_of(holders, self.facts.social).intersection(found)
        if cohort.grades:
            found = [pupil for pupil in found if enrolled[pupil].grade in cohort.grades]
        if cohort.arrived:
            first = self.facts.first_days
            found = [one for one in found if one in first and self._in_year(first[one])]
        if cohort.requested:
            asked = self._asked(cohort.requested, day)
            found = [pupil for pupil in found if enrolled[pupil].school_class in asked]
        if cohort.any:
            either = NOBODY.union(*(self.pupils(one, day) for one in cohort.any))
            found = either.intersection(found)
        return frozenset(found)

    def _classes(self, cohort: Cohort, day: date) -> Members:
        """Classes of the grades named or asked for; statuses mean: with such a pupil."""
        found = set(self.facts.classes)
        if cohort.grades:
            found = {one for one in found if self.facts.classes[one] in cohort.grades}
        if cohort.requested:
            found &= self._asked(cohort.requested, day)
        if cohort.statuses or cohort.social or cohort.arrived:
            enrolled = self.enrolled(day)
            found &= {enrolled[pupil].school_class for pupil in self.pupils(cohort, day)}
        elif cohort.any:
            found &= NOBODY.union(*(self._classes(one, day) for one in cohort.any))
        return frozenset(found)

    def enrolled(self, day: date) -> dict[int, Enrolled]:
        """The enrolment of each pupil on a day; of two, the one that began later."""
        if day not in self._enrolled:
            found: dict[int, Enrolled] = {}
            for one in self.facts.enrolments:
                if one.since <= day and (one.until is None or day <= one.until):
                    before = found.get(one.pupil)
                    if before is None or before.since <= one.since:
                        found[one.pupil] = one
            self._enrolled[day] = found
        return self._enrolled[day]

    def homes(self, day: date) -> dict[int, int]:
        """The family each pupil lives in on a day; of two stays, the one that began later."""
        if day not in self._homes:
            found: dict[int, Stay] = {}
            for one in self.facts.stays:
                if holds(one.since, one.until, day):
                    before = found.get(one.pupil)
                    if before is None or _start(before) <= _start(one):
                        found[one.pupil] = one
            self._homes[day] = {pupil: stay.household for pupil, stay in found.items()}
        return self._homes[day]

    def home_of(self, pupil: int, day: date) -> int | None:
        """The family one pupil lives in on a day, without reading everybody's."""
        found: Stay | None = None
        for one in self._facts_of(pupil)[2]:
            if holds(one.since, one.until, day) and (found is None or _start(found) <= _start(one)):
                found = one
        return found.household if found else None

    def was_member(self, unit: str, cohort: Cohort, member: int, first: date, last: date) -> bool:
        """Was it a member on some day from `first` to `last`?

        A part of a cohort begins to hold on the first day of some fact, or on the day after the
        last one of a fact that hid another; only those days and `first` itself are asked.
        """
        if first > last:
            return False
        if unit == PUPIL:
            pupils: Iterable[int] = (member,)
        elif unit == HOUSEHOLD:
            pupils = self._pupils_ever_in(member)
        else:
            return False  # classes and the school do not leave (domain rule 3)
        for pupil in pupils:
            for day in self._asked_days(first, last, self._turns(pupil)):
                if self.fits(cohort, pupil, day) and (
                    unit == PUPIL or self.home_of(pupil, day) == member
                ):
                    return True
        return False

    def fits(self, cohort: Cohort, pupil: int, day: date) -> bool:
        """Is one pupil of the cohort on the day? The same as `pupils`, without asking for all."""
        enrolments, statuses, _ = self._facts_of(pupil)
        here = [one for one in enrolments if holds(one.since, one.until, day)]
        if not here:
            return False
        enrolled = max(reversed(here), key=lambda one: one.since)
        codes = {one.code for one in statuses if holds(one.since, one.until, day)}
        return self._fits(cohort, pupil, enrolled, codes, day)

    def _fits(
        self, cohort: Cohort, pupil: int, enrolled: Enrolled, codes: set[str], day: date
    ) -> bool:
        facts, first = self.facts, self.facts.first_days.get(pupil)
        return (
            (not cohort.statuses or not codes.isdisjoint(cohort.statuses))
            and (not cohort.social or not codes.isdisjoint(facts.social))
            and (not cohort.grades or enrolled.grade in cohort.grades)
            and (not cohort.arrived or (first is not None and self._in_year(first)))
            and (
                not cohort.requested or enrolled.school_class in self._asked(cohort.requested, day)
            )
            and (
                not cohort.any
                or any(self._fits(one, pupil, enrolled, codes, day) for one in cohort.any)
            )
        )

    def _turns(self, pupil: int) -> set[date]:
        """The days on which something about a pupil begins to hold, or holds again."""
        facts = [fact for some in self._facts_of(pupil) for fact in some]
        begun = {fact.since for fact in facts if fact.since}
        return begun | {
            fact.until + timedelta(days=1) for fact in facts if fact.until and fact.until < date.max
        }

    def _in_year(self, day: date) -> bool:
        return self.facts.calendar.starts_on <= day <= self.facts.calendar.ends_on

    def _asked_days(self, first: date, last: date, begun: set[date]) -> set[date]:
        requests = {on for asked in self._requests.values() for on, _ in asked}
        return {first} | {day for day in begun | requests if first < day <= last}

    def _pupils_ever_in(self, household: int) -> set[int]:
        if self._of_household is None:
            found: dict[int, set[int]] = defaultdict(set)
            for stay in self.facts.stays:
                found[stay.household].add(stay.pupil)
            self._of_household = found
        return self._of_household[household]

    def _facts_of(self, pupil: int) -> tuple[list[Enrolled], list[Held], list[Stay]]:
        if self._of_pupil is None:
            found: dict[int, tuple[list[Enrolled], list[Held], list[Stay]]]
            found = defaultdict(lambda: ([], [], []))
            for enrolment in self.facts.enrolments:
                found[enrolment.pupil][0].append(enrolment)
            for status in self.facts.statuses:
                found[status.pupil][1].append(status)
            for stay in self.facts.stays:
                found[stay.pupil][2].append(stay)
            # Only now may another thread that counts from the same facts find it.
            self._of_pupil = found
        return self._of_pupil[pupil]

    def _holders_on(self, day: date) -> dict[str, set[int]]:
        if day not in self._holders:
            found: dict[str, set[int]] = defaultdict(set)
            for one in self.facts.statuses:
                if holds(one.since, one.until, day):
                    found[one.code].add(one.pupil)
            self._holders[day] = found
        return self._holders[day]

    def requested_on(self, topic: str, school_class: int, day: date) -> date | None:
        """The day of the first request of the topic about a class in the year, by the day."""
        days = [on for on, some in self._requests[topic] if on <= day and school_class in some]
        return min(days, default=None)

    def _asked(self, topic: str, day: date) -> Members:
        """Classes about which a request of the topic is in the year's journal by the day."""
        return NOBODY.union(*(classes for on, classes in self._requests[topic] if on <= day))


def _start(stay: Stay) -> date:
    return stay.since or date.min


def _any_of(holders: dict[str, set[int]], codes: Iterable[str]) -> Members:
    return NOBODY.union(*(holders.get(code, ()) for code in codes))

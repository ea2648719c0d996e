"""Brings a class list in, all of it or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tirek.access import audit, clock
from tirek.access.models import School, User
from tirek.access.refused import Refused
from tirek.longwork.actions import Tell
from tirek.school.importing.planning import Plan, plan_import
from tirek.school.models import (
    Enrolment,
    Household,
    HouseholdMember,
    HouseholdStay,
    Pupil,
    RosterImport,
    SchoolClass,
    class_sort_key,
)
from tirek.school.rules.kazakh import folded
from tirek.school.rules.matching import FIELDS, Decision, Fate
from tirek.school.rules.names import parse_class_name
from tirek.school.rules.roster import (
    ParsedRow,
    Table,
)
from tirek.schoolyear.models import SchoolYear

BATCH = 500


@transaction.atomic
def apply_roster(
    *,
    by: User | None,
    school: School,
    school_year: SchoolYear,
    tables: Sequence[Table],
    file_name: str,
    since: date | None = None,
    open_classes: bool | None = None,
    draft: RosterImport | None = None,
    tell: Tell = lambda done, whole: None,
) -> RosterImport:
    """Bring the new and changed rows in, all or nothing; refused and repeated rows stay out.

    The plan is made anew inside the transaction; the import keeps what it made and changed. `tell`
    hears how many rows have been written.
    """
    if draft is not None:
        draft = RosterImport.objects.select_for_update().get(pk=draft.pk)
        if draft.state != RosterImport.State.DRAFT:
            raise Refused(_("This list has already been brought in."))
    plan = plan_import(
        tables=tables,
        school=school,
        school_year=school_year,
        since=since,
        open_classes=open_classes,
    )
    writing = _Writing(by, school, school_year, plan)
    writing.run(tell)
    done = draft or RosterImport(school=school, school_year=school_year, file_name=file_name[:200])
    done.state, done.by, done.at = RosterImport.State.APPLIED, by, clock.now()
    done.since, done.open_classes = plan.since, plan.open_classes
    done.counts, done.made = plan.counts, writing.made
    done.save()
    note = " ".join(f"{name}={number}" for name, number in plan.counts.items())
    audit.record(by=by, verb="IMPORTED", thing=done, school=school, note=note)
    return done


class _Writing:
    """Writes one plan in a few statements, whatever the number of rows."""

    def __init__(
        self, by: User | None, school: School, school_year: SchoolYear, plan: Plan
    ) -> None:
        self.school, self.school_year, self.plan = school, school_year, plan
        self.stamp: dict[str, Any] = {"recorded_by": by, "recorded_at": clock.now()}
        self.today = clock.today()
        self.made: dict[str, list[Any]] = {}

    def run(self, tell: Tell) -> None:
        """Classes, pupils, changes, enrolments, families."""
        whole = len(self.plan.decisions)
        tell(0, whole)
        self.classes = self._classes()
        added = self._added()
        tell(len(added) // 2, whole)
        changed = self._changed()
        self._enrolments(added, changed)
        tell(len(added) + len(changed), whole)
        self._families(added)
        tell(whole, whole)

    def _classes(self) -> dict[str, SchoolClass]:
        fresh = []
        for name in self.plan.new_classes:
            parsed = parse_class_name(name)
            fresh.append(
                SchoolClass(
                    school=self.school,
                    school_year=self.school_year,
                    grade=parsed.grade,
                    letter=parsed.letter,
                    name=name,
                    sort_key=class_sort_key(parsed.grade, parsed.letter),
                )
            )
        SchoolClass.objects.bulk_create(fresh)
        self.made["classes"] = [one.pk for one in fresh]
        return {one.name: one for one in SchoolClass.objects.filter(school_year=self.school_year)}

    def _added(self) -> list[tuple[ParsedRow, Pupil]]:
        chosen = self.plan.of(Fate.NEW)
        before = Pupil.objects.in_bulk([one.pupil for one in chosen if one.pupil])
        added = []
        for one in chosen:
            pupil = before.get(one.pupil or 0) or Pupil(school=self.school)
            fill(pupil, {name: one.row.values.get(name) for name in FIELDS})
            added.append((one.row, pupil))
        Pupil.objects.bulk_create([p for _row, p in added if p.pk is None], batch_size=BATCH)
        again = list(before.values())
        Pupil.objects.bulk_update(again, [*FIELDS, "sort_key", "search"], batch_size=100)
        self.made["pupils"] = [pupil.pk for _row, pupil in added]
        return added

    def _changed(self) -> list[tuple[Decision, Pupil]]:
        chosen = self.plan.of(Fate.CHANGED)
        pupils = Pupil.objects.in_bulk([one.pupil for one in chosen])
        kept = []
        for one in chosen:
            pupil = pupils[one.pupil or 0]
            own = [change for change in one.changes if change.field != "class"]
            fill(pupil, {change.field: change.new for change in own})
            kept += [
                {"pupil": pupil.pk, "field": c.field, "old": plain(c.old), "new": plain(c.new)}
                for c in own
            ]
        Pupil.objects.bulk_update(pupils.values(), [*FIELDS, "sort_key", "search"], batch_size=100)
        self.made["changes"] = kept
        return [(one, pupils[one.pupil or 0]) for one in chosen]

    def _enrolments(
        self, added: list[tuple[ParsedRow, Pupil]], changed: list[tuple[Decision, Pupil]]
    ) -> None:
        moved = [(d.row, p) for d, p in changed if any(c.field == "class" for c in d.changes)]
        current = self._current([pupil.pk for _row, pupil in moved])
        fresh = []
        for row, pupil in [*added, *moved]:
            day = self._day(row, moving=pupil.pk in current)
            target = self.classes[row.values["class"]]
            before = current.get(pupil.pk)
            if before is not None and before.until and before.until < self.today:
                # Had left since the day of the list: comes back after the last day.
                day, before = max(day, before.until + timedelta(days=1)), None
            if before is not None and before.since >= day:
                same = {"since": before.since, "until": before.until, "replaces": before}
                fresh.append(Enrolment(pupil=pupil, school_class=target, **same, **self.stamp))
                continue
            if before is not None:
                fresh.append(
                    Enrolment(
                        pupil=pupil,
                        school_class_id=before.school_class_id,
                        since=before.since,
                        until=day - timedelta(days=1),
                        reason=before.reason,
                        replaces=before,
                        **self.stamp,
                    )
                )
            fresh.append(Enrolment(pupil=pupil, school_class=target, since=day, **self.stamp))
        Enrolment.objects.bulk_create(fresh, batch_size=BATCH)
        self.made["enrolments"] = [one.pk for one in fresh]

    def _current(self, pupils: Sequence[int]) -> dict[int, Enrolment]:
        """The enrolment of each pupil that holds on the day of the list or later."""
        found = (
            Enrolment.objects.known_at()
            .touching(self.plan.since, date.max)
            .filter(pupil__in=pupils)
            .order_by("since", "id")
        )
        return {one.pupil_id: one for one in found}

    def _day(self, row: ParsedRow, *, moving: bool) -> date:
        """The first day in the class: the day of arrival the list states, within the year."""
        day: date = self.plan.since
        if not moving:
            day = row.values.get("arrived_on") or day
        return max(day, self.school_year.starts_on)

    def _families(self, added: list[tuple[ParsedRow, Pupil]]) -> None:
        """A family for each set of the same parents with the same telephone or address."""
        homes: dict[tuple[str, ...], Household] = {}
        lives = []
        members = []
        for row, pupil in added:
            if not row.parents:
                continue
            words = [
                f"{p.kinship} {' '.join(vars(p.name).values())} {p.phone}" for p in row.parents
            ]
            key = (*map(folded, words), folded(row.values.get("address", "")))
            if key not in homes:
                home = Household(school=self.school, address=row.values.get("address", ""))
                home.key = home.pid
                homes[key] = home
                for parent in row.parents:
                    who = HouseholdMember(household=home, **vars(parent.name), phone=parent.phone)
                    who.key = who.pid
                    members.append(who)
            lives.append(HouseholdStay(pupil=pupil, household=homes[key], **self.stamp))
        Household.objects.bulk_create(homes.values(), batch_size=BATCH)
        HouseholdMember.objects.bulk_create(members, batch_size=BATCH)
        HouseholdStay.objects.bulk_create(lives, batch_size=BATCH)
        self.made["households"] = [one.pk for one in homes.values()]
        self.made["stays"] = [one.pk for one in lives]


def fill(pupil: Pupil, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(pupil, name, value if value or name == "born_on" else "")
    pupil.put_in_order()


def plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value

"""Brings class lists in: the plan of an import, its application, its withdrawal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import ManyToManyField
from django.utils.translation import gettext as _

from tirek.access import audit, clock
from tirek.access.models import School, User
from tirek.access.refused import Refused
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
from tirek.school.reading import Unreadable
from tirek.school.rules.kazakh import folded
from tirek.school.rules.matching import FIELDS, Decision, Fate, Known, decisions, sums
from tirek.school.rules.names import parse_class_name
from tirek.school.rules.roster import (
    NoHeadings,
    ParsedRow,
    Table,
    heading_row,
    parsed_rows,
    unread_headings,
)
from tirek.schoolyear.models import SchoolYear

WITHDRAWN_WITHIN = timedelta(days=30)
BATCH = 500


@dataclass(frozen=True)
class Plan:
    """What an import would do: a decision for each row, and what was not read at all."""

    since: date
    open_classes: bool
    decisions: tuple[Decision, ...]
    new_classes: tuple[str, ...] = ()
    unread_sheets: tuple[str, ...] = ()
    unread_columns: tuple[str, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """Rows read and of each fate; read is the sum of the others."""
        counted = sums(self.decisions)
        return {
            "read": len(self.decisions),
            "new": counted[Fate.NEW],
            "same": counted[Fate.SAME],
            "changed": counted[Fate.CHANGED],
            "duplicates": counted[Fate.DUPLICATE],
            "refused": counted[Fate.REFUSED],
        }

    def of(self, *fates: Fate) -> list[Decision]:
        """The decisions of these fates, in the file's order."""
        return [one for one in self.decisions if one.fate in fates]


def plan_import(
    *,
    tables: Sequence[Table],
    school: School | None,
    school_year: SchoolYear | None,
    since: date | None = None,
    open_classes: bool | None = None,
) -> Plan:
    """What bringing these sheets in would do; nothing is written.

    `open_classes` None opens the classes named when the year has none yet. Without a school
    everything is new. Raises Unreadable when no sheet has the headings of a class list.
    """
    today = clock.today()
    names = list(
        SchoolClass.objects.filter(school_year=school_year).values_list("name", flat=True)
        if school_year
        else ()
    )
    opening = not names if open_classes is None else open_classes
    day = since or first_day(school_year, today)
    readable = [table for table in tables if _has_headings(table)]
    if not readable:
        raise Unreadable("NO_HEADINGS")
    rows = [row for table in readable for row in parsed_rows(table, today)]
    if not rows:
        raise Unreadable("NO_ROWS")
    known = _known(school, school_year, max(day, today)) if school else []
    made = decisions(rows, known, names, open_classes=opening)
    wanted = {d.row.values.get("class", "") for d in made if d.fate in (Fate.NEW, Fate.CHANGED)}
    return Plan(
        since=day,
        open_classes=opening,
        decisions=tuple(made),
        new_classes=tuple(
            sorted(wanted - {*names, ""}, key=lambda name: parse_class_name(name).order)
        ),
        unread_sheets=tuple(t.name for t in tables if t not in readable),
        unread_columns=tuple(
            dict.fromkeys(heading for table in readable for heading in unread_headings(table))
        ),
    )


def _has_headings(table: Table) -> bool:
    try:
        heading_row(table)
    except NoHeadings:
        return False
    return True


def first_day(school_year: SchoolYear | None, today: date) -> date:
    """From when new pupils are in their classes: the year's first list from its first day."""
    if school_year is None:
        return today
    begun = Enrolment.objects.known_at().filter(school_class__school_year=school_year).exists()
    return max(today, school_year.starts_on) if begun else school_year.starts_on


def _known(school: School, school_year: SchoolYear | None, day: date) -> list[Known]:
    placed = dict(
        Enrolment.objects.on(day)
        .known_at()
        .filter(pupil__school=school, school_class__school_year=school_year)
        .order_by("since", "id")
        .values_list("pupil_id", "school_class__name")
    )
    ever = set(
        Enrolment.objects.known_at().filter(pupil__school=school).values_list("pupil_id", flat=True)
    )
    return [
        Known(**pupil, class_name=placed.get(pupil["id"], ""), ever_enrolled=pupil["id"] in ever)
        for pupil in Pupil.objects.filter(school=school).values("id", *FIELDS)
    ]


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
) -> RosterImport:
    """Bring the new and changed rows in, all or nothing; refused and repeated rows stay out.

    The plan is made anew inside the transaction; the import keeps what it made and changed.
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
    writing.run()
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

    def run(self) -> None:
        """Classes, pupils, changes, enrolments, families."""
        self.classes = self._classes()
        added = self._added()
        changed = self._changed()
        self._enrolments(added, changed)
        self._families(added)

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
            _fill(pupil, {name: one.row.values.get(name) for name in FIELDS})
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
            _fill(pupil, {change.field: change.new for change in own})
            kept += [
                {"pupil": pupil.pk, "field": c.field, "old": _plain(c.old), "new": _plain(c.new)}
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


def _fill(pupil: Pupil, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(pupil, name, value if value or name == "born_on" else "")
    pupil.put_in_order()


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def may_be_withdrawn(done: RosterImport, now: datetime | None = None) -> bool:
    """Whether the import is in force and young enough to be taken back."""
    age = (now or clock.now()) - done.at
    return done.state == RosterImport.State.APPLIED and age <= WITHDRAWN_WITHIN


@transaction.atomic
def undo_import(*, by: User, done: RosterImport) -> RosterImport:
    """Take an import back as a whole: its enrolments are annulled, its changes put back.

    Refused once anybody has worked with what it made; nothing is deleted.
    """
    done = RosterImport.objects.select_for_update().get(pk=done.pk)
    if not may_be_withdrawn(done):
        raise Refused(_("An import can be taken back within 30 days, once."))
    if _touched(done) or _changed_since(done):
        raise Refused(_("These pupils have been worked with since: correct them one by one."))
    annulled = {
        "annulled_at": clock.now(),
        "annulled_by": by,
        "annul_reason": _("Import taken back"),
    }
    Enrolment.objects.filter(pk__in=done.made["enrolments"]).update(**annulled)
    HouseholdStay.objects.filter(pk__in=done.made["stays"]).update(**annulled)
    pupils = Pupil.objects.in_bulk({change["pupil"] for change in done.made["changes"]})
    for change in done.made["changes"]:
        old = change["old"]
        if change["field"] == "born_on" and old:
            old = date.fromisoformat(old)
        _fill(pupils[change["pupil"]], {change["field"]: old})
    Pupil.objects.bulk_update(pupils.values(), [*FIELDS, "sort_key", "search"], batch_size=100)
    done.state = RosterImport.State.WITHDRAWN
    done.withdrawn_at, done.withdrawn_by = clock.now(), by
    done.save()
    audit.record(by=by, verb="ANNULLED", thing=done, school=done.school)
    return done


def _touched(done: RosterImport) -> bool:
    """Whether anything but this import points to its pupils, or follows its enrolments."""
    own = {Enrolment: done.made["enrolments"], HouseholdStay: done.made["stays"]}
    if Enrolment.objects.filter(replaces__in=done.made["enrolments"]).exists():
        return True
    for relation in Pupil._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and not relation.concrete and relation.is_relation):
            continue
        field: Any = getattr(relation, "field", None)
        if field is None or isinstance(field, ManyToManyField):
            continue
        model: Any = relation.related_model
        others = model._base_manager.filter(**{f"{field.name}__in": done.made["pupils"]})
        others = others.exclude(pk__in=own.get(model, []))
        if model in own:
            others = others.filter(annulled_at__isnull=True)
        if others.exists():
            return True
    return False


def _changed_since(done: RosterImport) -> bool:
    pupils = Pupil.objects.in_bulk({change["pupil"] for change in done.made["changes"]})
    return any(
        _plain(getattr(pupils[change["pupil"]], change["field"])) != change["new"]
        for change in done.made["changes"]
    )


def shown_first(made: Iterable[Decision]) -> list[Decision]:
    """Decisions as the preview lists them: refused, changed, new, repeated, same."""
    order = [Fate.REFUSED, Fate.CHANGED, Fate.NEW, Fate.DUPLICATE, Fate.SAME]
    return sorted(made, key=lambda one: order.index(one.fate))


__all__ = [
    "Plan",
    "apply_roster",
    "first_day",
    "may_be_withdrawn",
    "plan_import",
    "shown_first",
    "undo_import",
]

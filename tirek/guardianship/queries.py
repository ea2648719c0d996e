"""Reads cases with their clocks, guardians with their checks, talks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone

from tirek.access.facts import known
from tirek.access.models import School
from tirek.access.sight import Key
from tirek.cards.models import Kin, Kinship
from tirek.guardianship.models import READ, Case, Check, Step, StepKind, Terms
from tirek.guardianship.rules.clock import Clock, next_check, notification
from tirek.guardianship.rules.steps import ORDER, Fact, open_steps, state_of
from tirek.journal.models import Entry, EntryPupil
from tirek.journal.queries import about_seen
from tirek.school.models import HouseholdMember, Pupil
from tirek.school.queries import pupils_on, with_class_on

GUARDIANS = (Kin.GUARDIAN, Kin.TRUSTEE, Kin.FOSTER)
TALK, CHECK = "GUARDIAN_INTERVIEW", "CHECK"


def terms_of(school: School) -> Terms:
    """What the school has set, or the usual."""
    return Terms.objects.filter(school=school).first() or Terms(school=school)


@dataclass
class Progress:
    """A case with what is believed of it: its steps in order, its clock, what comes next."""

    case: Case
    steps: Sequence[Step]
    clock: Clock | None
    class_name: str = ""

    def __post_init__(self) -> None:
        """Work out the state once."""
        facts = facts_of(self.steps)
        self.state, self.open = state_of(facts), open_steps(facts)

    def last(self, kind: str) -> Step | None:
        """The last step of a kind, if there is one."""
        return next((one for one in reversed(self.steps) if one.kind == kind), None)

    @property
    def found(self) -> Step | None:
        """The discovery."""
        return self.last(StepKind.IDENTIFIED)

    @property
    def notified(self) -> Step | None:
        """The notification."""
        return self.last(StepKind.NOTIFIED)

    @property
    def placed(self) -> Step | None:
        """The last placement."""
        return self.last(StepKind.PLACED)

    @property
    def closed(self) -> Step | None:
        """The closing."""
        return self.last(StepKind.CLOSED)

    @property
    def late(self) -> bool:
        """Is the notification late and the case open?"""
        return bool(self.open and self.clock and self.clock.late)

    @property
    def next_step(self) -> str:
        """What is to be done next; empty when the case is over."""
        return self.open[0] if self.open else ""


def facts_of(steps: Iterable[Step]) -> list[Fact]:
    """Steps as the rules read them."""
    return [Fact(one.kind, one.on) for one in steps]


def progress_of(case: Case, steps: Sequence[Step], days: int, today: date, **more: Any) -> Progress:
    """A case with its believed steps, in the order of their days."""
    ordered = sorted(steps, key=lambda one: (one.on, ORDER.index(one.kind), one.pk))
    found = next((one.on for one in ordered if one.kind == StepKind.IDENTIFIED), None)
    told = next((one.on for one in ordered if one.kind == StepKind.NOTIFIED), None)
    clock = notification(found, days, told, today) if found else None
    return Progress(case, ordered, clock, **more)


def register(school: School, user: Any, today: date, cases: Any = None) -> list[Progress]:
    """The cases one sees, late ones first, then by the day of discovery; three queries.

    `user` None: every case, for the command line.
    """
    seen: Any = Case.objects.all() if user is None else Case.objects.visible_to(user)
    if cases is not None:
        seen = seen.filter(pk__in=cases)
    days = terms_of(school).notify_days
    pupils: Any = with_class_on(Pupil.objects.filter(guardianship_cases__in=seen), today)
    named: dict[int, Any] = {one.pk: one for one in pupils}
    believed = Step.objects.known_at().select_related("kin__member", "recorded_by")
    found = []
    for case in seen.filter(school=school).prefetch_related(Prefetch("steps", believed)):
        pupil = named.get(case.pupil_id)
        if pupil is not None:
            case.pupil = pupil
        name = (pupil.class_name or "") if pupil else ""
        found.append(progress_of(case, case.steps.all(), days, today, class_name=name))
    return sorted(found, key=_order)


def _order(one: Progress) -> tuple[bool, bool, int, int]:
    first = one.found.on.toordinal() if one.found else 0
    return (not one.late, not one.open, first if one.late else -first, -one.case.pk)


def history(case: Case) -> list[Any]:
    """Every step ever recorded, the latest record first; those believed no more say by what.

    Each carries `corrected` (the step that replaced it) and `believed`.
    """
    steps: list[Any] = list(
        case.steps.select_related("recorded_by", "annulled_by", "kin__member", "status").order_by(
            "-recorded_at", "-id"
        )
    )
    later = {one.replaces_id: one for one in steps if one.replaces_id and not one.annulled_at}
    for one in steps:
        one.corrected = later.get(one.pk)
        one.believed = one.corrected is None and one.annulled_at is None
    return steps


def late_notices(school: School, user: Any, today: date) -> list[Progress]:
    """Open cases of which the guardianship body has not been notified; the latest term first."""
    told = Step.objects.known_at().filter(kind__in=(StepKind.NOTIFIED, StepKind.CLOSED))
    waiting = Case.objects.filter(school=school).exclude(pk__in=told.values("case_id"))
    found = Step.objects.known_at().filter(kind=StepKind.IDENTIFIED, case__in=waiting)
    seen = Case.objects.visible_to(user).filter(pk__in=found.values("case_id")).values("pk")
    steps = found.filter(case__in=seen).select_related("case__pupil")
    days = Terms.objects.filter(school=school).values("notify_days")[:1]
    return [
        progress_of(one.case, [one], one.days or 1, today)
        for one in steps.annotate(days=Subquery(days)).order_by("on", "id")
    ]


@dataclass
class Ward:
    """A pupil under guardianship, the guardian, the last check and the day of the next one."""

    kin: Kinship
    class_name: str
    checked_on: date | None
    due_on: date
    today: date

    @property
    def late(self) -> bool:
        """Is the check overdue?"""
        return self.today > self.due_on


def _checks(pupil: str = "pupil_id", member: str = "member_id") -> Any:
    """Checks that count, of the pupil and guardian of the outer query; the last one first."""
    counting: Any = Entry.objects.counting()
    return (
        Check.objects.filter(entry__in=counting.values("pk"))
        .filter(entry__about_pupils__pupil=OuterRef(pupil), guardian=OuterRef(member))
        .order_by("-entry__on", "-entry_id")
    )


def _with_checks(kin: QuerySet[Kinship]) -> Any:
    times = Terms.objects.filter(school=OuterRef("pupil__school_id")).values("checks_a_year")
    return kin.annotate(
        times=Subquery(times[:1]),
        checked_on=Subquery(_checks().values("entry__on")[:1]),
        named_on=Subquery(_checks().values("next_on")[:1]),
    )


def _ward(kin: Any, class_name: str, today: date) -> Ward:
    since = kin.since or first_day(kin.recorded_at)
    due = next_check(since, kin.checked_on, kin.named_on, kin.times or 1)
    return Ward(kin, class_name, kin.checked_on, due, today)


def first_day(moment: datetime) -> date:
    """The day of a record: from when on a guardianship without a first day is counted."""
    return timezone.localtime(moment).date()


def guardians(day: date) -> Any:
    """Guardians, trustees and foster carers of a day."""
    return Kinship.objects.known_at().on(day).filter(kinship__in=GUARDIANS)


def wards(school: School, user: Any, today: date, key: str = READ) -> list[Ward]:
    """The school's pupils under guardianship today, those to be checked first; one query.

    `user` None: all of them, for the command line.
    """
    seen = Pupil.objects.all() if user is None else Pupil.objects.visible_to(user, key)
    enrolled: Any = pupils_on(school, today, pupils=seen)
    names = enrolled.filter(pk=OuterRef("pupil_id"))
    kin = guardians(today).filter(pupil__in=enrolled.order_by().values("pk"))
    kin = _with_checks(kin).annotate(class_name=Subquery(names.values("class_name")[:1]))
    found = kin.select_related("pupil", "member").order_by("pupil__sort_key", "id")
    rows = [_ward(one, one.class_name or "", today) for one in found]
    return sorted(rows, key=lambda one: one.due_on)


def wards_of(pupil: Pupil, today: date) -> tuple[list[Ward], str]:
    """The pupil's guardians today with their checks, and the public id of the last case ("": none).

    One query, whether or not there is any of it: the pupil's page asks it of every child.
    """
    cases = Case.objects.filter(pupil=OuterRef("pk")).order_by("-id").values("pid")
    times = Terms.objects.filter(school=OuterRef("school_id")).values("checks_a_year")
    checks = _checks(pupil="pk", member="held__member_id")
    # What `guardians` says, as conditions of a join: a subquery may not stand in one.
    hold = known(None, "kin__") & Q(kin__kinship__in=GUARDIANS)
    hold &= Q(kin__since__isnull=True) | Q(kin__since__lte=today)
    hold &= Q(kin__until__isnull=True) | Q(kin__until__gte=today)
    asked = Pupil.objects.filter(pk=pupil.pk).annotate(
        held=FilteredRelation("kin", condition=hold),
        replaced=Exists(Kinship.objects.filter(known(None), replaces=OuterRef("held__pk"))),
        case=Subquery(cases[:1]),
        times=Subquery(times[:1]),
        checked_on=Subquery(checks.values("entry__on")[:1]),
        named_on=Subquery(checks.values("next_on")[:1]),
    )
    found = list(asked.order_by("held__id").values(*ASKED, *OF_KIN, *OF_MEMBER))
    kin = [row for row in found if row["held__pid"] and not row["replaced"]]
    return (
        [_ward(_kin(row), "", today) for row in kin],
        (found[0]["case"] or "") if found else "",
    )


COUNTED = ("times", "checked_on", "named_on")
ASKED = ("case", "replaced", *COUNTED)
OF_KIN = tuple(
    f"held__{name}" for name in ("pid", "kinship", "since", "recorded_at", "paper_number")
)
OF_MEMBER = tuple(f"held__member__{name}" for name in ("surname", "given", "patronymic"))


def _kin(row: dict[str, Any]) -> Any:
    """A kinship with its guardian out of a row of values; not to be saved."""
    kin: Any = Kinship(**{name.removeprefix("held__"): row[name] for name in OF_KIN})
    kin.member = HouseholdMember(
        **{name.removeprefix("held__member__"): row[name] for name in OF_MEMBER}
    )
    for name in COUNTED:
        setattr(kin, name, row[name])
    return kin


def wards_with(kin: Kinship, user: Any, today: date, key: Key) -> list[Pupil]:
    """The other pupils one sees under the same guardian today."""
    seen = Pupil.objects.visible_to(user, key).exclude(pk=kin.pupil_id)
    same = guardians(today).filter(member_id=kin.member_id, pupil__in=seen)
    return list(Pupil.objects.filter(pk__in=same.values("pupil_id")))


def talks_of(pupil: Pupil, user: Any) -> Any:
    """Talks with the child's guardians and their checks that count, the latest first."""
    about = EntryPupil.objects.filter(pupil=pupil).values("entry_id")
    found: Any = Entry.objects.visible_to(user).counting()
    found = found.filter(pk__in=about, kind=TALK).select_related(
        "author", "guardian_talk__guardian", "guardian_check__guardian"
    )
    return about_seen(found.order_by("-on", "-id"), user)


def checks_between(school: School, since: date, until: date) -> Any:
    """Checks that count, of a span of days."""
    counting: Any = Entry.objects.counting()
    entries = counting.filter(school=school, on__gte=since, on__lte=until)
    return Check.objects.filter(entry__in=entries.values("pk")).annotate(on=F("entry__on"))

"""Carries classes over into a new school year: what would happen, doing it, taking it back."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from tirek.access import audit, clock
from tirek.access.models import School, User
from tirek.access.refused import Refused
from tirek.longwork.actions import Tell
from tirek.longwork.models import Work
from tirek.school.models import Enrolment, RollOver, SchoolClass, class_sort_key
from tirek.school.rules import rollover as rules
from tirek.school.rules.names import parse_class_name
from tirek.school.rules.rollover import Choices, Decision, Fate, OldClass, OldPupil
from tirek.schoolyear.models import SchoolYear

BATCH = 500
TAKEN_BACK_WITHIN = timedelta(days=60)
GONE_ON = (Fate.GOES_ON, Fate.STAYS, Fate.MOVES)


@dataclass(frozen=True)
class Plan:
    """What carrying over would do; `enrolments` are the current ones by pupil's public id."""

    classes: Mapping[str, SchoolClass]
    decisions: tuple[Decision, ...]
    targets: Mapping[str, str]
    names: tuple[str, ...]
    first: tuple[str, ...]
    enrolments: Mapping[str, Enrolment]

    @property
    def counts(self) -> dict[str, int]:
        """Pupils in all and by fate; classes of the new year."""
        return {**rules.sums(self.decisions), "classes": len(self.names)}

    @property
    def mark(self) -> str:
        """The same for the same plan: what was shown is what is done."""
        told = [(d.pupil.pid, d.pupil.class_pid, d.fate.value, d.target) for d in self.decisions]
        return hashlib.sha256(repr((sorted(told), self.names)).encode()).hexdigest()[:20]


def years_of_rollover(school: School) -> tuple[SchoolYear, SchoolYear | None] | None:
    """The newest year whose pupils can go on, and the year after it (None: not opened yet)."""
    years = {one.year: one for one in SchoolYear.objects.filter(school=school)}
    peopled = sorted(
        Enrolment.objects.known_at()
        .filter(pupil__school=school, until__isnull=True)
        .values_list("school_class__school_year__year", flat=True)
        .distinct(),
        reverse=True,
    )
    for year in peopled:
        if year + 1 in years:
            return years[year], years[year + 1]
    return (years[peopled[0]], None) if peopled else None


def draft_of(school: School, by: User) -> RollOver | None:
    """The roll-over being prepared, or a new one that is not kept yet; None: nothing to carry."""
    years = years_of_rollover(school)
    if years is None or years[1] is None:
        return None
    old, new = years
    kept = RollOver.objects.filter(school=school, new_year=new, state=RollOver.State.DRAFT).first()
    return kept or RollOver(
        school=school, old_year=old, new_year=new, by=by, at=clock.now(), choices={}
    )


def planned(draft: RollOver) -> Plan:
    """What becomes of every class and pupil as things stand and as was chosen."""
    found = SchoolClass.objects.filter(school_year=draft.old_year).select_related("teacher")
    classes = {one.pid: one for one in found}
    old = [OldClass(one.pid, one.grade, one.letter, one.name) for one in classes.values()]
    current, already = _current(draft), _already(draft)
    pupils = [
        OldPupil(one.pupil.pid, one.school_class.pid, already.get(one.pupil_id, ""))
        for one in current
    ]
    choices = chosen(draft, old)
    return Plan(
        classes=classes,
        decisions=tuple(rules.decisions(old, pupils, choices)),
        targets=rules.targets(old, choices),
        names=tuple(rules.names(old, choices)),
        first=tuple(choices.first),
        enrolments={one.pupil.pid: one for one in current},
    )


def chosen(draft: RollOver, classes: list[OldClass]) -> Choices:
    """What was chosen so far; first classes as many as now until somebody has said otherwise."""
    told = draft.choices
    first = told.get("first")
    return Choices(
        classes=told.get("classes", {}),
        pupils=told.get("pupils", {}),
        first=tuple(first) if first is not None else rules.usual_first(classes),
    )


def last_day(draft: RollOver) -> date:
    """The last day of the old classes: the day before the new year begins."""
    return draft.new_year.starts_on - timedelta(days=1)


def _current(draft: RollOver) -> list[Enrolment]:
    held = Enrolment.objects.known_at().filter(school_class__school_year=draft.old_year)
    held = held.on(last_day(draft)).select_related("pupil", "school_class")
    return list(held.order_by("school_class__sort_key", "pupil__sort_key", "id"))


def _already(draft: RollOver) -> dict[int, str]:
    new = Enrolment.objects.known_at().filter(school_class__school_year=draft.new_year)
    new = new.touching(draft.new_year.starts_on, date.max)
    return dict(new.values_list("pupil_id", "school_class__name"))


@transaction.atomic
def choose(*, by: User, draft: RollOver, **told: Any) -> RollOver:
    """Keep what was chosen: `classes` and `pupils` by id (added to before), `first` names."""
    draft = _locked(draft)
    for part in ("classes", "pupils"):
        draft.choices[part] = {**draft.choices.get(part, {}), **told.get(part, {})}
    if "first" in told:
        draft.choices["first"] = list(told["first"])
    draft.by, draft.at = by, clock.now()
    draft.save(update_fields=["choices", "by", "at"])
    return draft


def _locked(draft: RollOver) -> RollOver:
    """The draft as it is now, kept from now on; nobody else changes it meanwhile."""
    if draft.pk is None:
        draft.save()
    found = RollOver.objects.select_for_update().get(pk=draft.pk)
    if found.state != RollOver.State.DRAFT:
        raise Refused(_("These classes have already been carried over."))
    return found


@transaction.atomic
def carry_over(
    *, by: User, draft: RollOver, seen: str, tell: Tell = lambda done, whole: None
) -> RollOver:
    """Close every enrolment of the old year and open those of the new one, all or nothing.

    Refused when the plan is no more the one that was seen, or has been carried out.
    """
    draft = _locked(draft)
    plan = planned(draft)
    if plan.mark != seen:
        raise Refused(_("The card index has changed meanwhile: look once more."))
    whole = len(plan.decisions)
    tell(0, whole)
    fresh = _open_classes(draft, plan)
    stamp = {"recorded_by": by, "recorded_at": clock.now()}
    ended, opened = [], []
    there = {one.name: one for one in SchoolClass.objects.filter(school_year=draft.new_year)}
    for one in plan.decisions:
        if one.fate is Fate.ALREADY:
            continue
        now = plan.enrolments[one.pupil.pid]
        reason = _("Finished school") if one.fate is Fate.LEAVES else now.reason
        ended.append(
            Enrolment(
                pupil_id=now.pupil_id,
                school_class_id=now.school_class_id,
                since=now.since,
                until=last_day(draft),
                reason=reason,
                replaces=now,
                **stamp,
            )
        )
        if one.fate in GONE_ON:
            opened.append(
                Enrolment(
                    pupil_id=now.pupil_id,
                    school_class=there[one.target],
                    since=draft.new_year.starts_on,
                    **stamp,
                )
            )
    Enrolment.objects.bulk_create(ended, batch_size=BATCH)
    tell(whole // 2, whole)
    Enrolment.objects.bulk_create(opened, batch_size=BATCH)
    tell(whole, whole)
    draft.state, draft.by, draft.at, draft.counts = (
        RollOver.State.APPLIED,
        by,
        clock.now(),
        plan.counts,
    )
    draft.made = {
        "classes": [one.pk for one in fresh],
        "enrolments": [one.pk for one in (*ended, *opened)],
    }
    draft.save()
    note = " ".join(f"{name}={number}" for name, number in plan.counts.items())
    audit.record(by=by, verb="CREATED", thing=draft, school=draft.school, note=note)
    return draft


def _open_classes(draft: RollOver, plan: Plan) -> list[SchoolClass]:
    """The classes of the new year that are not there yet, each as the class it goes on from."""
    there = set(
        SchoolClass.objects.filter(school_year=draft.new_year).values_list("name", flat=True)
    )
    before: dict[str, SchoolClass] = {}
    for pid, target in plan.targets.items():
        before.setdefault(target, plan.classes[pid])
    fresh = []
    for name in plan.names:
        if name in there:
            continue
        parsed, old = parse_class_name(name), before.get(name)
        keeps = old is not None and old.grade != rules.LAST_PRIMARY
        fresh.append(
            SchoolClass(
                school=draft.school,
                school_year=draft.new_year,
                grade=parsed.grade,
                letter=parsed.letter,
                name=name,
                language=old.language if old else "",
                shift=old.shift if old else None,
                teacher=old.teacher if old and keeps else None,
                sort_key=class_sort_key(parsed.grade, parsed.letter),
            )
        )
    return SchoolClass.objects.bulk_create(fresh)


def may_be_taken_back(done: RollOver) -> bool:
    """Is it in force, and not long ago?"""
    return done.state == RollOver.State.APPLIED and clock.now() - done.at <= TAKEN_BACK_WITHIN


@transaction.atomic
def take_back(*, by: User, done: RollOver) -> RollOver:
    """Take a roll-over back as a whole: pupils are in their old classes again.

    Refused once a pupil has been moved or has left since; the classes opened stay, empty.
    """
    done = RollOver.objects.select_for_update().get(pk=done.pk)
    if not may_be_taken_back(done):
        raise Refused(_("A roll-over can be taken back within 60 days, once."))
    made = done.made["enrolments"]
    if Enrolment.objects.filter(replaces__in=made, annulled_at__isnull=True).exists():
        raise Refused(_("Pupils have moved or left since: correct them one by one."))
    Enrolment.objects.filter(pk__in=made).update(
        annulled_at=clock.now(), annulled_by=by, annul_reason=_("Roll-over taken back")
    )
    done.state, done.withdrawn_at, done.withdrawn_by = RollOver.State.WITHDRAWN, clock.now(), by
    done.save(update_fields=["state", "withdrawn_at", "withdrawn_by"])
    audit.record(by=by, verb="ANNULLED", thing=done, school=done.school)
    return done


def run(work: Work, tell: Tell) -> str:
    """Carry over the draft that the work names."""
    draft = RollOver.objects.visible_to(work.by).get(pid=work.args["draft"])
    carry_over(by=work.by, draft=draft, seen=work.args["seen"], tell=tell)
    return reverse("school:rollover_result", args=[draft.pid])

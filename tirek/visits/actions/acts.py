"""Writes acts: drafted, filled step by step, signed, corrected, annulled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tirek.access import audit, clock
from tirek.access.models import RoleGrant, School, User
from tirek.access.queries import staff_of
from tirek.access.refused import Refused
from tirek.journal import actions as journal
from tirek.journal.models import Entry, EntryPupil, State
from tirek.school.models import Pupil
from tirek.school.queries import household_of
from tirek.visits.actions.carried import advice_as_tasks, copy_photos
from tirek.visits.actions.tasks import open_tasks
from tirek.visits.models import ActMember, InspectionAct
from tirek.visits.queries import card_answers, children_of, snapshot
from tirek.visits.rules.asked import MAIN, Form, Step
from tirek.visits.rules.details import (
    Problem,
    draft_problems,
    fingerprint,
    rows_of,
    said,
    school_year_of,
    shape_problems,
    signing_problems,
)
from tirek.visits.rules.housing import HOUSING


class Unfit(Refused):
    """The answers do not pass the act's checks; `problems` says where and why."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)
        first = self.problems[0]
        super().__init__(words_of(first), field=first.field)


class Overtaken(Refused):
    """Somebody saved this step after the form was opened; nothing has been overwritten."""

    def __init__(self) -> None:
        super().__init__(_("This step was saved meanwhile, here or by a colleague."))


def words_of(problem: Problem) -> str:
    """A problem in words, in the page's language."""
    return pgettext("act", problem.message) % dict(problem.values)


@transaction.atomic
def draft_act(
    *, by: User, pupils: Sequence[Pupil], on: date | None = None, form: Form = HOUSING
) -> InspectionAct:
    """Begin an act about one child, or several of one household, filled from their cards.

    Refused: nobody, children of several schools or households, a day in the future.
    """
    day = on or clock.today()
    _one_home(pupils, day)
    return _begin(by, pupils, day, card_answers(form, pupils, by, day), form)


def _begin(
    by: User, pupils: Sequence[Pupil], on: date, details: dict[str, Any], form: Form
) -> InspectionAct:
    school = pupils[0].school
    entry = journal.record_entry(
        by=by, school=school, kind=form.kind, on=on, pupils=pupils, state=State.DRAFT
    )
    act = InspectionAct.objects.create(
        entry=entry,
        school=school,
        year=school_year_of(on),
        details=details,
        saved_at=clock.now(),
    )
    link_members([act])
    return act


@transaction.atomic
def save_step(
    *,
    by: User,
    act: InspectionAct,
    step: Step,
    answers: Mapping[str, Any],
    mark: str = "",
    on: date | None = None,
    pupils: Sequence[Pupil] = (),
) -> InspectionAct:
    """Keep the answers of one step in the draft; `on` and `pupils` belong to the first step.

    `mark` is the fingerprint of the step when the form was opened: when somebody has saved other
    answers since, Overtaken is raised. Unfit: the answers do not pass the checks of a draft.
    """
    act = locked_draft(act)
    entry = act.entry
    day = on if step.code == MAIN and on else entry.on
    codes = {asked.code for asked in step.asked}
    details = {code: value for code, value in act.details.items() if code not in codes}
    details |= {code: answers[code] for code in codes if said(answers.get(code))}
    if step.code == MAIN:
        pupils = sorted(pupils or children_of(act), key=lambda one: (one.sort_key, one.pk))
        _one_home(pupils, day)
        details["children"] = snapshot(pupils, day)
        details["commission"] = known_staff(act.school, details)
    problems = [
        *shape_problems(act.form, details),
        *draft_problems(act.form, day, details, today=clock.today()),
    ]
    if problems:
        raise Unfit(problems)
    held = fingerprint(step, entry.on, act.details)
    if mark and mark != held and fingerprint(step, day, details) != held:
        raise Overtaken
    if step.code == MAIN:
        if day != entry.on:
            entry.on = day
            entry.save(update_fields=["on"])
            act.year = school_year_of(day)
        _change_children(entry, pupils)
    act.details, act.saved_at = details, clock.now()
    act.save(update_fields=["details", "saved_at", "year"])
    link_members([act])
    audit.record(by=by, verb="CHANGED", thing=act, school=act.school, note=step.code)
    return act


@transaction.atomic
def sign_act(*, by: User, act: InspectionAct) -> InspectionAct:
    """The draft becomes an act with a number; a correction replaces what it corrects.

    Unfit: something is missing (date, address, conclusion, two members of the commission).
    """
    act = locked_draft(act)
    problems = signing_problems(act.form, act.entry.on, act.details, today=clock.today())
    if problems:
        raise Unfit(problems)
    corrected = _corrected(act)
    act.details = {code: value for code, value in act.details.items() if code != "corrects"}
    if corrected is not None and corrected.number and corrected.year == act.year:
        act.number = corrected.number
    else:
        act.number = _next_number(act)
    act.saved_at = clock.now()
    act.save(update_fields=["details", "number", "saved_at"])
    journal.sign_entry(
        by=by, entry=act.entry, replaces=corrected.entry if corrected is not None else None
    )
    open_tasks(act, corrected)
    return act


@transaction.atomic
def correct_act(*, by: User, act: InspectionAct, reason: str) -> InspectionAct:
    """Begin a correction: a new draft with the same answers; it replaces the act when signed."""
    if not reason.strip():
        raise Refused(_("State the reason."), field="reason")
    if not InspectionAct.objects.signed().filter(pk=act.pk).exists():
        raise Refused(_("Only a signed act that still stands can be corrected."))
    details = {**act.details, "corrects": act.entry.key, "reason": reason.strip()}
    advice_as_tasks(details)
    children = children_of(act)
    details.setdefault("children", snapshot(children, act.entry.on))
    draft = _begin(by, children, act.entry.on, details, act.form)
    copy_photos(act, draft)
    return draft


@transaction.atomic
def annul_act(*, by: User, act: InspectionAct, reason: str) -> InspectionAct:
    """Annul an act, or lay a draft aside: it stays to be seen with the reason, counts no more."""
    act.entry = journal.annul_entry(by=by, entry=act.entry, reason=reason)
    return act


def link_members(acts: Sequence[InspectionAct]) -> None:
    """Keep who of the staff sits in the commissions in step with what the acts say."""
    logins = {act.pk: _logins(act) for act in acts}
    wanted = {login for of_act in logins.values() for login in of_act}
    grants = RoleGrant.objects.filter(
        user__username__in=wanted, school__in={act.school_id for act in acts}
    )
    staff = {
        (school_id, username): user_id
        for school_id, username, user_id in grants.values_list(
            "school_id", "user__username", "user_id"
        )
    }
    members = {
        (act.pk, user_id)
        for act in acts
        for login in logins[act.pk]
        if (user_id := staff.get((act.school_id, login)))
    }
    there = ActMember.objects.filter(act__in=acts)
    kept = {(member.act_id, member.user_id): member for member in there}
    ActMember.objects.filter(pk__in=[kept[one].pk for one in kept if one not in members]).delete()
    ActMember.objects.bulk_create(
        [
            ActMember(act_id=act_id, user_id=user_id)
            for act_id, user_id in sorted(members - set(kept))
        ],
        batch_size=2000,
    )


def _logins(act: InspectionAct) -> set[str]:
    return {str(row["user"]) for row in rows_of(act.details, "commission") if row.get("user")}


def known_staff(school: School, details: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The commission with the login of each member who works at the school, found by full name."""
    named: dict[str, list[str]] = {}
    for user in staff_of(school, clock.today()):
        named.setdefault(user.full_name, []).append(user.username)
    rows = []
    for row in rows_of(details, "commission"):
        kept = {code: value for code, value in row.items() if code != "user"}
        logins = named.get(str(row.get("name", "")), [])
        if row.get("user") in logins:
            kept["user"] = row["user"]
        elif len(logins) == 1:
            kept["user"] = logins[0]
        rows.append(kept)
    return rows


def locked_draft(act: InspectionAct) -> InspectionAct:
    """The draft as it stands now, held until the transaction ends."""
    held = InspectionAct.objects.select_for_update(of=("self",)).get(pk=act.pk)
    if not held.is_draft:
        raise Refused(_("This act is signed: correct it instead."))
    return held


def _one_home(pupils: Sequence[Pupil], day: date) -> None:
    if not pupils:
        raise Refused(_("State whom the act is about."), field="pupils")
    if len({pupil.school_id for pupil in pupils}) > 1:
        raise Refused(_("The children learn at different schools."), field="pupils")
    homes = {home.pk if home else None for home in (household_of(one, day) for one in pupils)}
    if len(pupils) > 1 and len(homes) > 1:
        raise Refused(_("One act is about children who live together."), field="pupils")


def _change_children(entry: Entry, pupils: Sequence[Pupil]) -> None:
    wanted = {pupil.pk: pupil for pupil in pupils}
    EntryPupil.objects.filter(entry=entry).exclude(pupil__in=wanted).delete()
    there = set(EntryPupil.objects.filter(entry=entry).values_list("pupil_id", flat=True))
    EntryPupil.objects.bulk_create(
        EntryPupil(entry=entry, pupil=pupil) for pk, pupil in wanted.items() if pk not in there
    )


def _corrected(act: InspectionAct) -> InspectionAct | None:
    """The act a draft corrects; Refused when it has been corrected or annulled meanwhile."""
    key = act.details.get("corrects")
    if not key:
        return None
    found = InspectionAct.objects.signed().filter(school=act.school, entry__key=key).first()
    if found is None:
        raise Refused(_("The act this one corrects has been corrected or annulled meanwhile."))
    return found


def _next_number(act: InspectionAct) -> int:
    """The next number of its kind in the school year; the school is held: none goes out twice."""
    School.objects.select_for_update().get(pk=act.school_id)
    same = InspectionAct.objects.filter(
        school=act.school_id, year=act.year, entry__kind=act.entry.kind
    )
    last = same.aggregate(Max("number"))
    return int(last["number__max"] or 0) + 1

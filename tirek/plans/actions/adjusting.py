"""Waives, moves and hands on what is due, one item or many, and takes that back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tirek.access import audit, clock
from tirek.access.models import User
from tirek.access.refused import Refused
from tirek.access.sight import sight_of
from tirek.plans.models import Adjustment, PlanRow
from tirek.plans.queries import hands
from tirek.plans.queries.facts import calendar_of
from tirek.plans.rules.evidence import HOUSEHOLD, PUPIL
from tirek.school.models import Household, Pupil, SchoolClass

# A pupil, a family or a class; None: the school itself.
About = Pupil | Household | SchoolClass | None


def adjust_due(*, about: About = None, **said: Any) -> Adjustment:
    """Waive a due item, move it to a day or hand it to a colleague: `adjust_items` about one."""
    (made,) = adjust_items(abouts=[about], **said)
    return made


@transaction.atomic
def adjust_items(
    *,
    by: User,
    row: PlanRow,
    kind: str,
    abouts: Sequence[About],
    since: date,
    until: date,
    reason: str,
    to_user: User | None = None,
    to_day: date | None = None,
) -> list[Adjustment]:
    """Waive, move or hand on items of a row in the period `since`-`until`, all of them or none.

    Each replaces the one of its kind before it about the same item. Refused: no reason, what is
    done or left out already, a day outside the period and its year, a colleague who does not
    record such work or does not see whom it is about.
    """
    if not reason.strip():
        raise Refused(_("State the reason."), field="reason")
    if not abouts:
        raise Refused(_("Choose at least one."), field="chosen")
    if kind == Adjustment.Kind.MOVED and (to_day is None or to_day < since):
        raise Refused(_("Choose a day after the period's beginning."), field="to_day")
    if kind == Adjustment.Kind.MOVED and to_day and to_day > _last_day(row):
        raise Refused(_("Choose a day of this school year."), field="to_day")
    if kind == Adjustment.Kind.ASSIGNED:
        _can_take(to_user, row, abouts)
    _still_due(row, abouts, since)
    before = hands.standing(row, kind, since, until)
    at = clock.now()
    made = [
        Adjustment(
            row=row,
            since=since,
            until=until,
            kind=kind,
            to_user=to_user if kind == Adjustment.Kind.ASSIGNED else None,
            to_day=to_day if kind == Adjustment.Kind.MOVED else None,
            reason=reason.strip(),
            by=by,
            on=clock.today(),
            recorded_by=by,
            recorded_at=at,
            replaces=before.get(hands.member_of(about)),
            **_whom(row, about),
        )
        for about in abouts
    ]
    Adjustment.objects.bulk_create(made, batch_size=500)
    audit.record_many(
        [("CHANGED", one, "", f"{kind} {row.code}") for one in made],
        by=by,
        school=row.plan.school,
    )
    return made


@transaction.atomic
def take_back(*, by: User, adjustment: Adjustment) -> Adjustment:
    """Take back what was handed on, moved or left out: what stood before it holds again."""
    if adjustment.annulled_at is not None:
        raise Refused(_("This has been taken back already."))
    if not Adjustment.objects.known_at().filter(pk=adjustment.pk).exists():
        raise Refused(_("Something later stands in its place. Take that back first."))
    _annul([adjustment], by=by, reason="")
    return adjustment


@transaction.atomic
def take_back_together(*, by: User, adjustment: Adjustment) -> list[Adjustment]:
    """Take back everything that was done in the same deed and still stands."""
    found = list(hands.made_together(adjustment))
    if not found:
        raise Refused(_("This has been taken back already."))
    _annul(found, by=by, reason="")
    return found


@transaction.atomic
def give_back(*, by: User, adjustment: Adjustment, reason: str) -> Adjustment:
    """The colleague gives back what was handed on, with the reason: it stands where it was."""
    if not reason.strip():
        raise Refused(_("State the reason."), field="reason")
    if adjustment.to_user_id != by.pk or adjustment.kind != Adjustment.Kind.ASSIGNED:
        raise Refused(_("Only what was handed to you can be given back."))
    if not Adjustment.objects.known_at().filter(pk=adjustment.pk).exists():
        raise Refused(_("This does not stand on your desk any more."))
    _still_due(adjustment.row, [adjustment.about], adjustment.since)
    _annul([adjustment], by=by, reason=reason.strip())
    return adjustment


def in_turn(made: Sequence[Adjustment]) -> list[Adjustment]:
    """Of adjustments in the order in which they were made: those that replace one before them,
    with what they replace set and not saved."""
    last: dict[tuple[int, int, date, str], Adjustment] = {}
    later = []
    for one in made:
        key = (one.row_id, one.member, one.since, one.kind)
        if key in last:
            one.replaces = last[key]
            later.append(one)
        last[key] = one
    return later


def _annul(adjustments: Sequence[Adjustment], *, by: User, reason: str) -> None:
    at = clock.now()
    for one in adjustments:
        one.annulled_at, one.annulled_by, one.annul_reason = at, by, reason
    Adjustment.objects.bulk_update(
        adjustments, ["annulled_at", "annulled_by", "annul_reason"], batch_size=500
    )
    row = adjustments[0].row
    audit.record_many(
        [("ANNULLED", one, "", f"{one.kind} {row.code}") for one in adjustments],
        by=by,
        school=row.plan.school,
    )


def _whom(row: PlanRow, about: About) -> dict[str, Any]:
    if row.unit == PUPIL:
        return {"pupil": about}
    if row.unit == HOUSEHOLD:
        return {"household": about}
    return {"school_class": about} if about is not None else {}


def _last_day(row: PlanRow) -> date:
    """The last day of the plan's year: the summer after it belongs to it."""
    return calendar_of(row.plan.school_year).closes_on


def _can_take(to_user: User | None, row: PlanRow, abouts: Sequence[About]) -> None:
    """Refuse a colleague who could not do the work."""
    if to_user is None:
        raise Refused(_("Choose a colleague."), field="to_user")
    roles = sight_of(to_user).roles(row.plan.school_id)
    if not to_user.is_active or not roles:
        raise Refused(_("This colleague has no role in the school now."), field="to_user")
    if not hands.may_do(roles, row):
        raise Refused(_("This colleague does not record such work."), field="to_user")
    unseen = hands.unseen_by(to_user, abouts)
    if unseen and len(abouts) == 1:
        raise Refused(_("This colleague does not see whom it is about."), field="to_user")
    if unseen:
        said = _("Not seen by this colleague: %(n)s of %(whole)s")
        raise Refused(said % {"n": len(unseen), "whole": len(abouts)}, field="to_user")


def _still_due(row: PlanRow, abouts: Sequence[About], since: date) -> None:
    """Refuse what is done, or left out, in the period that holds the day; an ended row."""
    if row.ended_on is not None:
        raise Refused(_("This row has ended already."))
    done, waived = hands.settled(row, since)
    members = {hands.member_of(about) for about in abouts}
    for found, one, many in (
        (done, _("This is done already."), _("Done already: %(n)s of %(whole)s")),
        (
            waived,
            _("This is left out already. Take that back first."),
            _("Left out already: %(n)s of %(whole)s"),
        ),
    ):
        if number := len(members & found):
            whole = len(members)
            raise Refused(one if whole == 1 else many % {"n": number, "whole": whole})

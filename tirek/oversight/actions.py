"""Raises alarms, takes reasons, opens a child in an emergency, keeps what the review found."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from tirek.access import audit, clock
from tirek.access.models import Opening, Reviewed, School, User
from tirek.access.refused import Refused
from tirek.access.sight import may
from tirek.oversight.models import Alarm
from tirek.oversight.queries.alarms import unanswered
from tirek.oversight.queries.glass import child_named, misses_since, reached_as
from tirek.oversight.rules.measure import Asked

# Names that do not fit, tried within an hour, after which one has to wait.
TRIES = 5
# A reason shorter than this says nothing.
SHORTEST = 10


def _reason(text: str) -> str:
    reason = " ".join(text.split())
    if len(reason) < SHORTEST:
        raise Refused(_("Write the reason in a few words."), field="reason")
    return reason


@transaction.atomic
def raise_alarm(*, by: User, school: School, asked: Asked) -> Alarm:
    """An alarm for the director; the one still without a reason when there is such."""
    waiting = unanswered(by)
    if waiting is not None:
        return waiting
    alarm = Alarm.objects.create(
        by=by, school=school, kind=asked.kind, cards=asked.cards, exports=asked.exports
    )
    note = f"{asked.kind} {asked.cards} {asked.exports}"
    audit.record(by=by, verb="CREATED", thing=alarm, school=school, note=note)
    return alarm


@transaction.atomic
def answer_alarm(*, by: User, alarm: Alarm, reason: str) -> Alarm:
    """The reason is given by the one who was asked; reading goes on."""
    if alarm.by_id != by.pk:
        raise Refused(_("The reason is given by the one who was asked."))
    if alarm.answered_at is None:
        alarm.reason, alarm.answered_at = _reason(reason), clock.now()
        alarm.save(update_fields=["reason", "answered_at"])
        audit.record(by=by, verb="CHANGED", thing=alarm, school=alarm.school, note="answered")
    return alarm


class NoSuchChild(Refused):
    """The name fits nobody, or a child who may not be opened; the try is to be noted."""


@transaction.atomic
def open_in_emergency(
    *, by: User, school: School, surname: str, given: str, class_name: str, reason: str
) -> Opening:
    """Open one child of the school outside the own ones for half an hour.

    One opening at a time. `NoSuchChild` when the name fits nobody or a child who may not be opened,
    the two alike: whoever catches it calls `note_miss`. After five misses within an hour one waits.
    """
    now, why = clock.now(), _reason(reason)
    if not may(by, "oversight.glass:break", school.pk):
        raise Refused(_("Your role has no emergency opening."))
    if by.openings.live(now).exists():
        raise Refused(_("One child at a time: your last opening has not ended yet."))
    if misses_since(by, now - timedelta(hours=1)) >= TRIES:
        raise Refused(_("Too many names that do not fit. Try again in an hour."))
    child = child_named(school, surname, given, class_name, clock.today())
    if child is None:
        raise NoSuchChild(_("No such child. Check the surname, the first name and the class."))
    if reached_as(by, child):
        raise Refused(_("You see this child without an emergency opening."))
    opening = Opening.objects.create(
        user=by, school=school, pupil_key=child.key, reason=why, at=now
    )
    audit.record(by=by, verb="CREATED", thing=opening, school=school)
    return opening


@transaction.atomic
def note_miss(*, by: User, school: School) -> None:
    """An emergency opening named nobody: audited, for guessing is counted."""
    audit.record(by=by, verb="REFUSED", thing="access.opening", school=school)


@transaction.atomic
def review(*, by: User, thing: Alarm | Opening, verdict: str, word: str) -> Alarm | Opening:
    """What the director found: in order or not, and a word; once, and nobody reviews oneself."""
    key, whose = (
        ("oversight.alarm:review", thing.by_id)
        if isinstance(thing, Alarm)
        else ("oversight.glass:review", thing.user_id)
    )
    if not may(by, key, thing.school_id):
        raise Refused(_("This is reviewed by the director."))
    if whose == by.pk:
        raise Refused(_("Your own is reviewed by somebody else."))
    if thing.reviewed_at is not None:
        raise Refused(_("This has been reviewed already."))
    if verdict == Reviewed.Verdict.WRONG and not word.strip():
        raise Refused(_("Write what was not in order."), field="word")
    thing.reviewed_by, thing.reviewed_at = by, clock.now()
    thing.verdict, thing.word = verdict, word.strip()
    thing.save(update_fields=["reviewed_by", "reviewed_at", "verdict", "word"])
    audit.record(by=by, verb="CHANGED", thing=thing, school=thing.school, note=f"review {verdict}")
    return thing

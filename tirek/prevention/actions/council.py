"""The council: its members, its meetings, what they decide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tirek.access import audit, clock
from tirek.access.models import School, User
from tirek.access.refused import Refused
from tirek.prevention.actions.cases import add_step, why
from tirek.prevention.models import Aim, Case, Matter, Meeting, Member, Step, StepKind
from tirek.prevention.queries import believed, facts_of, members_on, terms_of
from tirek.prevention.rules import council, procedure

STEP_OF = {
    (Aim.PLACE, True): StepKind.PLACED,
    (Aim.PLACE, False): StepKind.DECLINED,
    (Aim.KEEP, True): StepKind.KEPT,
    (Aim.REMOVE, True): StepKind.REMOVED,
    (Aim.REMOVE, False): StepKind.KEPT,
}


@transaction.atomic
def add_member(*, by: User, school: School, fields: Mapping[str, Any]) -> Member:
    """Somebody joins the council; one chair and one secretary at a time."""
    same = members_on(school, fields["since"]).filter(post=fields["post"])
    if fields["post"] != "MEMBER" and same.exists():
        raise Refused(_("The council has one already: end that one first."), field="post")
    made = Member.objects.create(school=school, **fields)
    audit.record(by=by, verb="CREATED", thing=made, school=school)
    return made


@transaction.atomic
def end_member(*, by: User, member: Member, until: date) -> Member:
    """Somebody leaves the council: `until` is the last day."""
    if until < member.since:
        raise Refused(_("The last day is before the first."), field="until")
    member.until = until
    member.save(update_fields=["until"])
    audit.record(by=by, verb="ENDED", thing=member, school=member.school)
    return member


@transaction.atomic
def call_meeting(*, by: User, school: School, fields: Mapping[str, Any]) -> Meeting:
    """Call a meeting; its day may lie ahead."""
    made = Meeting.objects.create(school=school, **fields)
    audit.record(by=by, verb="CREATED", thing=made, school=school)
    return made


def _open(meeting: Meeting) -> Meeting:
    found = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if not found.open:
        raise Refused(_("The meeting was held or annulled: it cannot be changed."))
    return found


@transaction.atomic
def change_meeting(*, by: User, meeting: Meeting, fields: Mapping[str, Any]) -> Meeting:
    """Change the day, number, place of a meeting that has not been held."""
    found = _open(meeting)
    for name, value in fields.items():
        setattr(found, name, value)
    found.save()
    audit.record(by=by, verb="CHANGED", thing=found, school=found.school)
    return found


@transaction.atomic
def add_matter(*, by: User, meeting: Meeting, case: Case, aim: str, heard: str = "") -> Matter:
    """Put a case on the agenda; refused when the aim does not fit the state of the case."""
    found = _open(meeting)
    if case.school_id != found.school_id:
        raise Refused(_("The case is of another school."), field="case")
    fitting = STEP_OF[(Aim(aim), True)] in procedure.open_steps(facts_of(believed(case)))
    if not fitting:
        code = "TWICE" if aim == Aim.PLACE else "NOT_ON"
        raise Refused(why(code), field="aim")
    if Matter.objects.filter(case=case, meeting__held_at=None, meeting__annulled_at=None).exists():
        raise Refused(_("The case is on an agenda already."), field="case")
    made = Matter.objects.create(meeting=found, case=case, aim=aim, heard=heard)
    audit.record(by=by, verb="CHANGED", thing=found, school=found.school, note=aim)
    return made


@transaction.atomic
def drop_matter(*, by: User, matter: Matter) -> None:
    """Take a case off the agenda of a meeting that has not been held."""
    found = _open(matter.meeting)
    matter.delete()
    audit.record(by=by, verb="CHANGED", thing=found, school=found.school)


@transaction.atomic
def hold_meeting(
    *,
    by: User,
    meeting: Meeting,
    present: Iterable[Member],
    votes: Mapping[int, Mapping[str, Any]],
    fields: Mapping[str, Any],
) -> Meeting:
    """The meeting was held: who was there, how it voted, what follows, all at once or not at all.

    `votes` by the id of the matter: yes, no, abstained, number, decided. Refused before its day,
    without its number, without quorum, without votes on every matter.
    """
    found = _open(meeting)
    if found.on > clock.today():
        raise Refused(_("The meeting is still ahead: no decision before its day."))
    if not fields.get("number"):
        raise Refused(_("Enter the number of the minutes."), field="number")
    there = members_on(found.school, found.on)
    came = [one for one in present if there.filter(pk=one.pk).exists()]
    percent, count = terms_of(found.school).quorum_percent, there.count()
    if not council.quorate(len(came), count, percent):
        least = council.needed(count, percent)
        raise Refused(
            _("No quorum: present %(came)s of %(all)s, needed %(least)s.")
            % {"came": len(came), "all": count, "least": least},
            field="present",
        )
    found.number = fields["number"]
    found.guests, found.text = fields.get("guests") or "", fields.get("text") or ""
    found.held_at, found.held_by = clock.now(), by
    found.save()
    found.present.set(came)
    for matter in found.matters.select_related("case__pupil", "case__school", "case__status"):
        _decide(by, found, matter, votes.get(matter.pk) or {}, len(came))
    audit.record(by=by, verb="SIGNED", thing=found, school=found.school)
    return found


def _decide(
    by: User, meeting: Meeting, matter: Matter, said: Mapping[str, Any], present: int
) -> None:
    yes, no, kept = (said.get(name) or 0 for name in ("yes", "no", "abstained"))
    if code := council.vote_problem(yes, no, kept, present):
        words = {
            "NEGATIVE": _("Votes are numbers from 0."),
            "MANY": _("More votes than people present: %(name)s."),
            "NOBODY": _("Enter the votes: %(name)s."),
        }[code]
        raise Refused(words % {"name": matter.case}, field=f"yes_{matter.pk}")
    number = said.get("number") or ""
    if not number:
        raise Refused(
            _("Enter the number of the decision: %(name)s.") % {"name": matter.case},
            field=f"number_{matter.pk}",
        )
    matter.yes, matter.no, matter.abstained = yes, no, kept
    matter.number, matter.decided = number, said.get("decided") or ""
    matter.save()
    kind = STEP_OF.get((Aim(matter.aim), council.carried(yes, no)))
    if kind is None:  # nobody wanted to go on: a removal is its own question
        raise Refused(
            _("Voted against going on: put the removal on the agenda instead: %(name)s.")
            % {"name": matter.case},
            field=f"yes_{matter.pk}",
        )
    add_step(
        by=by,
        case=matter.case,
        kind=kind,
        fields={"on": meeting.on, "number": number, "text": matter.decided},
        matter=matter,
    )


@transaction.atomic
def annul_meeting(*, by: User, meeting: Meeting, reason: str) -> Meeting:
    """A meeting that was not held, or whose every decision has been annulled, counts no more."""
    if not reason.strip():
        raise Refused(_("State the reason."), field="reason")
    found = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if found.annulled_at is not None:
        raise Refused(_("This record has already been corrected or annulled."))
    if Step.objects.known_at().filter(matter__meeting=found).exists():
        raise Refused(_("Annul the decisions in the cases first."))
    found.annulled_at, found.annul_reason = clock.now(), reason
    found.save(update_fields=["annulled_at", "annul_reason"])
    audit.record(by=by, verb="ANNULLED", thing=found, school=found.school)
    return found

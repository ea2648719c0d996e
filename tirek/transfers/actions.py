"""Sends a card, withdraws it, accepts or declines one; both schools' records change at once.

The other school's record, its audit and the pupil who leaves stand behind that school's wall: for
these few rows, found by the hand-over's own code, the wall is lifted.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tirek.access import audit, clock
from tirek.access.ids import new_pid
from tirek.access.models import School, User
from tirek.access.refused import Refused
from tirek.access.walls import lifted
from tirek.cards import actions as cards
from tirek.cards.models import Kin
from tirek.cards.queries import norms
from tirek.school import actions as school_actions
from tirek.school.models import Enrolment, Pupil, SchoolClass
from tirek.school.queries import household_of
from tirek.transfers.models import Arrival, Sending, State
from tirek.transfers.rules.parcel import CARD, OF_CARD, OF_MEMBER, PARTS, counts, seal

BASIS = ("signer", "document", "number", "signed_on")
# How far ahead a child's leaving may be said, in days.
AHEAD = 90


@transaction.atomic
def send_card(
    *,
    by: User,
    pupil: Pupil,
    to: School | None,
    to_name: str = "",
    parts: Collection[str],
    parcel: Mapping[str, Any],
    basis: Mapping[str, Any],
    leaves_on: date,
) -> Sending:
    """Send a pupil's card to another school, frozen as it is; outside the program: as a file.

    Refused without the legal representative's paper, to the own school, while another hand-over
    of this card waits.
    """
    today = clock.today()
    if to is None and not to_name.strip():
        raise Refused(_("Choose the school, or enter its name."), field="to")
    if to is not None and to.pk == pupil.school_id:
        raise Refused(_("This is the pupil's own school."), field="to")
    if not (basis.get("signer") and basis.get("document") and basis.get("signed_on")):
        raise Refused(_("Enter who agreed, by which paper, on which day."), field="document")
    if basis["signed_on"] > today:
        raise Refused(_("The document is dated in the future."), field="signed_on")
    if leaves_on > today + timedelta(days=AHEAD):
        raise Refused(_("The day of leaving is too far ahead."), field="leaves_on")
    if pupil.erased_on is not None or pupil.merged_into_id is not None:
        raise Refused(_("This card cannot be handed over."))
    Pupil.objects.select_for_update().get(pk=pupil.pk)
    if Sending.objects.filter(pupil=pupil, state=State.SENT).exists():
        raise Refused(_("This card has been sent already and waits for an answer."))
    common = {
        "code": new_pid(),
        "parts": [one for one in PARTS if one in parts or one == CARD],
        "parcel": parcel,
        "counts": counts(parcel),
        "sha256": seal(parcel),
        "leaves_on": leaves_on,
        "at": clock.now(),
        **{name: basis.get(name) or "" for name in BASIS},
    }
    made = Sending.objects.create(
        school=pupil.school,
        pupil=pupil,
        to=to,
        to_name=to.name if to else to_name.strip(),
        by=by,
        state=State.SENT if to else State.FILE,
        **common,
    )
    audit.record(by=by, verb="CREATED", thing=made, school=pupil.school, note=made.state)
    if to is not None:
        with lifted():
            arrival = Arrival.objects.create(school=to, from_name=pupil.school.name, **common)
            audit.record(by=by, verb="CREATED", thing=arrival, school=to)
    return made


@transaction.atomic
def withdraw_card(*, by: User, sending: Sending) -> Sending:
    """Take a card back before it was accepted; nothing of it stays with the other school."""
    with lifted():
        arrival = Arrival.objects.select_for_update().filter(code=sending.code).first()
        if arrival is None or arrival.state != State.SENT:
            raise Refused(_("This card has been answered already."))
        _close(arrival, State.WITHDRAWN, "", forget=True)
        audit.record(by=by, verb="ENDED", thing=arrival, school=arrival.school, note="withdrawn")
    _close(sending, State.WITHDRAWN, "")
    audit.record(by=by, verb="ENDED", thing=sending, school=sending.school, note="withdrawn")
    return sending


@transaction.atomic
def decline_card(*, by: User, arrival: Arrival, reason: str) -> Arrival:
    """Do not take a card; the reason goes back, nothing of the card stays here."""
    if not reason.strip():
        raise Refused(_("State the reason."), field="reason")
    one = _locked(arrival)
    _close(one, State.DECLINED, reason, by=by, forget=True)
    audit.record(by=by, verb="ENDED", thing=one, school=one.school, note="declined")
    with lifted():
        sending = Sending.objects.get(code=one.code)
        _close(sending, State.DECLINED, reason)
        audit.record(by=by, verb="ENDED", thing=sending, school=sending.school, note="declined")
    return one


@transaction.atomic
def accept_card(
    *,
    by: User,
    arrival: Arrival,
    school_class: SchoolClass,
    since: date,
    pupil: Pupil | None = None,
) -> Pupil:
    """Take a card over: a new pupil, or one the school has already, in a class from a day.

    Statuses, family and kin are entered like any other; those that are there already or unknown
    here are skipped and named. At the sending school the pupil's place ends the day before, or on
    the day of leaving. Refused when the parcel is not what was sealed.
    """
    one = _locked(arrival)
    if seal(one.parcel) != one.sha256:
        raise Refused(_("What came is not what was sent: its seal is broken."))
    if pupil is not None and pupil.school_id != one.school_id:
        raise Refused(_("The pupil is of another school."), field="pupil")
    card, from_where = one.parcel["pupil"], one.from_name[:200]
    if pupil is None:
        pupil = school_actions.add_pupil(
            by=by,
            school=one.school,
            fields={name: card.get(name) for name in OF_CARD if name != "key"}
            | {"born_on": _day(card.get("born_on")), "patronymic": card.get("patronymic", "")},
            school_class=school_class,
            since=since,
            reason=from_where,
        )
    else:
        school_actions.enrol(
            by=by, pupil=pupil, school_class=school_class, since=since, reason=from_where
        )
    one.skipped = [*_statuses(by, pupil, card), *_family(by, pupil, one.parcel)]
    one.pupil = pupil
    _close(one, State.ACCEPTED, "", by=by)
    audit.record(by=by, verb="CHANGED", thing=one, school=one.school, note="accepted")
    with lifted():
        sending = Sending.objects.select_related("pupil__school", "school").get(code=one.code)
        _close(sending, State.ACCEPTED, "")
        audit.record(by=by, verb="CHANGED", thing=sending, school=sending.school, note="accepted")
        _leave(by, sending, min(one.leaves_on, since - timedelta(days=1)), one.school.name)
    return pupil


def _locked(arrival: Arrival) -> Arrival:
    one = Arrival.objects.select_for_update().get(pk=arrival.pk)
    if one.state != State.SENT:
        raise Refused(_("This card has been answered already."))
    return one


def _close(
    one: Sending | Arrival, state: str, reason: str, by: User | None = None, forget: bool = False
) -> None:
    one.state, one.answered_at, one.reason = state, clock.now(), reason
    if by is not None:
        one.by = by
    if forget:
        one.parcel = {}
    one.save()


def _leave(by: User, sending: Sending, until: date, where: str) -> None:
    """The pupil's place at the sending school ends, unless it has."""
    held = Enrolment.objects.known_at().on(until).filter(pupil=sending.pupil).last()
    if held is not None and (held.until is None or held.until > until):
        school_actions.end_enrolment(by=by, pupil=sending.pupil, until=until, reason=where[:200])


def _statuses(by: User, pupil: Pupil, card: Mapping[str, Any]) -> list[str]:
    skipped, known = [], norms(pupil.school)
    for one in card.get("statuses", []):
        basis = one.get("basis", {})
        fields = {
            "category": one["category"],
            "since": _day(one.get("since")),
            "until": _day(one.get("until")),
            "basis_document": basis.get("document", ""),
            "basis_number": basis.get("number", ""),
            "basis_on": _day(basis.get("on")),
            "norm": one["norm"] if one.get("norm") in known else "",
        }
        try:
            with transaction.atomic():
                cards.open_status(by=by, pupil=pupil, fields=fields)
        except Refused:
            skipped.append(one["category"])
    return skipped


def _family(by: User, pupil: Pupil, parcel: Mapping[str, Any]) -> list[str]:
    family = parcel.get("family", {})
    if not family.get("members"):
        return []
    if household_of(pupil, clock.today()) is not None:
        return ["FAMILY"]
    home = school_actions.add_household(
        by=by, school=pupil.school, address=family.get("address", "")
    )
    school_actions.join_household(by=by, pupil=pupil, household=home)
    made, skipped = {}, []
    for one in family["members"]:
        fields = {name: one.get(name, "") for name in OF_MEMBER if name != "key"}
        fields["born_on"] = _day(one.get("born_on"))
        made[one["key"]] = school_actions.add_member(by=by, household=home, fields=fields)
    for kin in parcel["pupil"].get("kin", []):
        over = _day(kin.get("until"))
        if kin["member"] not in made or kin["kinship"] not in Kin.values or over is not None:
            continue
        paper = kin.get("paper", {})
        try:
            with transaction.atomic():
                cards.add_kin(
                    by=by,
                    pupil=pupil,
                    member=made[kin["member"]],
                    kinship=kin["kinship"],
                    legal=bool(kin.get("legal")),
                    since=_day(kin.get("since")),
                    paper={**paper, "on": _day(paper.get("on"))},
                )
        except Refused:  # a guardian without the deciding paper
            skipped.append("KIN")
    return skipped


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None

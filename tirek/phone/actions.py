"""Phones known and ended; visits taken along; parcels received, taken over, settled, laid aside."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tirek.access import audit, clock
from tirek.access.models import School, User
from tirek.access.refused import Refused
from tirek.access.sight import may
from tirek.filing.keeping import forget, keep_bytes
from tirek.phone.applying import Outcome, apply_parcel
from tirek.phone.models import Parcel, Phone, TakenVisit
from tirek.phone.opening import contents_of
from tirek.phone.sealing import Unopened
from tirek.school.models import Pupil
from tirek.visits.actions import fill_act
from tirek.visits.models import InspectionAct
from tirek.visits.queries import card_answers, children_of
from tirek.visits.rules.papers import FORMS

WRITE = "visits.act:write"
MOST_TAKEN = 60  # visits on one phone at once


@transaction.atomic
def register_phone(*, by: User, school: School, name: str) -> Phone:
    """Make a phone known under a name of its owner's."""
    now = clock.now()
    phone = Phone.objects.create(
        school=school, user=by, name=name.strip()[:80] or "–", registered_at=now, seen_at=now
    )
    audit.record(by=by, verb="CREATED", thing=phone, school=school)
    return phone


@transaction.atomic
def end_phone(*, by: User, phone: Phone) -> Phone:
    """The phone is lost or given away: at its next contact it empties itself."""
    if phone.ended_at is None:
        phone.ended_at, phone.ended_by = clock.now(), by
        phone.save(update_fields=["ended_at", "ended_by"])
        audit.record(by=by, verb="ENDED", thing=phone, school=phone.school)
    return phone


@transaction.atomic
def take_along(
    *, by: User, phone: Phone, pupils: Sequence[Pupil], kind: str, act: InspectionAct | None = None
) -> TakenVisit:
    """Take a visit along: the draft there is, or what the cards know for a new act.

    Refused: nobody, a phone that was ended, an act that is no draft, too many visits on the phone.
    """
    if phone.ended_at is not None or phone.user_id != by.pk:
        raise Refused(_("This phone has been ended: register it anew."))
    if act is not None and not act.is_draft:
        raise Refused(_("This act is signed: correct it instead."))
    children = children_of(act) if act is not None else list(pupils)
    if not children or kind not in FORMS:
        raise Refused(_("Choose whom to visit."))
    if phone.visits.filter(parcel=None).count() >= MOST_TAKEN:
        raise Refused(_("There are too many visits on this phone already."))
    today = clock.today()
    form = FORMS[kind]
    visit = TakenVisit.objects.create(
        key=uuid.uuid4(),
        school=phone.school,
        phone=phone,
        by=by,
        kind=kind,
        act=act,
        base=act.details if act else card_answers(form, children, by, today),
        on=act.entry.on if act else today,
        taken_at=clock.now(),
    )
    visit.pupils.set(children)
    audit.record(by=by, verb="READ", thing=visit, school=phone.school, note="phone")
    return visit


def receive_parcel(*, by: User, visit: TakenVisit, body: bytes, skew: float) -> Parcel:
    """Take in what came of a visit, once: the same again gives what became of it the first time.

    `skew`: seconds by which the phone's clock was behind when it sent. What cannot be taken in (the
    right is gone, another person sends, an unknown release, damage) is held as it came.
    """
    if (there := Parcel.objects.filter(key=visit.key).first()) is not None:
        return there
    try:
        with transaction.atomic():
            return _received(by, visit, body, skew)
    except IntegrityError:
        return Parcel.objects.get(key=visit.key)


def _received(by: User, visit: TakenVisit, body: bytes, skew: float) -> Parcel:
    parcel = Parcel(
        key=visit.key,
        school=visit.school,
        visit=visit,
        sent_by=by,
        received_at=clock.now(),
        state=Parcel.State.HELD,
        size=0,
    )
    parcel.save()  # first of all: whoever comes second waits here and finds it
    reason = _why_held(by, visit)
    if not reason:
        try:
            with transaction.atomic():
                outcome = apply_parcel(visit.by, visit, contents_of(body), skew)
            _settle(parcel, outcome)
        except Unopened:
            reason = _("It could not be opened: damaged, or written by another release.")
        except Refused as refused:
            reason = str(refused)
    if reason:
        kept = keep_bytes(body, f"{visit.pid}.parcel")
        for name, value in vars(kept).items():
            setattr(parcel, name, value)
        parcel.note = reason
    parcel.save()
    audit.record(by=by, verb="CREATED", thing=parcel, school=visit.school, note=parcel.state)
    return parcel


def _why_held(by: User, visit: TakenVisit) -> str:
    if not may(visit.by, WRITE, visit.school_id) or not visit.by.is_active:
        return _("Who wrote it may write acts no more.")
    if visit.phone.ended_at is not None:
        return _("The phone had been ended.")
    if by.pk != visit.by_id:
        return _("It was sent by another person than wrote it.")
    return ""


def _settle(parcel: Parcel, outcome: Outcome) -> None:
    parcel.state = Parcel.State.CLASH if outcome.clashes else Parcel.State.DONE
    parcel.note, parcel.clashes = "\n".join(outcome.notes), outcome.clashes


@transaction.atomic
def take_over(*, by: User, parcel: Parcel) -> Parcel:
    """Take a held parcel in under one's own name. Refused: it cannot be opened, or is settled."""
    parcel = _waiting(parcel, Parcel.State.HELD)
    with parcel.file.open("rb") as file:
        body = file.read()
    try:
        outcome = apply_parcel(by, parcel.visit, contents_of(body), 0)
    except Unopened:
        raise Refused(_("It cannot be opened with the keys of this program.")) from None
    _settle(parcel, outcome)
    return _settled(by, parcel)


@transaction.atomic
def lay_aside(*, by: User, parcel: Parcel, reason: str) -> Parcel:
    """Lay a held parcel aside, with a reason; the parcel itself is kept."""
    if not reason.strip():
        raise Refused(_("State the reason."), field="reason")
    parcel = _waiting(parcel, Parcel.State.HELD)
    parcel.state, parcel.note = Parcel.State.ASIDE, reason.strip()[:1000]
    return _settled(by, parcel, keep=True)


@transaction.atomic
def settle_clash(*, by: User, parcel: Parcel, phone: Sequence[str]) -> Parcel:
    """A person has decided: the questions of `phone` take what the phone said, the others stay.

    Refused: the act has been signed meanwhile, or an answer of the phone does not fit.
    """
    parcel = _waiting(parcel, Parcel.State.CLASH)
    act = parcel.visit.act
    assert act is not None
    chosen: Mapping[str, Any] = {c: v for c, v in parcel.clashes.items() if c in phone}
    if chosen:
        answers = {**act.details, **chosen}
        _act, unfit, problems = fill_act(by=by, act=act, answers=answers, on=act.entry.on)
        if any(problem.field in chosen for problem in problems) or set(unfit) & set(chosen):
            raise Refused(_("The phone's answer does not fit the form: write it at school."))
    parcel.state = Parcel.State.DONE
    return _settled(by, parcel)


def _waiting(parcel: Parcel, state: str) -> Parcel:
    held = Parcel.objects.select_for_update(of=("self",)).get(pk=parcel.pk)
    if held.state != state:
        raise Refused(_("This has been settled already."))
    return held


def _settled(by: User, parcel: Parcel, *, keep: bool = False) -> Parcel:
    if parcel.state != Parcel.State.CLASH:
        parcel.settled_at, parcel.settled_by = clock.now(), by
        parcel.clashes = {} if parcel.state == Parcel.State.DONE else parcel.clashes
    parcel.save()
    if not keep and parcel.file:
        forget(parcel)
    audit.record(by=by, verb="CHANGED", thing=parcel, school=parcel.school, note=parcel.state)
    return parcel

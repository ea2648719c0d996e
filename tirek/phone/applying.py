"""What a phone wrote becomes an act: a new draft, or one merged with what was written at school."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tirek.access import clock
from tirek.access.models import User
from tirek.access.refused import Refused
from tirek.phone.models import TakenVisit
from tirek.phone.opening import Contents
from tirek.phone.rules.merging import merged
from tirek.visits.actions import (
    Unfit,
    add_photo,
    add_signature,
    correct_act,
    details_with,
    draft_act,
    fill_act,
    fitting,
    known_staff,
    sign_act,
    words_of,
)
from tirek.visits.models import ActFile, InspectionAct
from tirek.visits.rules.details import rows_of, whole_mark
from tirek.visits.rules.papers import FORMS
from tirek.visits.wording import label


@dataclass
class Outcome:
    """What became of it: words for a person, and what the phone said where two people differ."""

    act: InspectionAct
    notes: list[str] = field(default_factory=list)
    clashes: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def apply_parcel(by: User, visit: TakenVisit, contents: Contents, skew: float) -> Outcome:
    """Make the act; nothing that was written is dropped without being named.

    Refused: the child may no longer be written about (left the school), or the like.
    """
    out = Outcome(_act_for(by, visit))
    if visit.act is not None and visit.act != out.act:
        out.notes.append(_("The act had been signed meanwhile: this corrects it."))
    on = _day(contents, skew, out)
    said = _with_logins(out.act, contents.answers)
    both = merged(visit.base, said, _school_said(visit, out.act))
    out.clashes = {code: said.get(code) for code in both.clashes}
    out.act, unfit, problems = fill_act(by=by, act=out.act, answers=both.answers, on=on)
    out.clashes |= unfit
    out.notes += list(dict.fromkeys(words_of(problem) for problem in problems))
    visit.act = out.act
    visit.save(update_fields=["act"])
    _keep_files(by, out, contents, on)
    if contents.sign and not out.clashes:
        _sign(by, out)
    return out


def _with_logins(act: InspectionAct, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The phone's answers, the commission as the school writes it: the same names do not clash."""
    said = dict(answers)
    if len(rows_of(said, "commission")) == len(said.get("commission") or ()):
        said["commission"] = known_staff(act.school, said)
    return said


def _act_for(by: User, visit: TakenVisit) -> InspectionAct:
    """The draft to write into: the one taken along, a correction of it if signed, or a new one."""
    act = visit.act
    if act is not None:
        act = InspectionAct.objects.select_related("entry", "school").get(pk=act.pk)
        if act.is_draft:
            return act
        if InspectionAct.objects.signed().filter(pk=act.pk).exists():
            return correct_act(by=by, act=act, reason=_("Written on a phone meanwhile"))
    pupils = list(visit.pupils.order_by("sort_key", "pk"))
    return draft_act(by=by, pupils=pupils, on=min(visit.on, clock.today()), form=FORMS[visit.kind])


def _school_said(visit: TakenVisit, act: InspectionAct) -> dict[str, Any]:
    """What the school has written: nothing but the cards' answers where there was no draft."""
    if visit.act is None:
        return dict(visit.base)
    return dict(act.details)


def _day(contents: Contents, skew: float, out: Outcome) -> date:
    """The day of the visit: as typed, or by the phone's clock as far as it was wrong when sent."""
    today = clock.today()
    try:
        day = date.fromisoformat(contents.on)
        if contents.clock_set and contents.written_at:
            written = datetime.fromtimestamp(contents.written_at + skew, tz=UTC)
            day = timezone.localtime(written).date()
    except (ValueError, OverflowError, OSError):
        day = today
        out.notes.append(_("The day of the visit was not understood: check it."))
    if day > today:
        out.notes.append(_("The visit was dated in the future: check the day."))
    return min(day, today)


def _keep_files(by: User, out: Outcome, contents: Contents, on: date) -> None:
    """Photos and signatures; a signature holds for the words it was given under on the phone."""
    said, _wrong = fitting(out.act.form, on, contents.answers)
    mark = whole_mark(out.act.form, on, details_with(out.act, said))
    for file in contents.files:
        try:
            with transaction.atomic():
                key = uuid.UUID(file.key)
                if file.kind == ActFile.SIGNATURE:
                    add_signature(
                        by=by, act=out.act, name=file.caption, file=file.data, key=key, mark=mark
                    )
                else:
                    add_photo(by=by, act=out.act, file=file.data, caption=file.caption, key=key)
        except (Refused, ValueError) as refused:
            out.notes.append(f"{file.caption or _('photo')}: {refused}")


def _sign(by: User, out: Outcome) -> None:
    try:
        with transaction.atomic():
            out.act = sign_act(by=by, act=out.act)
    except Unfit as unfit:
        fields = out.act.form.fields
        for problem in unfit.problems:
            name = label(fields[problem.field]) if problem.field in fields else ""
            out.notes.append(": ".join(part for part in (name, words_of(problem)) if part))
    except Refused as refused:
        out.notes.append(str(refused))

"""The box of what is due for the child, on the pupil's page."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from tirek.access import clock
from tirek.access.sight import may
from tirek.cards.panels import Panel
from tirek.journal.rules.rowcodes import on_screen
from tirek.journal.writers import codes_written_by
from tirek.plans.detail import form_for
from tirek.plans.queries import known_to
from tirek.plans.queries.child import LATE, UNTOUCHED, ChildDue, due_and_roll
from tirek.plans.queries.standing import kept_on
from tirek.plans.rules.evidence import PUPIL, evidence_from_json
from tirek.plans.why import Why
from tirek.plans.wording import proof_words
from tirek.school.models import Pupil
from tirek.school.queries import over
from tirek.web.parts import DueLine
from tirek.web.rules.dates import short_day

MOST = 6
SHAPES = {"LATE": "alarm", "OPEN": "ring", "UNTOUCHED": "dashed"}


def due_panel(request: HttpRequest, pupil: Pupil) -> Panel | None:
    """What the plans ask for this child now, each with its form; nothing when nothing is due."""
    user: Any = request.user
    school, day = pupil.school, clock.today()
    if not may(user, "plans.plan:read", school.pk):
        return None
    school_year, stands = kept_on(school, day)
    if school_year is None:
        return None
    roles = over(user, school.pk, [pupil.pk]).roles[pupil.pk]
    mine = codes_written_by(roles)
    here = reverse("cards:pupil", args=[pupil.pid])
    lines = []
    found, roll = due_and_roll(school_year, pupil, day, stands)
    why = Why(user, school, roll, PUPIL, [pupil.pk], day) if found and roll else None
    for one in found:
        evidence = evidence_from_json(one.row.evidence or [])
        own = one.row.is_own(roles) and known_to(roles, evidence)
        if not evidence or not (own or one.to == user.pk):
            continue
        proof = evidence[0][0]
        writes = proof.kind in mine
        lines.append(
            DueLine(
                shape=SHAPES[one.state],
                code=on_screen(one.row.code),
                what=proof_words(proof.kind, proof.topic),
                what_note=_text(one, why, pupil.pk, day),
                when=short_day(one.until) if one.until else _("all year"),
                when_note=_noted(one, user.pk),
                late=one.state == LATE,
                action=_("Record") if writes else "",
                action_url=form_for(evidence, one.row, {"pupil": pupil.pid}, here)
                if writes
                else "",
            )
        )
    if not lines:
        return None
    return Panel(
        title=_("Due for the child"),
        template="plans/panel.html",
        context={"lines": lines[:MOST], "more": max(0, len(lines) - MOST)},
        count=len(lines),
        first=True,
    )


def _text(one: ChildDue, why: Why | None, pupil: int, day: date) -> str:
    """The item, and why it is due for this child."""
    on = min(one.until or day, day)
    reason = why.words(one.row, pupil, on) if why else ""
    return " · ".join(filter(None, (one.row.text(), reason)))


def _noted(one: ChildDue, me: int) -> str:
    """What is said beside the last day: nothing recorded, handed on, moved."""
    if one.state == UNTOUCHED:
        return _("nothing recorded this year")
    said = []
    if one.to is not None:
        said.append(_("handed to you") if one.to == me else _("handed to a colleague"))
    if one.moved:
        said.append(_("moved"))
    return ", ".join(said)

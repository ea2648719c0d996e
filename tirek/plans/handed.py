"""What was handed to whom: lines of the page and of the desk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from tirek.access import clock
from tirek.access.models import School
from tirek.access.sight import may, sight_of
from tirek.plans.cuts import STATES
from tirek.plans.models import Adjustment
from tirek.plans.names import Names
from tirek.plans.queries import hands, known_to, standing_on
from tirek.plans.queries.standing import Standing
from tirek.plans.rules.evidence import SCHOOL, evidence_from_json
from tirek.plans.rules.figures import DONE, OPEN, OVERDUE, WAIVED
from tirek.plans.wording import span_words
from tirek.web.parts import DueLine

# The desk says for so long that something was given back.
LATELY = timedelta(days=14)
WAITING = (OPEN, OVERDUE)


@dataclass(frozen=True)
class Line:
    """One item handed on: `about` is empty when the name is not for the reader; `state` is empty
    when the item is not due any more."""

    one: Adjustment
    about: str
    url: str
    note: str
    span: str
    state: str
    words: str
    shape: str

    @property
    def waits(self) -> bool:
        """Is it still to be done?"""
        return self.state in WAITING


@dataclass(frozen=True)
class Page:
    """What was handed to the reader, to others (for those who read whole plans), given back."""

    to_me: list[Line]
    to_others: list[Line]
    given_back: list[Line]

    def __iter__(self) -> Any:
        return iter((self.to_me, self.to_others, self.given_back))


def page_of(user: Any, school: School, day: date) -> Page | None:
    """The page for one reader; None before the school's first year."""
    stands = standing_on(school, day)
    if stands is None:
        return None
    whole = may(user, "plans.whole:read", school.pk)
    found = hands.handed_in(stands.school_year, None if whole else user)
    lines = _lines(user, school, stands, found)
    back = [one for one in lines if one.one.annulled_at]
    there = [one for one in lines if not one.one.annulled_at]
    return Page(
        [one for one in there if one.one.to_user_id == user.pk],
        [one for one in there if one.one.to_user_id != user.pk],
        back,
    )


def _lines(user: Any, school: School, stands: Standing, found: list[Adjustment]) -> list[Line]:
    """The lines in their order; a query for the names of each unit."""
    roles = sight_of(user).roles(school.pk)
    wanted: dict[str, set[int]] = {}
    for one in found:
        known = known_to(roles, evidence_from_json(one.row.evidence or []))
        if one.to_user_id == user.pk or known:
            wanted.setdefault(one.row.unit, set()).add(one.member)
    names = {
        unit: Names(user, school, unit, frozenset(ids), stands.day) for unit, ids in wanted.items()
    }
    lines = []
    for one in found:
        seen = one.member in wanted.get(one.row.unit, ())
        known_as = names[one.row.unit].of(one.member) if seen else None
        nobody = _("the whole school") if one.row.unit == SCHOOL else ""
        name, url, note, _about = known_as or (nobody, "", "", {})
        state = state_of(stands, one)
        words, shape = STATES[state] if state else (_("not due any more"), "dashed")
        span = span_words(one.since, one.until)
        lines.append(Line(one, name, url, note, span, state, str(words), shape))
    return lines


def state_of(stands: Standing, one: Adjustment) -> str:
    """How the item stands on the day; empty when it is not due any more."""
    for period in stands.figures(one.row).periods:
        if period.since <= one.since <= period.until:
            waiting = period.open if period.begun else period.members
            for state, members in (
                (DONE, period.done),
                (OVERDUE, period.overdue),
                (WAIVED, period.waived),
                (OPEN, waiting),
            ):
                if one.member in members:
                    return state
    return ""


def notices(request: HttpRequest) -> list[DueLine]:
    """The desk's lines: what waits that was handed to one, what colleagues gave back lately."""
    user: Any = request.user
    school: Any = request.school  # type: ignore[attr-defined]
    if school is None or not may(user, "plans.handed:read", school.pk):
        return []
    stands = standing_on(school, clock.today())
    if stands is None:
        return []
    # Only those who hand on are told of what was given back; to others nothing may be handed.
    mine = any(one.to_user == user.pk for one in stands.facts.adjustments)
    if not mine and not may(user, "plans.due:adjust", school.pk):
        return []
    waiting, back = [], []
    for one in hands.handed_in(stands.school_year, user):
        if one.annulled_at is None:
            if one.to_user_id == user.pk and state_of(stands, one) in WAITING:
                waiting.append(one)
        elif one.by_id == user.pk and one.annulled_at >= clock.now() - LATELY:
            back.append(one)
    return [
        DueLine(
            shape="diamond",
            what=what,
            what_note=_("Number: %(n)s") % {"n": len(some)},
            who=", ".join(dict.fromkeys(str(name) for name in people(some) if name)),
            action=_("Open"),
            action_url=reverse("plans:handed"),
        )
        for what, some, people in (
            (_("Handed to you"), waiting, _givers),
            (_("Given back to you"), back, _takers),
        )
        if some
    ]


def _givers(some: Iterable[Adjustment]) -> list[Any]:
    return [one.by for one in some]


def _takers(some: Iterable[Adjustment]) -> list[Any]:
    return [one.to_user for one in some]

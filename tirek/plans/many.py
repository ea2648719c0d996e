"""Many items of a row at once: who may be chosen, and what will be done before it is done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from tirek.access.models import School, User
from tirek.access.sight import sight_of
from tirek.plans.detail import change_words
from tirek.plans.models import Adjustment, PlanRow
from tirek.plans.names import Names
from tirek.plans.queries import hands, known_to
from tirek.plans.rules.coverage import PeriodCoverage
from tirek.plans.rules.evidence import PUPIL, evidence_from_json


@dataclass(frozen=True)
class Choosable:
    """Somebody whose item is not done: the thing itself, its class, what stands about it now."""

    about: Any
    name: str
    in_class: str
    stands: str

    @property
    def label(self) -> str:
        """The name with the class and what stands now."""
        return " · ".join(part for part in (self.name, self.in_class, self.stands) if part)


def choosable(
    user: Any, school: School, row: PlanRow, period: PeriodCoverage, day: date
) -> dict[str, Choosable]:
    """Those of the period whose item is not done and whom the reader may know, by public id."""
    roles = sight_of(user).roles(school.pk)
    if not known_to(roles, evidence_from_json(row.evidence or [])):
        return {}
    waiting = period.overdue | period.open if period.begun else period.members
    names = Names(user, school, row.unit, waiting, day)
    stands = hands.all_standing(row, period.since, period.until)
    found = {}
    for member in names.ordered(waiting):
        thing, known = names.found[member], names.of(member)
        if known is not None:
            words = ", ".join(change_words(one) for one in stands.get(member, ()))
            found[thing.pid] = Choosable(thing, known[0], known[2], words)
    return found


def classes_among(found: dict[str, Choosable], unit: str) -> list[tuple[str, str]]:
    """The classes of the pupils who may be chosen, each with their number: choices of a form."""
    counts: dict[str, int] = {}
    if unit == PUPIL:
        order = sorted(found.values(), key=lambda one: one.about.class_order or "")
        for one in order:
            if one.in_class:
                counts[one.in_class] = counts.get(one.in_class, 0) + 1
    return [(name, f"{name}: {number}") for name, number in counts.items()]


def chosen_of(
    found: dict[str, Choosable], every: bool, classes: Iterable[str], pids: Iterable[str]
) -> dict[str, Choosable]:
    """Those chosen by name, by class, or all."""
    names, wanted = set(classes), set(pids)
    return {
        pid: one
        for pid, one in found.items()
        if every or pid in wanted or (one.in_class and one.in_class in names)
    }


@dataclass(frozen=True)
class Preview:
    """What will be done: with whom, and who stays as it is because the colleague does not see."""

    words: str
    going: dict[str, Choosable]
    staying: list[Choosable]


def preview_of(
    chosen: dict[str, Choosable], kind: str, to_user: User | None, to_day: date | None
) -> Preview:
    """What an adjustment will do with those chosen; nothing is written."""
    words = change_words(Adjustment(kind=kind, to_user=to_user, to_day=to_day))
    unseen: set[int] = set()
    if kind == Adjustment.Kind.ASSIGNED and to_user is not None:
        unseen = hands.unseen_by(to_user, [one.about for one in chosen.values()])
    going = {pid: one for pid, one in chosen.items() if one.about.pk not in unseen}
    return Preview(words, going, [one for pid, one in chosen.items() if pid not in going])


def done_words(kind: str, made: Sequence[Adjustment]) -> str:
    """What was done, for the message after it."""
    said = {
        Adjustment.Kind.ASSIGNED: _("Handed on: %(n)s"),
        Adjustment.Kind.MOVED: _("Moved: %(n)s"),
        Adjustment.Kind.WAIVED: _("Left out: %(n)s"),
    }
    return said[Adjustment.Kind(kind)] % {"n": len(made)}

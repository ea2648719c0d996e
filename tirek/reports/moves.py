"""What stands in the movement reports: figures, moves by name, who has signed what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tirek.access.models import School
from tirek.access.refused import Refused
from tirek.cards.models import Category
from tirek.cards.queries import categories
from tirek.reports import queries
from tirek.reports.models import SignedMovement
from tirek.reports.rules import moving
from tirek.reports.rules.moving import NAMES
from tirek.school.models import Enrolment, Pupil, SchoolClass


def movement_of_class(
    school_class: SchoolClass, year: int, month: int, known_at: datetime | None = None
) -> dict[str, Any]:
    """The figures of a class; refused in words when their sums do not hold."""
    try:
        return queries.movement(school_class, year, month, known_at)
    except moving.BrokenIdentity:
        raise Refused(_("The sums of the movement do not hold; it is not printed.")) from None


def movement_of_school(
    school: School, year: int, month: int, known_at: datetime | None = None
) -> dict[str, Any]:
    """The figures of all classes and of the school; refused when their sums do not hold."""
    try:
        return queries.school_movement(school, year, month, known_at)
    except moving.BrokenIdentity:
        raise Refused(_("The sums of the movement do not hold; it is not printed.")) from None


@dataclass(frozen=True)
class NamedMove:
    """Who, when, what: came or left (`note`: from or to where), or a category began or ended."""

    pupil: Pupil
    day: date
    came: bool
    category: Category | None
    note: str

    @property
    def what(self) -> str:
        """«келді», «кетті», «мәртебе басталды», «мәртебе аяқталды»."""
        if self.category is None:
            return pgettext("movement", "came") if self.came else pgettext("movement", "left")
        return _("status began") if self.came else _("status ended")


def named_moves(
    school_class: SchoolClass, year: int, month: int, known_at: datetime | None = None
) -> list[NamedMove]:
    """The moves of a class in a month by name, in their order."""
    span = queries.month_of(year, month)
    found = queries.moving_pupils(school_class.school, span, known_at, [school_class.pk])
    ids = list(found)
    starts_on = school_class.school_year.starts_on
    told = moving.moves(list(found.values()), {school_class.pk}, span, starts_on)
    pupils = Pupil.objects.in_bulk([ids[move.pupil] for move in told])
    classes = SchoolClass.objects.in_bulk({m.other for m in told if m.other is not None})
    known = categories(school_class.school)
    reasons = _reasons(school_class, list(pupils), known_at)
    lines = []
    for move in told:
        pupil_id, note = ids[move.pupil], ""
        if not move.code:
            day = move.day if move.came else move.day - timedelta(days=1)
            reason = reasons.get((pupil_id, move.came, day), "")
            note = classes[move.other].name if move.other is not None else ""
            note = ", ".join(part for part in (note, reason) if part)
        elif move.code not in known:
            continue
        category = known[move.code] if move.code else None
        lines.append(NamedMove(pupils[pupil_id], move.day, move.came, category, note))
    return lines


def _reasons(
    school_class: SchoolClass, pupils: Sequence[int], known_at: datetime | None
) -> dict[tuple[int, bool, date], str]:
    """Why a pupil came on a day or left after it, as the enrolment says."""
    stays = Enrolment.objects.known_at(known_at).filter(school_class=school_class, pupil__in=pupils)
    found = {}
    for pupil_id, since, until, reason in stays.exclude(reason="").values_list(
        "pupil_id", "since", "until", "reason"
    ):
        found[pupil_id, until is None, until or since] = reason
    return found


@dataclass(frozen=True)
class ClassLine:
    """A class in the school's movement: its figures, what was signed, whether it has changed."""

    school_class: SchoolClass
    figures: Mapping[str, Any]
    signed: SignedMovement | None

    @property
    def changed(self) -> bool:
        """Do the facts say something else today than what was signed?"""
        return self.signed is not None and bool(differences(self.signed.figures, self.figures))


def lines_of(
    school: School, year: int, month: int, found: Mapping[str, Any], classes: Any = None
) -> list[ClassLine]:
    """The classes one may see with their figures of `movement_of_school` and their signatures."""
    chosen = queries.classes_in(school, queries.month_of(year, month), classes)
    signed = {
        one.school_class_id: one
        for one in SignedMovement.objects.last_of(date(year, month, 1))
        .filter(school_class__in=chosen)
        .select_related("signed_by")
    }
    return [ClassLine(one, found["classes"][one.name], signed.get(one.pk)) for one in chosen]


def signed_last(school_class: SchoolClass, month: date) -> SignedMovement | None:
    """What was signed last for a class and a month."""
    signed = SignedMovement.objects.filter(school_class=school_class, month=month)
    return signed.select_related("signed_by", "entry").first()


def differences(then: Mapping[str, Any], now: Mapping[str, Any]) -> list[tuple[str, Any, Any]]:
    """In which figures two movements differ: (code, then, now) with start, arrived, left, end.

    A category that one of them does not name has nothing but zeros.
    """
    zeros = dict.fromkeys(NAMES, 0)

    def parts(figures: Mapping[str, Any]) -> dict[str, dict[str, int]]:
        whole = {name: figures.get(name, 0) for name in NAMES}
        return {"": whole, **figures.get("categories", {})}

    before, after = parts(then), parts(now)
    return [
        (code, before.get(code, zeros), after.get(code, zeros))
        for code in {**before, **after}
        if before.get(code, zeros) != after.get(code, zeros)
    ]


def unsigned(school: School, month: date, classes: Any) -> list[tuple[str, str]]:
    """Those of the classes of a month's school year that nobody has signed for, in one question.

    The public id and the name of each, in their order; none in a month of the holidays.
    """
    first, last = queries.month_of(month.year, month.month)
    signed = SignedMovement.objects.filter(school_class=OuterRef("pk"), month=first)
    return list(
        classes.filter(
            ~Exists(signed),
            school=school,
            school_year__starts_on__lte=last,
            school_year__ends_on__gte=first,
        ).values_list("pid", "name")
    )

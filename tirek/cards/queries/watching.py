"""What asks for somebody's hand: contradictions, terms that run out, statuses without a basis."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from tirek.access.models import School
from tirek.cards.models import CardSettings, StatusPeriod
from tirek.cards.queries.categories import categories
from tirek.cards.queries.said import held_of, said_of
from tirek.cards.rules.conflicts import Conflict, conflicts
from tirek.cards.rules.fates import Days
from tirek.cards.rules.papers import lacks_basis
from tirek.cards.rules.terms import Term, term_of
from tirek.school.models import Enrolment, Pupil
from tirek.school.queries import pupils_on, with_class_on

# The most days ahead a school can ask for.
MOST_DAYS = 365


@dataclass(frozen=True)
class Found:
    """A contradiction of one pupil, with the statuses it is about."""

    pupil: Any
    kind: str
    statuses: tuple[StatusPeriod, ...]


@dataclass(frozen=True)
class Ending:
    """A status whose term, or whose paper's term, is near or has just passed."""

    pupil: Any
    status: StatusPeriod
    term: Term


def soon_days(school: School) -> int:
    """How many days ahead the school wants to know of terms."""
    own = CardSettings.objects.filter(school=school).values_list("soon_days", flat=True).first()
    return own if own is not None else CardSettings._meta.get_field("soon_days").get_default()


def conflicts_among(statuses: Iterable[StatusPeriod], stays: Iterable[Days], day: date) -> Any:
    """The contradictions of one pupil, the statuses in place of what the rule knows them by."""
    known = {one.pk: one for one in statuses}
    found: list[Conflict] = conflicts([held_of(one) for one in known.values()], stays, day)
    return [
        (one.kind, tuple(known[held.ref] for held in (one.first, one.second) if held is not None))
        for one in found
    ]


def stays_of(pupil_ids: Iterable[int]) -> dict[int, list[Days]]:
    """For each pupil the days of enrolment, in one query."""
    found: dict[int, list[Days]] = defaultdict(list)
    rows = Enrolment.objects.known_at().filter(pupil_id__in=list(pupil_ids))
    for pk, since, until in rows.values_list("pupil_id", "since", "until"):
        found[pk].append((since, until))
    return found


def conflicts_on(school: School, statuses: Any, day: date) -> list[Found]:
    """The contradictions among the statuses one sees at a school, by pupils' names.

    Three queries at most.
    """
    by_pupil: dict[int, list[StatusPeriod]] = defaultdict(list)
    open_ones = statuses.known_at().filter(pupil__school=school, pupil__erased_on=None)
    for one in open_ones.filter(
        Q(until__isnull=True) | Q(until__gte=day) | Q(citizen_on__isnull=False)
    ).order_by("since", "id"):
        by_pupil[one.pupil_id].append(one)
    stays = stays_of(by_pupil)
    found = {pk: conflicts_among(own, stays.get(pk, []), day) for pk, own in by_pupil.items()}
    wrong = [pk for pk, some in found.items() if some]
    if not wrong:
        return []
    return [
        Found(pupil, kind, some)
        for pupil in with_class_on(Pupil.objects.filter(pk__in=wrong), day)
        for kind, some in found[pupil.pk]
    ]


def ending_soon(school: School, statuses: Any, day: date, days: int) -> list[Ending]:
    """The statuses one sees that end, or whose paper ends, within so many days; the nearest first.

    Of pupils at school on the day; three queries.
    """
    first, last = day - timedelta(days=days), day + timedelta(days=days)
    known = statuses.known_at().filter(pupil__school=school)
    near = list(
        known.filter(
            Q(until__gte=first, until__lte=last)
            | Q(basis_until__lte=last) & (Q(until__isnull=True) | Q(until__gte=day))
        )
    )
    if not near:
        return []
    holders = [one.pupil_id for one in near]
    every = StatusPeriod.objects.known_at().filter(pupil_id__in=holders)
    here: dict[int, Any] = {
        pupil.pk: pupil
        for pupil in pupils_on(school, day, pupils=Pupil.objects.filter(pk__in=holders))
    }
    found = [
        Ending(here[one.pupil_id], one, term)
        for one, term in _terms(near, every, day, days)
        if one.pupil_id in here
    ]
    return sorted(found, key=lambda one: (one.term.on, one.pupil.sort_key, one.status.pk))


def _terms(
    near: Iterable[StatusPeriod], every: Iterable[StatusPeriod], day: date, days: int
) -> list[tuple[StatusPeriod, Term]]:
    others: dict[tuple[int, str], list[StatusPeriod]] = defaultdict(list)
    for one in every:
        others[(one.pupil_id, one.category)].append(one)
    found = []
    for one in near:
        term = term_of(
            one.until,
            one.basis_until,
            timezone.localdate(one.recorded_at),
            day,
            days,
            [
                (other.since, other.until)
                for other in others[(one.pupil_id, one.category)]
                if other.pk != one.pk
            ],
        )
        if term is not None:
            found.append((one, term))
    return found


@dataclass(frozen=True)
class Watched:
    """How much asks for a hand, for the desk: terms, contradictions, missing papers."""

    terms: list[Term]
    conflicts: int
    lacking: int


def watched_on(school: School, statuses: Any, day: date) -> Watched:
    """The numbers of the three pages, of pupils at school on the day; three queries at most."""
    here = Enrolment.objects.on(day).known_at().values("pupil_id")
    known = list(
        statuses.known_at()
        .filter(pupil__school=school, pupil__in=here)
        .filter(
            Q(until__isnull=True)
            | Q(until__gte=day - timedelta(days=MOST_DAYS))
            | Q(citizen_on__isnull=False)
        )
    )
    terms: list[Term] = []
    if any(one.until or one.basis_until for one in known):
        terms = [term for _one, term in _terms(known, known, day, soon_days(school))]
    by_pupil: dict[int, list[StatusPeriod]] = defaultdict(list)
    for one in known:
        by_pupil[one.pupil_id].append(one)
    wrong = sum(len(conflicts_among(own, [], day)) for own in by_pupil.values())
    bare = [
        one.category
        for one in known
        if (one.since is None or one.since <= day)
        and (one.until is None or one.until >= day)
        and lacks_basis(said_of(one))
    ]
    demanding = (
        {code for code, one in categories(school).items() if one.basis_demanded} if bare else ()
    )
    return Watched(
        sorted(terms, key=lambda term: term.on),
        wrong,
        sum(code in demanding for code in bare),
    )


def lacking_basis(school: School, statuses: Any, day: date) -> list[tuple[Any, StatusPeriod]]:
    """The statuses in force one sees whose category demands a basis and which have none."""
    demanding = [code for code, one in categories(school).items() if one.basis_demanded]
    held = statuses.on(day).known_at().filter(pupil__school=school, category__in=demanding)
    bare = [one for one in held.order_by(F("since")) if lacks_basis(said_of(one))]
    if not bare:
        return []
    here: dict[int, Any] = {
        pupil.pk: pupil
        for pupil in pupils_on(
            school, day, pupils=Pupil.objects.filter(pk__in=[one.pupil_id for one in bare])
        )
    }
    found = [(here[one.pupil_id], one) for one in bare if one.pupil_id in here]
    return sorted(found, key=lambda pair: (pair[0].sort_key, pair[1].pk))

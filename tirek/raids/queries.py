"""Reads raids, the families a new one can visit, and the addresses still to be visited."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery

from tirek.access.models import School
from tirek.cards.models import StatusPeriod
from tirek.cards.queries import social_codes
from tirek.journal.models import Entry, EntryHousehold, EntryPupil, State
from tirek.raids.models import WRITE, Raid, RaidQuerySet, RaidStop
from tirek.raids.rules.again import Visited, still_to_visit
from tirek.raids.rules.results import SEEN
from tirek.raids.rules.route import address_key
from tirek.school.models import Enrolment, Household, HouseholdMember, HouseholdStay, Pupil
from tirek.school.queries import household_ids_on, households_named, pupils_on
from tirek.school.rules.kazakh import folded
from tirek.schoolyear.queries import year_at

# The families of these are the ones raids are for; the list of difficult pupils of the plans.
DIFFICULT = ("DEVIANT", "REGISTER", "POLICE_REGISTER")
REMEMBERED = timedelta(days=365)  # an address where nobody was at home is forgotten after a year
STATES = (State.DRAFT, State.DONE, State.ANNULLED)


@dataclass(frozen=True)
class Home:
    """A family as it is offered: its children who learn here, with their classes."""

    household: Household
    children: tuple[tuple[str, str], ...]

    @property
    def address(self) -> str:
        """Where they live, as the family's card says."""
        return self.household.address


def raids(school: School, user: Any, state: str = "", text: str = "") -> RaidQuerySet:
    """The school's raids for this reader, newest first; corrected and annulled ones when asked.

    `text`: words of the area, the purpose or an address. Each has `stops_all` and `stops_seen`.
    """
    found = Raid.objects.visible_to(user).filter(school=school)
    if state == State.ANNULLED:
        found = found.filter(entry__state=State.ANNULLED)
    else:
        found = found.believed()
        if state in STATES:
            found = found.filter(entry__state=state)
    if text:
        stops = RaidStop.objects.filter(address__icontains=text).values("raid_id")
        found = found.filter(Q(area__icontains=text) | Q(purpose__icontains=text) | Q(pk__in=stops))
    seen: RaidQuerySet = found.select_related("entry", "entry__author").annotate(
        stops_all=Count("stops"), stops_seen=Count("stops", filter=Q(stops__result=SEEN))
    )
    return seen.order_by("-entry__on", "-pk")


def children_at(school: School, households: Iterable[int], day: date) -> dict[int, list[Any]]:
    """The pupils enrolled on a day who live in these families, with `class_name`."""
    wanted = set(households)
    living = {
        pupil: home for pupil, home in household_ids_on(school, day).items() if home in wanted
    }
    found: dict[int, list[Any]] = defaultdict(list)
    for pupil in pupils_on(school, day, pupils=Pupil.objects.filter(pk__in=living)):
        found[living[pupil.pk]].append(pupil)
    return found


def phones_at(households: Iterable[int], day: date) -> dict[int, list[str]]:
    """For each family the names and phones of those of its grown-ups who have one."""
    found: dict[int, list[str]] = defaultdict(list)
    members = HouseholdMember.objects.filter(household__in=list(households)).order_by("id")
    for one in members:
        if one.lives_here(day) and one.phones:
            found[one.household_id].append(f"{one.full_name}: {one.phones}")
    return found


def homes(school: School, user: Any, households: Iterable[int], day: date) -> list[Home]:
    """Those of the families this user may plan a raid to, in the order of their addresses."""
    seen = Household.objects.visible_to(user, WRITE).filter(school=school, pk__in=set(households))
    found = list(seen)
    living = children_at(school, [one.pk for one in found], day)
    made = [
        Home(one, tuple((pupil.short_name, pupil.class_name) for pupil in living[one.pk]))
        for one in found
        if living.get(one.pk)
    ]
    return sorted(made, key=lambda home: (address_key(home.address), home.household.pk))


def difficult(school: School, user: Any, day: date) -> list[Home]:
    """Families of pupils who need heightened attention."""
    return homes(school, user, _homes_of(school, DIFFICULT, day), day)


def without_act(school: School, user: Any, day: date) -> list[Home]:
    """Families with a social status at whose home no act was made this school year."""
    year = year_at(school, day)
    wanted = _homes_of(school, sorted(social_codes(school)), day)
    since = year.starts_on if year else date(day.year - (day.month < 9), 9, 1)
    return homes(school, user, wanted - set(acts_at(school, since, day)), day)


def named(school: School, user: Any, text: str, day: date) -> list[Home]:
    """Families found by a name or an address."""
    seen = Household.objects.visible_to(user, WRITE).filter(school=school)
    return homes(school, user, households_named(school, seen, text, day), day)


def acts_at(
    school: School, since: date, until: date, homes: Collection[int] | None = None
) -> dict[int, date]:
    """For each family (of some) the day of the last inspection act about it or its children."""
    entries = Entry.objects.counting().filter(
        school=school, kind="HOUSING_ACT", on__gte=since, on__lte=until
    )
    stays = HouseholdStay.objects.on(until).known_at()
    lived = stays.filter(pupil=OuterRef("pupil")).order_by("-since", "-id").values("household_id")
    of_homes = EntryHousehold.objects.filter(entry__in=entries)
    of_pupils = EntryPupil.objects.filter(entry__in=entries)
    if homes is not None:
        of_homes = of_homes.filter(household__in=homes)
        living = stays.filter(household__in=homes).values("pupil_id")
        of_pupils = of_pupils.filter(pupil__in=living)
    day = F("entry__on")
    pairs = (
        of_homes.order_by()
        .annotate(home=F("household_id"), day=day)
        .values_list("home", "day")
        .union(
            of_pupils.order_by()
            .annotate(home=Subquery(lived[:1]), day=day)
            .values_list("home", "day")
        )
    )
    last: dict[int, date] = {}
    for home, on in pairs:
        if home is not None:
            last[home] = max(on, last.get(home, on))
    return last


def _homes_of(school: School, codes: Sequence[str], day: date) -> set[int]:
    held = StatusPeriod.objects.known_at().on(day).filter(pupil__school=school, category__in=codes)
    pupils = list(held.values_list("pupil_id", flat=True).distinct())
    return set(household_ids_on(school, day, pupil_ids=pupils).values())


def to_visit(school: School, user: Any, day: date) -> list[RaidStop]:
    """Stops of held raids to which one has to come again, those agreed on first.

    Families no child of which learns here any more are left alone. One query, two when there are
    some.
    """
    since = day - REMEMBERED
    held = Raid.objects.visible_to(user).signed().filter(school=school, entry__on__gte=since)
    learning = Enrolment.objects.on(day).known_at().filter(pupil__school=school)
    living = (
        HouseholdStay.objects.on(day)
        .known_at()
        .filter(household=OuterRef("household"), pupil__in=learning.values("pupil_id"))
    )
    stops = RaidStop.objects.filter(raid__in=held).filter(
        Q(Exists(living)) | Q(household=None) & ~Q(address="")
    )
    found = {stop.pk: stop for stop in stops.select_related("raid__entry", "household")}
    visited = [
        Visited(
            stop.pk,
            stop.household_id or folded(stop.address),
            stop.raid.entry.on,
            stop.result,
            stop.again_on,
        )
        for stop in found.values()
    ]
    left = still_to_visit(visited)
    homes = [one.place for one in left if isinstance(one.place, int)]
    if homes:
        left = still_to_visit(left, acts_at(school, since, day, homes))
    return [found[one.stop] for one in left]


def outside(school: School, user: Any) -> list[dict[str, str]]:
    """Persons of other bodies who went along on earlier raids: name and post, each once."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    before = Raid.objects.visible_to(user).filter(school=school).order_by("-pk")[:50]
    for team in before.values_list("team", flat=True):
        for row in team:
            if not row.get("user"):
                name, post = str(row.get("name", "")), str(row.get("post", ""))
                found.setdefault((name, post), {"name": name, "post": post})
    return list(found.values())

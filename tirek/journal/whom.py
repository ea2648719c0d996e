"""Whom an entry is about: the people ticked and those one may tick."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from tirek.access.models import School, User
from tirek.access.roles import DOORS, Role
from tirek.journal import kinds
from tirek.journal.kinds import CLASS, HOUSEHOLD, PUPIL, STAFF, Kind
from tirek.journal.models import Entry
from tirek.journal.queries import pupils_due
from tirek.journal.writers import roles_writing
from tirek.school.models import Household, HouseholdStay, Pupil, SchoolClass
from tirek.school.queries import pupils_named, with_class_on

FOUND_AT_MOST = 12
# What one must be able to see to name it in an entry.
NAMED_BY = ("school.pupil:read", "school.household:read", "school.class:read")


@dataclass(frozen=True)
class Choice:
    """One row to tick: somebody whom the entry may be about."""

    field: str
    pid: str
    name: str
    note: str = ""
    ticked: bool = False


@dataclass
class Whom:
    """Whom an entry is about: those ticked, those found, all of them within one's sight.

    `data` are the request's values: `pupil`, `household`, `class`, `staff` (ids, several), `q`
    (a search), `of_class` and `show` (list a class), `row` and `unit` (the plan row served).
    """

    user: User
    school: School
    kind: Kind
    data: Any
    day: date
    draft: Entry | None = None
    pupils: list[Any] = field(init=False)
    households: list[Household] = field(init=False)
    classes: list[SchoolClass] = field(init=False)
    staff: list[User] = field(init=False)
    due_classes: list[tuple[str, str]] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        """Read who is chosen; what one does not see is as if it were not there."""
        about = self.kind.about
        writers = roles_writing(self.kind.code)
        writers_of = {key: writers.intersection(DOORS[key]) for key in NAMED_BY}
        self.all_pupils = Pupil.objects.visible_to(
            self.user, writers_of["school.pupil:read"]
        ).filter(school=self.school)
        self.all_homes = Household.objects.visible_to(
            self.user, writers_of["school.household:read"]
        ).filter(school=self.school)
        self.all_classes = SchoolClass.objects.visible_to(
            self.user, writers_of["school.class:read"]
        ).filter(school=self.school, school_year__starts_on__lte=self.day)
        chosen = self._chosen()
        self.pupils = (
            list(with_class_on(self.all_pupils.filter(pid__in=chosen["pupil"]), self.day))
            if PUPIL in about
            else []
        )
        self.households = (
            list(self.all_homes.filter(pid__in=chosen["household"])) if HOUSEHOLD in about else []
        )
        self.classes = (
            list(self.all_classes.filter(pid__in=chosen["class"])) if CLASS in about else []
        )
        self.staff = (
            list(self._colleagues().filter(pid__in=chosen["staff"])) if self.staff_asked else []
        )

    def _chosen(self) -> dict[str, list[str]]:
        names = ("pupil", "household", "class", "staff")
        if self.draft is not None and not self.data:
            entry = self.draft
            return {
                "pupil": [link.pupil.pid for link in entry.about_pupils.all()],
                "household": [link.household.pid for link in entry.about_households.all()],
                "class": [link.school_class.pid for link in entry.about_classes.all()],
                "staff": [link.user.pid for link in entry.about_staff.all()],
            }
        return {name: self.data.getlist(name)[:1000] if self.data else [] for name in names}

    @property
    def row(self) -> str:
        """The plan row for which the form was opened, to be shown."""
        return str(self.data.get("row", ""))[:20] if self.data else ""

    @property
    def until(self) -> date | None:
        """The last day on which work still counts for the row, when the form was opened for it."""
        given = str(self.data.get("until", "")) if self.data else ""
        try:
            return date.fromisoformat(given)
        except ValueError:
            return None

    @property
    def rows(self) -> list[str]:
        """The rows the entry names: only rows of the school and of classes must be named.

        An entry about a pupil or a family names none, so that it serves every row it fits.
        """
        if not self.data:
            return [one.code for one in self.draft.rows.all()] if self.draft else []
        named = self.data.get("unit") in (kinds.SCHOOL, kinds.CLASS)
        return [self.row] if named and self.row else []

    @cached_property
    def due(self) -> frozenset[int]:
        """Ids of the pupils about whom the row is due."""
        return pupils_due(self.school, self.row, self.day) if self.row else frozenset()

    @property
    def pupils_asked(self) -> bool:
        """May the entry be about pupils?"""
        return PUPIL in self.kind.about

    @property
    def homes_asked(self) -> bool:
        """May it be about families?"""
        return HOUSEHOLD in self.kind.about

    @property
    def staff_asked(self) -> bool:
        """May it be about colleagues?"""
        return STAFF in self.kind.about

    def _colleagues(self) -> Any:
        ids = (
            self.school.grants.on(self.day)
            .exclude(role__in=[Role.ADMINISTRATOR, Role.DEPARTMENT_EXPERT])
            .values("user_id")
        )
        return User.objects.filter(pk__in=ids, is_active=True).order_by("full_name")

    @property
    def query(self) -> str:
        """What was searched for."""
        return str(self.data.get("q", "")).strip()[:100] if self.data else ""

    def class_options(self) -> list[Any]:
        """Classes to tick, or to list pupils of: those of the newest year one sees."""
        found = list(self.all_classes.select_related("school_year").order_by("sort_key"))
        newest = max((one.school_year.year for one in found), default=0)
        return [one for one in found if one.school_year.year == newest]

    def class_choices(self) -> list[Choice]:
        """The same as rows to tick."""
        if CLASS not in self.kind.about:
            return []
        ticked = {one.pid for one in self.classes}
        return [
            Choice("class", one.pid, one.name, ticked=one.pid in ticked)
            for one in self.class_options()
        ]

    def staff_choices(self) -> list[Choice]:
        """Colleagues to tick."""
        if not self.staff_asked:
            return []
        ticked = {one.pid for one in self.staff}
        return [
            Choice("staff", one.pid, one.full_name, ticked=one.pid in ticked)
            for one in self._colleagues()
        ]

    def people_choices(self) -> list[Choice]:
        """Pupils and families to tick: those chosen, then those found or of the class asked for."""
        if not (self.pupils_asked or self.homes_asked):
            return []
        choices = [_of_pupil(one, True) for one in self.pupils]
        choices += [_of_home(one, "", True) for one in self.households]
        there = {one.pid for one in choices}
        found = self._of_class() + self._found()
        return choices + [one for one in found if one.pid not in there]

    def _of_class(self) -> list[Choice]:
        if not self.pupils_asked or not self.data:
            return []
        shown = self.data.get("of_class", "") if self.data.get("show") else ""
        opened = self.data.get("class", "") if CLASS not in self.kind.about else ""
        due = self.due
        pupils: Any = with_class_on(self.all_pupils, self.day)
        if shown or opened:
            pupils = pupils.filter(class_pid=shown or opened)
            everybody = self.data.get("show") == "all"
            return [_of_pupil(one, everybody or one.pk in due) for one in pupils]
        if due and not self.pupils and not self.data.get("form_key"):
            listed = list(pupils.filter(pk__in=due).order_by("class_order", "sort_key", "id"))
            self.due_classes = list(
                dict.fromkeys((one.class_name, one.class_pid) for one in listed if one.class_pid)
            )
            return [_of_pupil(one, True) for one in listed]
        return []

    def _found(self) -> list[Choice]:
        if len(self.query) < 2:
            return []
        named = pupils_named(with_class_on(self.all_pupils, self.day), self.query)
        pupils = list(named[:FOUND_AT_MOST])
        choices = [_of_pupil(one, False) for one in pupils] if self.pupils_asked else []
        if self.homes_asked:
            stays = (
                HouseholdStay.objects.known_at()
                .on(self.day)
                .filter(pupil__in=pupils, household__in=self.all_homes)
                .select_related("household", "pupil")
            )
            homes = {stay.household.pid: stay for stay in stays}
            choices += [
                _of_home(stay.household, stay.pupil.short_name, False) for stay in homes.values()
            ]
        return choices


def _of_pupil(pupil: Any, ticked: bool) -> Choice:
    return Choice("pupil", pupil.pid, pupil.short_name, pupil.class_name or "", ticked)


def _of_home(home: Household, pupil: str, ticked: bool) -> Choice:
    return Choice("household", home.pid, str(_("family")), pupil or str(home), ticked)

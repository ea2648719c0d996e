"""Reads the checklist of papers, the files of pupils, interests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q

from tirek.access.models import School
from tirek.cards.models import Category
from tirek.cards.queries import categories, codes_by_pupil
from tirek.journal.models import EntryPupil
from tirek.personalfiles.models import FileCheck, FilePaper, Interests, Paper
from tirek.personalfiles.rules.checklist import SOON, Item, Kept, Wanted, checklist, lacking
from tirek.school.models import Enrolment, Pupil
from tirek.school.queries import over, pupils_on

READ = "personalfiles.file:read"


def papers(school: School, retired: bool = False) -> dict[str, Paper]:
    """Papers of the checklist by code, a school's own version in place of the built-in one."""
    found: dict[str, Paper] = {}
    every = Paper.objects.filter(Q(school=school) | Q(school__isnull=True))
    for one in sorted(every, key=lambda p: (p.school_id is not None, p.position)):
        found[one.code] = one
    ordered = sorted(found.values(), key=lambda p: (p.category != "", p.position, p.code))
    return {one.code: one for one in ordered if retired or not one.retired}


def wanted(listed: Mapping[str, Paper]) -> list[Wanted]:
    """The checklist as the rules know it."""
    return [Wanted(one.code, one.category) for one in listed.values()]


def known_of(pupil_ids: Iterable[int]) -> dict[int, dict[str, Kept]]:
    """What is known of each paper of these pupils, in one query."""
    found: dict[int, dict[str, Kept]] = {}
    facts = FilePaper.objects.known_at().filter(pupil_id__in=list(pupil_ids))
    for pupil, paper, state, until in facts.order_by("id").values_list(
        "pupil_id", "paper", "state", "until"
    ):
        found.setdefault(pupil, {})[paper] = Kept(state, until)
    return found


def facts_of(pupil: Pupil) -> dict[str, FilePaper]:
    """The facts believed now of one pupil's papers, by paper."""
    return {one.paper: one for one in FilePaper.objects.known_at().filter(pupil=pupil)}


@dataclass(frozen=True)
class FileRow:
    """A pupil with the checklist of the personal file."""

    pupil: Any
    items: list[Item]
    codes: Sequence[str] = ()

    @property
    def lacking(self) -> list[str]:
        """Codes of the papers that must be asked for."""
        return lacking(self.items)


@dataclass
class Files:
    """The files of the pupils within reach on a day, in the order of classes and names."""

    day: date
    papers: dict[str, Paper]
    categories: dict[str, Category]
    rows: list[FileRow] = field(default_factory=list)

    def name(self, code: str) -> str:
        """The name of a paper; the code itself when it is on the list no more."""
        return self.papers[code].name() if code in self.papers else code


def files(user: Any, school: School, day: date) -> Files:
    """All files within the user's reach: five queries, however many pupils."""
    seen = Pupil.objects.visible_to(user, READ)
    found = Files(day, papers(school), categories(school))
    listed: Any = pupils_on(school, day, pupils=seen)
    pupils = list(listed.order_by("class_order", "sort_key", "id"))
    found.rows = rows_of(pupils, found.papers, day)
    return found


def rows_of(pupils: Sequence[Any], listed: Mapping[str, Paper], day: date) -> list[FileRow]:
    """The checklists of these pupils; two queries."""
    ids = [one.pk for one in pupils]
    held, known = codes_by_pupil(ids, day), known_of(ids)
    asked = wanted(listed)
    return [
        FileRow(
            one,
            checklist(asked, held.get(one.pk, ()), known.get(one.pk, {}), day),
            held.get(one.pk, ()),
        )
        for one in pupils
    ]


def may_write(user: Any, pupil: Pupil) -> bool:
    """May the user, who sees the file, write in it?"""
    return over(user, pupil.school_id, [pupil.pk]).may("personalfiles.file:write", pupil.pk)


def checks_of(pupil: Pupil) -> Any:
    """The checks of a pupil's file that stand, the newest first."""
    about = EntryPupil.objects.filter(pupil=pupil).values("entry_id")
    return (
        FileCheck.objects.filter(entry__in=about, entry__annulled_at__isnull=True)
        .select_related("entry__author")
        .order_by("-entry__on", "-id")
    )


def ending(user: Any, school: School, day: date) -> Any:
    """Papers of enrolled pupils within reach whose term ends soon or is over."""
    here = Enrolment.objects.on(day).known_at().filter(pupil__school=school)
    return (
        FilePaper.objects.visible_to(user, "personalfiles.file:write")
        .known_at()
        .filter(pupil__in=here.values("pupil_id"), state=FilePaper.State.THERE)
        .filter(until__lte=day + SOON)
    )


def interests_of(pupil_ids: Iterable[int]) -> dict[int, Interests]:
    """The last interests of each pupil, by pupil; one query."""
    links = (
        EntryPupil.objects.filter(
            pupil_id__in=list(pupil_ids),
            entry__interests__isnull=False,
            entry__annulled_at__isnull=True,
            entry__state="DONE",
        )
        .select_related("entry__interests", "entry__author")
        .order_by("entry__on", "entry_id")
    )
    return {one.pupil_id: one.entry.interests for one in links}

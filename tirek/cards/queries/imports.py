"""What bringing a list in would do as things stand: nothing is written here."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from tirek.access import clock
from tirek.access.models import School, User
from tirek.cards.models import StatusImport, StatusPeriod
from tirek.cards.queries.categories import categories, norms
from tirek.cards.rules import listing
from tirek.cards.rules.listed import Line, Said, line_from_json, lines_of, unread
from tirek.cards.rules.listing import Answers, Decision
from tirek.cards.rules.whom import Child
from tirek.cards.rules.words import Known, known_words
from tirek.school.models import Enrolment, Pupil
from tirek.school.rules.roster import Table

KEY = "cards.status:write"


def words_of_school(school: School) -> Known:
    """Words and the category they mean at this school."""
    return known_words(categories(school).values())


def read_list(
    tables: Sequence[Table], school: School, file_name: str
) -> tuple[list[Line], list[str]]:
    """The rows of a list's sheets, and the sheets without headings."""
    known = words_of_school(school)
    stem = file_name.rpartition(".")[0] or file_name
    return lines_of(tables, known, stem), unread(tables, known)


def planned(draft: StatusImport, user: User | None) -> list[Decision]:
    """The fate of each row as things stand, among the pupils whose statuses the user writes."""
    lines = [line_from_json(one) for one in draft.lines]
    return listing.decide(lines, _as_is(draft, user), answers_of(draft), clock.today())


def answers_of(draft: StatusImport) -> Answers:
    """What a person has said of the list; words mapped in earlier lists keep their meaning."""
    return Answers(
        said=Said(
            since=draft.since,
            document=draft.basis_document,
            number=draft.basis_number,
            on=draft.basis_on,
        ),
        category=draft.category,
        words={**words_said_before(draft.school), **draft.answers.get("words", {})},
        rows=draft.answers.get("rows", {}),
    )


def words_said_before(school: School) -> dict[str, str]:
    """The school's words for categories, as they were mapped in the lists brought in so far."""
    found: dict[str, str] = {}
    done = StatusImport.objects.filter(school=school, state=StatusImport.State.APPLIED)
    for answers in done.order_by("at", "id").values_list("answers", flat=True):
        found |= {w: code for w, code in answers.get("words", {}).items() if code != listing.OUT}
    return found


def mark(made: Sequence[Decision]) -> str:
    """The same for the same plan: what was shown is what is written."""
    return hashlib.sha256(repr(listing.mark_of(made)).encode()).hexdigest()[:20]


def _as_is(draft: StatusImport, user: User | None) -> listing.School:
    school, today = draft.school, clock.today()
    known = categories(school)
    pupils = Pupil.objects.filter(school=school, merged_into=None)
    if user is not None:
        pupils = Pupil.objects.visible_to(user, KEY).filter(school=school)
    placed = _classes(school, today)
    born: dict[int, date | None] = dict(pupils.values_list("id", "born_on"))
    rows = pupils.values("id", "surname", "given", "patronymic", "iin")
    norm = norms(school).get(draft.norm)
    return listing.School(
        categories={
            code: listing.Category(code, one.basis_demanded, one.until)
            for code, one in known.items()
        },
        known=known_words(known.values()),
        children=[Child(**row, class_name=placed.get(row["id"], "")) for row in rows],
        born=born,
        held=_held(school),
        norm=(norm.since, norm.until) if norm else None,
    )


def _classes(school: School, today: date) -> dict[int, str]:
    """In which class each pupil is; before the school year begins, the one that is to come."""
    rows = (
        Enrolment.objects.known_at()
        .filter(pupil__school=school, school_class__school_year__ends_on__gte=today)
        .exclude(until__lt=today)
        .order_by("-since", "-id")
    )
    return dict(rows.values_list("pupil_id", "school_class__name"))


def _held(school: School) -> Mapping[tuple[int, str], Sequence[Any]]:
    held: dict[tuple[int, str], list[Any]] = defaultdict(list)
    rows = StatusPeriod.objects.known_at().filter(pupil__school=school)
    for pupil, code, since, until in rows.values_list("pupil_id", "category", "since", "until"):
        held[pupil, code].append((since, until))
    return held

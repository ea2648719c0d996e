"""Papers issued in one step, each under its own number: all class passports, the six lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tirek.access import clock
from tirek.access.models import School, User
from tirek.access.refused import Refused
from tirek.office.document import Document
from tirek.reports import options as asked
from tirek.reports import queries
from tirek.reports.actions import Paper, freeze_paper
from tirek.reports.documents.lists import drawn_lists
from tirek.reports.documents.passports import asked_of, passports_drawn
from tirek.reports.models import Series


@dataclass(frozen=True)
class _Drawn:
    """A document with its figures and what was asked for to get it."""

    document: Document
    figures: Mapping[str, Any]
    options: Mapping[str, str]
    school_class: Any = None


@transaction.atomic
def issue_passports(
    *, by: User, school: School, options: Mapping[str, str], language: str
) -> Series:
    """Issue the passport of every class of the day's year."""
    when = asked_of(options)
    when = replace(when, known_at=when.known_at or clock.now())
    classes = asked.classes_on(school, when.as_of, by)
    found = queries.class_passports(
        school, [one.name for one in classes], when.as_of, when.known_at, when.earlier
    )
    papers = passports_drawn(school, classes, when, language)
    return _issue(
        by,
        school,
        "class-passport",
        (
            _Drawn(paper, found[one.name], {**options, "class": one.pid}, one)
            for one, paper in zip(classes, papers, strict=True)
        ),
        when,
    )


@transaction.atomic
def issue_lists(*, by: User, school: School, options: Mapping[str, str], language: str) -> Series:
    """Issue the six lists of the card index."""
    when = asked_of(options)
    when = replace(when, known_at=when.known_at or clock.now())
    found = queries.six_lists(school, when.as_of, known_at=when.known_at, user=by)
    papers = drawn_lists(school, when.as_of, found, language, by)
    return _issue(
        by,
        school,
        "list",
        (
            _Drawn(paper, found[name], {**options, "list": name})
            for name, paper in zip(found, papers, strict=True)
        ),
        when,
    )


def _issue(by: User, school: School, name: str, drawn: Iterable[_Drawn], when: Any) -> Series:
    if when.as_of > clock.today():
        raise Refused(_("The day lies in the future."), "as_of")
    series = Series.objects.create(school=school, name=name, as_of=when.as_of, by=by)
    for one in drawn:
        paper = Paper(
            name=name,
            as_of=when.as_of,
            known_at=when.known_at,
            options=one.options,
            figures=one.figures,
            document=one.document,
            school_class=one.school_class,
        )
        freeze_paper(by=by, school=school, paper=paper, series=series)
    return series

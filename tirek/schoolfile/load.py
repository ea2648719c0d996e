"""Brings a school file in: its shape first, then everything in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import IntegrityError, connection, transaction

from tirek.access import audit
from tirek.access import interchange as access
from tirek.access.interchange import Found
from tirek.access.rules.shape import Problem, Shape, list_of, obj, one_of
from tirek.analysis import interchange as analysis
from tirek.annual import interchange as annual
from tirek.cards import interchange as cards
from tirek.classdata import interchange as classdata
from tirek.consents import interchange as consents
from tirek.guardianship import interchange as guardianship
from tirek.handover import interchange as handover
from tirek.journal import interchange as journal
from tirek.personalfiles import interchange as personalfiles
from tirek.plans import interchange as plans
from tirek.school import interchange as school
from tirek.schoolfile import FORMAT, files
from tirek.schoolfile.words import Unfit
from tirek.schoolyear import interchange as schoolyear
from tirek.wordforms import interchange as wordforms


def shape() -> Shape:
    """The whole file's shape, put together from the rooms' parts."""
    schools = access.SHAPE["schools"].item
    keys = dict(schools.keys or {}) if schools else {}
    return obj(
        format=one_of([FORMAT], required=True),
        departments=access.SHAPE["departments"],
        schools=list_of(
            obj(**{**keys, "years": schoolyear.YEARS, **cards.OF_SCHOOL}), required=True
        ),
        categories=cards.CATEGORIES,
        norms=cards.NORMS,
        users=access.SHAPE["users"],
        classes=school.CLASSES,
        households=list_of(obj(**{**school.HOUSEHOLD, **cards.OF_HOUSEHOLD})),
        pupils=list_of(obj(**{**school.PUPIL, **cards.OF_PUPIL})),
        entries=journal.entries_shape(),
        **plans.SHAPE,
        **consents.SHAPE,
        **guardianship.SHAPE,
        **classdata.SHAPE,
        **wordforms.SHAPE,
        **handover.SHAPE,
        **analysis.SHAPE,
        **personalfiles.SHAPE,
        **annual.SHAPE,
    )


def checked(data: Any) -> list[Problem]:
    """What is wrong with the file's shape; references are checked while it is brought in."""
    problems: list[Problem] = []
    shape().check(data, "", problems)
    return problems


def load(data: Mapping[str, Any]) -> Found:
    """Bring a file in; `Unfit` with every problem, and nothing changed, when it does not fit."""
    problems = checked(data)
    if problems:
        raise Unfit(problems)
    found = Found()
    try:
        with transaction.atomic():
            _bring_in(data, found)
    except IntegrityError:
        # what is there twice has been named already; the database only noticed it too
        if not found.problems:
            raise
        raise Unfit(found.problems) from None
    return found


def _bring_in(data: Mapping[str, Any], found: Found) -> None:
    for room in (access, schoolyear, school):
        room.load(data, found)
    access.check_roles(data, found)
    rooms = (cards, journal, plans, consents, guardianship, classdata, personalfiles, wordforms)
    for room in (*rooms, handover, analysis, annual):
        room.load(data, found)
    if found.problems:
        raise Unfit(found.problems)
    for one in found.schools.values():
        audit.record(by=None, verb="IMPORTED", thing=one, school=one)
    count_anew()


def count_anew() -> None:
    """Tell PostgreSQL how much there is now: until it knows, it reads a large school row by row."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def load_file(path: Path) -> Found:
    """Bring in what is in a file, JSON or zip with attachments; `Unfit` when it does not fit."""
    data = files.read(path)
    problems = checked(data)
    if problems:
        raise Unfit(problems)
    files.check(path, data)
    with transaction.atomic():
        found = load(data)
        files.keep(path)
    return found

"""A school's own categories and norms: added, changed, ended; what counts as social, dated."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tirek.access import audit
from tirek.access.models import School, User
from tirek.access.refused import Refused
from tirek.cards.models import Category, CategorySetting, Norm
from tirek.cards.queries import categories, norms
from tirek.cards.rules.codes import code_of
from tirek.cards.rules.lists import LISTS

NORM_FIELDS = ("title", "number", "on", "since", "until", "text_read", "note")
EMPTY = {"number": "", "text_read": False, "note": ""}
NAMES = ("name_kk", "name_ru", "name_en")


@transaction.atomic
def add_norm(*, by: User, school: School, fields: Mapping[str, Any]) -> Norm:
    """Add a school's own norm; its code is made from its title."""
    _norm_checked(fields)
    code = code_of(fields["title"], norms(school), most=60)
    made = Norm.objects.create(school=school, code=code, **_given(fields, NORM_FIELDS))
    audit.record(by=by, verb="CREATED", thing=made, school=school, note=code)
    return made


@transaction.atomic
def change_norm(*, by: User, norm: Norm, fields: Mapping[str, Any]) -> Norm:
    """Change a school's own norm."""
    school = _own(norm)
    _norm_checked(fields)
    for name in NORM_FIELDS:
        setattr(norm, name, fields.get(name) or EMPTY.get(name))
    norm.save()
    audit.record(by=by, verb="CHANGED", thing=norm, school=school, note=norm.code)
    return norm


@transaction.atomic
def end_norm(*, by: User, norm: Norm, until: date) -> Norm:
    """A school's own norm is in force no longer than that day."""
    school = _own(norm)
    if norm.since is not None and until < norm.since:
        raise Refused(_("The last day is before the first day."), field="until")
    norm.until = until
    norm.save(update_fields=["until"])
    audit.record(by=by, verb="ENDED", thing=norm, school=school, note=norm.code)
    return norm


def _norm_checked(fields: Mapping[str, Any]) -> None:
    if not (fields.get("title") or "").strip():
        raise Refused(_("State the title."), field="title")
    since, until = fields.get("since"), fields.get("until")
    if since is not None and until is not None and until < since:
        raise Refused(_("The last day is before the first day."), field="until")


def _own(thing: Norm | Category) -> School:
    if thing.school is None:
        raise Refused(_("What the program brings along is not changed."))
    return thing.school


def _given(fields: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: fields[name] for name in names if fields.get(name) is not None}


@transaction.atomic
def add_category(*, by: User, school: School, fields: Mapping[str, Any]) -> Category:
    """Add a school's own category; its code is made from its Kazakh name."""
    _named(school, fields)
    code = code_of(fields["name_kk"], categories(school))
    made = Category.objects.create(
        school=school,
        code=code,
        social=bool(fields.get("social")),
        **_given(fields, (*NAMES, "sensitive", "basis_demanded", "also")),
        feeds=_feeds(fields),
    )
    audit.record(by=by, verb="CREATED", thing=made, school=school, note=code)
    return made


@transaction.atomic
def change_category(*, by: User, category: Category, fields: Mapping[str, Any]) -> Category:
    """Change the names of a school's own category, and what it feeds."""
    school = _own(category)
    _named(school, fields, category)
    for name in (*NAMES, "also"):
        setattr(category, name, fields.get(name) or "")
    for name in ("sensitive", "basis_demanded"):
        setattr(category, name, bool(fields.get(name)))
    category.feeds = _feeds(fields)
    category.save(update_fields=[*NAMES, "also", "sensitive", "basis_demanded", "feeds"])
    audit.record(by=by, verb="CHANGED", thing=category, school=school, note=category.code)
    return category


@transaction.atomic
def close_category(*, by: User, category: Category, until: date) -> Category:
    """After that day no status of a school's own category begins; those that hold go on."""
    school = _own(category)
    category.until = until
    category.save(update_fields=["until"])
    audit.record(by=by, verb="ENDED", thing=category, school=school, note=category.code)
    return category


@transaction.atomic
def set_social(
    *, by: User, school: School, code: str, since: date, social: bool
) -> CategorySetting:
    """From a day on a category counts as a social status at this school, or no more."""
    before = categories(school, since).get(code)
    if before is None:
        raise Refused(_("There is no such category."))
    if before.social == social:
        raise Refused(_("It is so already on this day."), field="social")
    made = CategorySetting.objects.create(
        school=school, code=code, since=since, social=social, recorded_by=by
    )
    audit.record(by=by, verb="CHANGED", thing=made, school=school, note=code)
    return made


def _feeds(fields: Mapping[str, Any]) -> str:
    return ",".join(name for name in LISTS if name in (fields.get("feeds") or ()))


def _named(school: School, fields: Mapping[str, Any], but: Category | None = None) -> None:
    name = (fields.get("name_kk") or "").strip()
    if not name:
        raise Refused(_("State the name in Kazakh."), field="name_kk")
    for one in categories(school).values():
        if one.name_kk.casefold() == name.casefold() and (but is None or one.code != but.code):
            raise Refused(_("There is a category of this name."), field="name_kk")

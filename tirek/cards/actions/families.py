"""Records incomes and levels of families, corrects and annuls them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from tirek.access import audit, clock
from tirek.access.models import School, User
from tirek.access.refused import Refused
from tirek.cards.actions.kin import annul, still_believed
from tirek.cards.models import FamilyLevel, IncomeStatement, SubsistenceMinimum
from tirek.school.models import Household

Fact = TypeVar("Fact", IncomeStatement, FamilyLevel)


@transaction.atomic
def record_income(
    *,
    by: User | None,
    household: Household,
    on: date,
    amount: Decimal,
    persons: int | None = None,
    source: str = "",
) -> IncomeStatement:
    """Record a family's monthly income by a paper of a day, in tenge, for so many persons."""
    fields = {"on": on, "amount": amount, "persons": persons, "source": source}
    return _kept(by, IncomeStatement, household, _checked_income(fields), "CREATED")


@transaction.atomic
def correct_income(
    *, by: User, statement: IncomeStatement, fields: Mapping[str, Any]
) -> IncomeStatement:
    """An income was entered wrongly: a new fact replaces it."""
    still_believed(statement)
    right = _checked_income(fields)
    return _kept(by, IncomeStatement, statement.household, right, "CORRECTED", replaces=statement)


@transaction.atomic
def annul_income(*, by: User, statement: IncomeStatement, reason: str) -> IncomeStatement:
    """Annul an income recorded by mistake; a reason is required."""
    annul(by, statement, reason)
    audit.record(by=by, verb="ANNULLED", thing=statement, school=statement.household.school)
    return statement


@transaction.atomic
def record_level(
    *, by: User | None, household: Household, level: str, on: date | None, source: str = ""
) -> FamilyLevel:
    """Record the digital family card's level; it is only stored."""
    fields = {"level": level, "on": on, "source": source}
    return _kept(by, FamilyLevel, household, _checked_level(fields), "CREATED")


@transaction.atomic
def correct_level(*, by: User, level: FamilyLevel, fields: Mapping[str, Any]) -> FamilyLevel:
    """A level was entered wrongly: a new fact replaces it."""
    still_believed(level)
    right = _checked_level(fields)
    return _kept(by, FamilyLevel, level.household, right, "CORRECTED", replaces=level)


@transaction.atomic
def annul_level(*, by: User, level: FamilyLevel, reason: str) -> FamilyLevel:
    """Annul a level recorded by mistake; a reason is required."""
    annul(by, level, reason)
    audit.record(by=by, verb="ANNULLED", thing=level, school=level.household.school)
    return level


@transaction.atomic
def set_minimum(*, by: User, school: School, year: int, amount: Decimal) -> SubsistenceMinimum:
    """The subsistence minimum of a year as the school enters it, tenge a month a person."""
    if amount <= 0:
        raise Refused(_("The amount must be more than zero."), field="amount")
    one, made = SubsistenceMinimum.objects.update_or_create(
        school=school, year=year, defaults={"amount": amount}
    )
    verb = "CREATED" if made else "CHANGED"
    audit.record(by=by, verb=verb, thing=one, school=school, note=str(year))
    return one


def _checked_income(fields: Mapping[str, Any]) -> Mapping[str, Any]:
    if fields["amount"] < 0:
        raise Refused(_("Income cannot be less than zero."), field="amount")
    if fields["on"] > clock.today():
        raise Refused(_("Enter today's date or an earlier one."), field="on")
    if fields.get("persons") is not None and fields["persons"] < 1:
        raise Refused(_("At least one person is counted."), field="persons")
    return fields


def _checked_level(fields: Mapping[str, Any]) -> Mapping[str, Any]:
    if fields["level"] not in set("ABCDE"):
        raise Refused(_("The level is one letter from A to E."), field="level")
    if fields.get("on") is not None and fields["on"] > clock.today():
        raise Refused(_("Enter today's date or an earlier one."), field="on")
    return fields


def _kept(
    by: User | None,
    model: type[Fact],
    household: Household,
    fields: Mapping[str, Any],
    verb: str,
    **more: Any,
) -> Fact:
    made: Fact = model._base_manager.create(
        household=household, recorded_by=by, recorded_at=clock.now(), **fields, **more
    )
    audit.record(by=by, verb=verb, thing=made, school=household.school)
    return made

"""The social card index: categories, statuses with their basis, kinship, income, norms."""

from tirek.cards.models.categories import Category, Norm
from tirek.cards.models.families import (
    FamilyLevel,
    IncomeStatement,
    Kin,
    Kinship,
    SubsistenceMinimum,
)
from tirek.cards.models.statuses import REGISTER, StatusPeriod, StatusQuerySet, on_register

__all__ = [
    "REGISTER",
    "Category",
    "FamilyLevel",
    "IncomeStatement",
    "Kin",
    "Kinship",
    "Norm",
    "StatusPeriod",
    "StatusQuerySet",
    "SubsistenceMinimum",
    "on_register",
]

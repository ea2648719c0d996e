"""The social card index: categories, statuses with their basis, kinship, income, norms."""

from tirek.cards.models.batches import BatchLine, Fate, StatusBatch
from tirek.cards.models.categories import Category, CategorySetting, Norm
from tirek.cards.models.families import (
    FamilyLevel,
    IncomeStatement,
    Kin,
    Kinship,
    SubsistenceMinimum,
)
from tirek.cards.models.imports import StatusImport
from tirek.cards.models.scans import StatusScan
from tirek.cards.models.settings import CardSettings
from tirek.cards.models.statuses import REGISTER, StatusPeriod, StatusQuerySet, on_register

__all__ = [
    "REGISTER",
    "BatchLine",
    "CardSettings",
    "Category",
    "CategorySetting",
    "FamilyLevel",
    "Fate",
    "IncomeStatement",
    "Kin",
    "Kinship",
    "Norm",
    "StatusBatch",
    "StatusImport",
    "StatusPeriod",
    "StatusQuerySet",
    "StatusScan",
    "SubsistenceMinimum",
    "on_register",
]

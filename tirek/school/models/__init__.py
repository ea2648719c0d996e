"""Classes, pupils, families, and who was where from when till when."""

from tirek.school.models.classes import (
    SchoolClass,
    SchoolClassQuerySet,
    class_sort_key,
    classes_reached,
)
from tirek.school.models.families import (
    Household,
    HouseholdMember,
    HouseholdQuerySet,
    HouseholdStay,
)
from tirek.school.models.kept import Kept, Sex
from tirek.school.models.merges import Apart, Merge
from tirek.school.models.pupils import REACHED, Enrolment, Pupil, PupilQuerySet, pupils_reached
from tirek.school.models.rollovers import RollOver
from tirek.school.models.rosters import RosterImport

__all__ = [
    "REACHED",
    "Apart",
    "Enrolment",
    "Household",
    "HouseholdMember",
    "HouseholdQuerySet",
    "HouseholdStay",
    "Kept",
    "Merge",
    "Pupil",
    "PupilQuerySet",
    "RollOver",
    "RosterImport",
    "SchoolClass",
    "SchoolClassQuerySet",
    "Sex",
    "class_sort_key",
    "classes_reached",
    "pupils_reached",
]

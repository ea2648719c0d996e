"""The papers of this room: passports, lists, the social map, movement."""

from typing import Any

from django.utils.translation import gettext_lazy

from tirek.access.models import School
from tirek.office.reports import Options, Report, register
from tirek.reports import options as asked
from tirek.reports import queries
from tirek.reports.documents.lists import (
    category_figures,
    category_list,
    six_figures,
    six_lists,
)
from tirek.reports.documents.map import map_figures, social_map
from tirek.reports.documents.movement import (
    class_movement,
    movement_of,
    school_figures,
    school_movement,
)
from tirek.reports.documents.passports import asked_of, class_passport, class_passports
from tirek.reports.documents.school import school_passport

# Papers of a whole school that narrow themselves to what the reader may see.
NARROWED = ("list", "six-lists", "class-passports", "social-map")


def register_all() -> None:
    """Declare the papers of this room."""
    day, days = ("as_of", "known_at"), ("as_of", "than", "known_at")
    for report in (
        Report(
            "class-passport",
            gettext_lazy("Class social passport"),
            ("class", *days),
            ("class",),
            class_passport,
            passport_figures,
        ),
        Report(
            "class-passports",
            gettext_lazy("Social passports of all classes"),
            days,
            (),
            class_passports,
            passports_figures,
        ),
        Report(
            "school-passport",
            gettext_lazy("School social passport"),
            days,
            (),
            school_passport,
            school_passport_figures,
        ),
        Report(
            "list",
            gettext_lazy("List by categories"),
            ("category", "list", "class", *day),
            ("category",),
            category_list,
            category_figures,
        ),
        Report(
            "six-lists",
            gettext_lazy("Six lists"),
            ("class", *day),
            (),
            six_lists,
            six_figures,
        ),
        Report(
            "social-map",
            gettext_lazy("Social map of the school"),
            ("category", "count", "by", *days),
            (),
            social_map,
            map_figures,
        ),
        Report(
            "movement",
            gettext_lazy("Social movement of the class"),
            ("class", "month", "known_at"),
            ("class",),
            class_movement,
            lambda school, given, user: movement_of(school, given, user)[0],
        ),
        Report(
            "school-movement",
            gettext_lazy("Social movement of the school"),
            ("month", "known_at"),
            (),
            school_movement,
            school_figures,
        ),
    ):
        register(report)


def passport_figures(school: School, given: Options, user: Any) -> dict[str, Any]:
    """A class's passport in figures; the earlier day too, when one was asked for."""
    when = asked_of(given)
    school_class = asked.school_class(school, given, when.as_of, user)
    assert school_class is not None
    return queries.class_passport(
        school, school_class.name, when.as_of, when.known_at, when.earlier
    )


def passports_figures(school: School, given: Options, user: Any) -> dict[str, Any]:
    """The passports of the classes one may see, in figures."""
    when = asked_of(given)
    names = [one.name for one in asked.classes_on(school, when.as_of, user)]
    return {
        "as_of": when.as_of.isoformat(),
        "classes": queries.class_passports(school, names, when.as_of, when.known_at, when.earlier),
    }


def school_passport_figures(school: School, given: Options, user: Any) -> dict[str, Any]:
    """The school's passport in figures."""
    when = asked_of(given)
    return queries.school_passport(school, when.as_of, when.known_at, when.earlier)

"""The papers of this room: class and school passports, lists, movement."""

from django.utils.translation import gettext_lazy

from tirek.office.reports import Report, register
from tirek.reports import options as asked
from tirek.reports import queries
from tirek.reports.documents.lists import category_figures, category_list
from tirek.reports.documents.movement import class_movement, movement_of
from tirek.reports.documents.passports import class_passport
from tirek.reports.documents.school import school_passport
from tirek.school.models import SchoolClass


def register_all() -> None:
    """Declare the papers of this room."""
    day = ("as_of",)
    register(
        Report(
            "class-passport",
            gettext_lazy("Class social passport"),
            ("class", *day),
            ("class",),
            class_passport,
            lambda school, given, user: queries.class_passport(
                school,
                _name(asked.school_class(school, given, asked.as_of(given), user)),
                asked.as_of(given),
            ),
        )
    )
    register(
        Report(
            "school-passport",
            gettext_lazy("School social passport"),
            day,
            (),
            school_passport,
            lambda school, given, user: queries.school_passport(school, asked.as_of(given)),
        )
    )
    register(
        Report(
            "list",
            gettext_lazy("List by categories"),
            ("category", "class", *day),
            ("category",),
            category_list,
            category_figures,
        )
    )
    register(
        Report(
            "movement",
            gettext_lazy("Social movement of the class"),
            ("class", "month"),
            ("class",),
            class_movement,
            lambda school, given, user: movement_of(school, given, user)[0],
        )
    )


def _name(school_class: SchoolClass | None) -> str:
    return school_class.name if school_class else ""

"""The social passports of a class and of the school."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tirek.access.models import School
from tirek.access.roles import Role
from tirek.office.document import (
    Cell,
    Column,
    Document,
    Paragraph,
    Signatures,
    Table,
    bound,
)
from tirek.office.reports import Options
from tirek.reports import options as asked
from tirek.reports.documents.words import role_words, said_in, signers, year_words
from tirek.reports.papers import (
    Asked,
    Passport,
    initials,
    passports_of_classes,
    signed_number,
)
from tirek.school.models import SchoolClass
from tirek.schoolyear.queries import year_at
from tirek.web.rules.dates import long_day


def class_passport(school: School, given: Options, language: str, user: Any) -> Document:
    """A class's social passport as of a day."""
    when = asked_of(given)
    school_class = asked.school_class(school, given, when.as_of, user)
    assert school_class is not None
    return passports_drawn(school, [school_class], when, language)[0]


def class_passports(school: School, given: Options, language: str, user: Any) -> Document:
    """The passports of every class one may see, each on its own page."""
    when = asked_of(given)
    classes = asked.classes_on(school, when.as_of, user)
    return bound(passports_drawn(school, classes, when, language))


def asked_of(given: Options) -> Asked:
    """As of which day, compared with which, as known when."""
    on = asked.as_of(given)
    return Asked(on, asked.earlier(given, on), asked.known_at(given))


def passports_drawn(
    school: School, classes: Sequence[SchoolClass], when: Asked, language: str
) -> list[Document]:
    """The passports of some classes, in their order; a fixed number of questions."""
    found = passports_of_classes(school, classes, when)
    with said_in(language):
        years, posts = group_words(school, when), signers(school, when.as_of)
        left = year_words(school, when.as_of)
        return [_drawn(one, years, posts, left, language) for one in found]


def _drawn(
    passport: Passport, years: Groups, posts: Sequence[tuple[str, str]], left: str, language: str
) -> Document:
    school_class = passport.school_class
    assert school_class is not None
    teacher = initials(school_class.teacher)
    language_of = LANGUAGE_WORDS.get(school_class.language)
    return Document(
        title=_("Social passport of class %(name)s") % {"name": school_class.name},
        org=school_class.school.name,
        language=language,
        left=f"{left}, {language_of}" if language_of else left,
        right=long_day(passport.as_of, language),
        blocks=[
            Paragraph(passport_line(passport, teacher)),
            category_table(passport, years),
            _named_table(passport),
            Signatures([(role_words(Role.CLASS_TEACHER), teacher), *posts]),
        ],
    )


COUNTED = ("pupils", "families", "boys", "girls")
LANGUAGE_WORDS = {
    "kk": gettext_lazy("taught in Kazakh"),
    "ru": gettext_lazy("taught in Russian"),
    "en": gettext_lazy("taught in English"),
}


def passport_line(passport: Passport, teacher: str = "") -> str:
    whole, social = passport.whole, passport.social.now
    parts = [
        _("Pupils: %(pupils)s (girls %(girls)s, boys %(boys)s).") % whole,
        _("Families: %(families)s.") % whole,
        _("With social status: pupils %(pupils)s, families %(families)s.") % social,
    ]
    if teacher:
        parts.append(_("Class teacher: %(name)s") % {"name": teacher})
    return " ".join(parts)


# The headings of the figures now and then.
Groups = tuple[str, str]


def group_words(school: School, when: Asked) -> Groups:
    """The school years of both days, or the days themselves when they are of one year."""
    now, then = year_at(school, when.as_of), year_at(school, when.than)
    own = now is not None and now != then
    return (
        str(now) if own else f"{when.as_of:%d.%m.%Y}",
        str(then) if own and then is not None else f"{when.than:%d.%m.%Y}",
    )


def category_table(passport: Passport, years: Groups) -> Table:
    """Each category in figures, now and on the earlier day."""
    now, then = years
    columns = [
        Column(_("Category"), 3.6),
        Column(_("pupils"), 1, number=True, group=now),
        Column(_("families"), 1, number=True, group=now),
        Column(_("boys"), 0.9, number=True, group=now),
        Column(_("girls"), 0.9, number=True, group=now),
    ]
    if passport.before is not None:
        columns += [
            Column(_("pupils"), 1, number=True, group=then),
            Column(_("families"), 1, number=True, group=then),
            Column(_("Difference, pupils"), 1.3, number=True),
        ]
    rows: list[list[Cell]] = []
    for line in (*passport.lines, passport.social):
        name = line.category.name() if line.category.code else _("With social status, in all")
        row: list[Cell] = [name, *(line.now[what] for what in COUNTED)]
        if line.before is not None:
            row += [line.before["pupils"], line.before["families"], signed_number(line.change)]
        rows.append(row)
    return Table(
        title=_("By category"),
        columns=columns,
        rows=rows,
        sums=1,
        note=_(
            "A pupil may be in several categories, so the last line is not the sum of those above."
        ),
    )


def _named_table(passport: Passport) -> Table:
    return Table(
        title=_("List by name"),
        columns=[
            Column("№", 0.5, number=True),
            Column(_("Full name"), 3),
            Column(_("Date of birth"), 1.3),
            Column(_("Categories"), 3.2),
            Column(_("Legal representative"), 2.6),
        ],
        rows=[
            [
                number,
                line.pupil.full_name,
                line.pupil.born_on,
                ", ".join(category.name() for category in line.categories),
                representative_words(line.representative),
            ]
            for number, line in enumerate(passport.named, start=1)
        ],
        empty=_("No pupil of the class has a category on this day."),
    )


def representative_words(kin: Any) -> str:
    """«қорғаншы Қуанышева Бибігүл»."""
    return f"{kin.get_kinship_display()} {kin.member.full_name}" if kin else ""

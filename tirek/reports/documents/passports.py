"""The social passports of a class and of the school."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tirek.access.models import School
from tirek.access.roles import Role
from tirek.office.document import (
    Block,
    Cell,
    Column,
    Document,
    Paragraph,
    Table,
)
from tirek.office.reports import Options
from tirek.reports import options as asked
from tirek.reports.documents.words import role_words, said_in, signed, year_words
from tirek.reports.papers import (
    Passport,
    initials,
    passport_of_class,
    signed_number,
)
from tirek.schoolyear.queries import year_at
from tirek.web.rules.dates import long_day


def class_passport(school: School, given: Options, language: str, user: Any) -> Document:
    """A class's social passport as of a day."""
    on = asked.as_of(given)
    school_class = asked.school_class(school, given, on, user)
    assert school_class is not None
    passport = passport_of_class(school_class, on)
    with said_in(language):
        teacher = initials(school_class.teacher)
        blocks: list[Block] = [
            Paragraph(passport_line(passport, teacher)),
            category_table(school, passport),
            _named_table(passport),
            signed(school, on, (role_words(Role.CLASS_TEACHER), teacher)),
        ]
        language_of = LANGUAGE_WORDS.get(school_class.language)
        left = year_words(school, on)
        if language_of:
            left = f"{left}, {language_of}"
        return Document(
            title=_("Social passport of class %(name)s") % {"name": school_class.name},
            org=school.name,
            language=language,
            left=left,
            right=long_day(on, language),
            blocks=blocks,
        )


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


def category_table(school: School, passport: Passport) -> Table:
    now, then = str(year_at(school, passport.as_of) or ""), ""
    if passport.before is not None:
        then = str(year_at(school, passport.earlier) or f"{passport.earlier:%d.%m.%Y}")
    columns = [
        Column(_("Category"), 4.2),
        Column(_("pupils"), 1, number=True, group=now),
        Column(_("families"), 1, number=True, group=now),
    ]
    if passport.before is not None:
        columns += [
            Column(_("pupils"), 1, number=True, group=then),
            Column(_("families"), 1, number=True, group=then),
            Column(_("Difference, pupils"), 1.4, number=True),
        ]
    rows: list[list[Cell]] = []
    for line in (*passport.lines, passport.social):
        name = line.category.name() if line.category.code else _("With social status, in all")
        row: list[Cell] = [name, line.now["pupils"], line.now["families"]]
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

"""The papers of this room: class and school passports, lists, movement."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext

from tirek.access.models import School
from tirek.access.refused import Refused
from tirek.access.roles import Role
from tirek.cards.queries import categories
from tirek.office.document import (
    Block,
    Cell,
    Column,
    Document,
    Paragraph,
    Signatures,
    Table,
)
from tirek.office.reports import Options, Report, register
from tirek.reports import options as asked
from tirek.reports import queries
from tirek.reports.papers import (
    Passport,
    initials,
    passport_of_class,
    passport_of_school,
    signatory,
    signed_number,
)
from tirek.reports.rules.figures import BrokenIdentity
from tirek.school.models import Pupil, SchoolClass
from tirek.schoolyear.queries import year_at
from tirek.web.rules.dates import MONTHS, long_day


@contextmanager
def said_in(language: str) -> Iterator[None]:
    """Everything inside is said in the document's language, whatever the page's."""
    with override(language):
        yield


def _year_words(school: School, on: date) -> str:
    year = year_at(school, on)
    return _("%(year)s school year") % {"year": year} if year else ""


def _signed(school: School, on: date, first: tuple[str, str] | None = None) -> Signatures:
    posts = (Role.SOCIAL_PEDAGOGUE, Role.DEPUTY_DIRECTOR)
    rows = [(role_words(role), signatory(school, role, on)) for role in posts]
    return Signatures([*([first] if first else []), *rows])


def role_words(role: Role) -> str:
    """A role as it stands before a signature: with a capital letter."""
    words = str(role.label)
    return words[:1].upper() + words[1:]


# the class social passport


def class_passport(school: School, given: Options, language: str, user: Any) -> Document:
    """A class's social passport as of a day."""
    on = asked.as_of(given)
    school_class = asked.school_class(school, given, on, user)
    assert school_class is not None
    passport = passport_of_class(school_class, on)
    with said_in(language):
        teacher = initials(school_class.teacher)
        blocks: list[Block] = [
            Paragraph(_passport_line(passport, teacher)),
            _category_table(school, passport),
            _named_table(passport),
            _signed(school, on, (role_words(Role.CLASS_TEACHER), teacher)),
        ]
        language_of = LANGUAGE_WORDS.get(school_class.language)
        left = _year_words(school, on)
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


def _passport_line(passport: Passport, teacher: str = "") -> str:
    whole, social = passport.whole, passport.social.now
    parts = [
        _("Pupils: %(pupils)s (girls %(girls)s, boys %(boys)s).") % whole,
        _("Families: %(families)s.") % whole,
        _("With social status: pupils %(pupils)s, families %(families)s.") % social,
    ]
    if teacher:
        parts.append(_("Class teacher: %(name)s") % {"name": teacher})
    return " ".join(parts)


def _category_table(school: School, passport: Passport) -> Table:
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


# the school social passport


def school_passport(school: School, given: Options, language: str, user: Any) -> Document:
    """The school's social passport as of a day: by category, then by grade."""
    on = asked.as_of(given)
    passport = passport_of_school(school, on)
    by_grade = queries.school_passport(school, on)["grades"]
    with said_in(language):
        known = {line.category.code: line.category for line in passport.lines if line.now["pupils"]}
        table = Table(
            title=_("By grade, pupils"),
            columns=[
                Column(_("Category"), 4),
                *(Column(grade, 0.6, number=True) for grade in by_grade),
                Column(_("School"), 0.9, number=True),
            ],
            rows=[
                [
                    category.name(),
                    *(by_grade[grade]["categories"][code]["pupils"] for grade in by_grade),
                    sum(by_grade[grade]["categories"][code]["pupils"] for grade in by_grade),
                ]
                for code, category in known.items()
            ]
            + [
                [
                    _("All pupils"),
                    *(by_grade[grade]["pupils"] for grade in by_grade),
                    passport.whole["pupils"],
                ]
            ],
            sums=1,
        )
        return Document(
            title=_("Social passport of the school"),
            org=school.name,
            language=language,
            left=_year_words(school, on),
            right=long_day(on, language),
            blocks=[
                Paragraph(_passport_line(passport)),
                _category_table(school, passport),
                table,
                _signed(school, on),
            ],
        )


# a list by categories


def category_list(school: School, given: Options, language: str, user: Any) -> Document:
    """The pupils of some categories as of a day, with class, since and basis."""
    on, codes = asked.as_of(given), asked.codes(school, given)
    school_class = asked.school_class(school, given, on, user, required=False)
    found = _list_figures(school, codes, on, school_class, user)
    keys = [row["pupil"] for row in found["rows"]]
    pupils = {p.key: p for p in Pupil.objects.filter(school=school, key__in=keys)}
    with said_in(language):
        known = categories(school)
        basis_open = user is None or _sees_basis(user, school)
        rows: list[list[Cell]] = []
        for number, row in enumerate(found["rows"], start=1):
            pupil = pupils[row["pupil"]]
            line: list[Cell] = [number, pupil.full_name, row["class"], pupil.born_on]
            line.append(date.fromisoformat(row["since"]) if row["since"] else None)
            if basis_open:
                line.append(basis_words(row["basis"]))
            rows.append(line)
        columns = [
            Column("№", 0.5, number=True),
            Column(_("Full name"), 3.2),
            Column(_("Class"), 0.8),
            Column(_("Date of birth"), 1.3),
            Column(_("Since"), 1.3),
        ]
        if basis_open:
            columns.append(Column(_("Basis"), 3.2))
        title = ", ".join(known[code].name() for code in codes)
        if school_class is not None:
            title = f"{title}, {school_class.name}"
        return Document(
            title=title,
            org=school.name,
            language=language,
            left=_year_words(school, on),
            right=long_day(on, language),
            blocks=[
                Paragraph(
                    _("Pupils: %(pupils)s (girls %(girls)s, boys %(boys)s).") % found
                    + " "
                    + _("Families: %(families)s.") % found
                ),
                Table(columns=columns, rows=rows, empty=_("Nobody on this day.")),
                _signed(school, on),
            ],
        )


def basis_words(basis: dict[str, Any]) -> str:
    """«анықтама № 77, 05.09.2026»."""
    number, on = basis.get("number"), basis.get("on")
    first = " ".join(
        part for part in (basis.get("document", ""), f"№ {number}" if number else "") if part
    )
    day = f"{date.fromisoformat(on):%d.%m.%Y}" if on else ""
    return ", ".join(part for part in (first, day) if part)


def _sees_basis(user: Any, school: School) -> bool:
    from tirek.access.sight import may

    return may(user, "cards.basis:read", school.pk)


def _list_figures(
    school: School, codes: list[str], on: date, school_class: SchoolClass | None, user: Any
) -> dict[str, Any]:
    return queries.list_figures(
        school,
        codes,
        on,
        class_name=school_class.name if school_class else None,
        pupils=None if user is None else Pupil.objects.visible_to(user),
    )


# the movement of a class in a month


def class_movement(school: School, given: Options, language: str, user: Any) -> Document:
    """Who came to a class and who left it in a month; refused when the sums do not hold."""
    found, school_class = _movement(school, given, user)
    year, month = asked.month(given)
    with said_in(language):
        known = categories(school)
        rows: list[list[Cell]] = [
            [
                known[code].name(),
                *(figures[name] for name in ("start", "arrived", "left", "end")),
            ]
            for code, figures in found["categories"].items()
            if any(figures.values())
        ]
        rows.append([_("All pupils"), *(found[n] for n in ("start", "arrived", "left", "end"))])
        return Document(
            title=_("Social movement of class %(name)s") % {"name": school_class.name},
            org=school.name,
            language=language,
            left=_year_words(school, date(year, month, 1)),
            right=f"{MONTHS[language][month - 1]} {year}",
            blocks=[
                Table(
                    columns=[
                        Column(_("Category"), 4),
                        Column(_("At the start"), 1.2, number=True),
                        Column(pgettext("movement", "Came"), 1.2, number=True),
                        Column(pgettext("movement", "Left"), 1.2, number=True),
                        Column(_("At the end"), 1.2, number=True),
                    ],
                    rows=rows,
                    sums=1,
                ),
                _signed(
                    school,
                    date(year, month, 1),
                    (role_words(Role.CLASS_TEACHER), initials(school_class.teacher)),
                ),
            ],
        )


def _movement(school: School, given: Options, user: Any) -> tuple[dict[str, Any], SchoolClass]:
    year, month = asked.month(given)
    school_class = asked.school_class(school, given, _in_year(school, year, month), user)
    assert school_class is not None
    try:
        return queries.movement(school_class, year, month), school_class
    except BrokenIdentity:
        raise Refused(_("The sums of the movement do not hold; it is not printed.")) from None


def _in_year(school: School, year: int, month: int) -> date:
    """The day by which the class's school year is told: the month's first, or the year's."""
    first = date(year, month, 1)
    begins = date(year, 9, 1)
    return begins if month == 9 else first


# the register


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
            lambda school, given, user: _list_figures(
                school,
                asked.codes(school, given),
                asked.as_of(given),
                asked.school_class(school, given, asked.as_of(given), user, required=False),
                user,
            ),
        )
    )
    register(
        Report(
            "movement",
            gettext_lazy("Social movement of the class"),
            ("class", "month"),
            ("class",),
            class_movement,
            lambda school, given, user: _movement(school, given, user)[0],
        )
    )


def _name(school_class: SchoolClass | None) -> str:
    return school_class.name if school_class else ""

"""Who may do what: the table a deputy director can read (design: access.md).

A line is a kind of thing, a column a role, a cell the verbs. A key ("cards.basis:read") opens a
kind of thing (403 without it); how far a role reaches narrows it to persons (404 outside). Whoever
holds several roles has, over each child, the rights of those roles that reach this child.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """The roles of the school and the department; codes as in the school file."""

    SOCIAL_PEDAGOGUE = "SOCIAL_PEDAGOGUE", _("social pedagogue")
    DEPUTY_DIRECTOR = "DEPUTY_DIRECTOR", _("deputy director for upbringing")
    DIRECTOR = "DIRECTOR", _("director")
    CLASS_TEACHER = "CLASS_TEACHER", _("class teacher")
    SUBJECT_TEACHER = "SUBJECT_TEACHER", _("subject teacher")
    PSYCHOLOGIST = "PSYCHOLOGIST", _("educational psychologist")
    NURSE = "NURSE", _("school nurse")
    MENTOR = "MENTOR", _("mentor")
    LIBRARIAN = "LIBRARIAN", _("librarian")
    CANTEEN = "CANTEEN", _("canteen worker")
    SCHOOL_INSPECTOR = "SCHOOL_INSPECTOR", _("school inspector")
    DEPARTMENT_EXPERT = "DEPARTMENT_EXPERT", _("expert of the education department")
    ADMINISTRATOR = "ADMINISTRATOR", _("administrator")


S, D, H, T, Y, N, M, INS = (
    Role.SOCIAL_PEDAGOGUE,
    Role.DEPUTY_DIRECTOR,
    Role.DIRECTOR,
    Role.CLASS_TEACHER,
    Role.PSYCHOLOGIST,
    Role.NURSE,
    Role.MENTOR,
    Role.SCHOOL_INSPECTOR,
)
LIB, CAN, EXP, ADM, SUB = (
    Role.LIBRARIAN,
    Role.CANTEEN,
    Role.DEPARTMENT_EXPERT,
    Role.ADMINISTRATOR,
    Role.SUBJECT_TEACHER,
)
STAFF = (S, D, H, T, Y, N, M, INS, LIB, CAN, EXP, ADM, SUB)

# Roles that see every pupil of their school (a social pedagogue may be narrowed to some grades).
WHOLE_SCHOOL = (S, D, H, Y, N)


class Reach(models.TextChoices):
    """Whose children a role reaches."""

    SCHOOL = "SCHOOL", _("own school")
    CLASSES = "CLASSES", _("own classes")
    PUPILS = "PUPILS", _("assigned pupils")
    REGISTER = "REGISTER", _("pupils on the register")
    NOBODY = "NOBODY", _("nobody by name")


REACH: Mapping[Role, Reach] = {
    **dict.fromkeys(WHOLE_SCHOOL, Reach.SCHOOL),
    **dict.fromkeys((T, SUB), Reach.CLASSES),
    M: Reach.PUPILS,
    INS: Reach.REGISTER,
    **dict.fromkeys((LIB, CAN, EXP, ADM), Reach.NOBODY),
}


@dataclass(frozen=True)
class Thing:
    """A line of the table: who reads and writes a kind of thing.

    `verbs` gives the roles by verb; `notes` says in which cells less is meant than the verb says.
    """

    code: str
    name: Promise
    verbs: Mapping[str, tuple[Role, ...]]
    notes: Mapping[Role, Promise] = field(default_factory=dict)


@dataclass(frozen=True)
class Section:
    """Lines of the table that belong together."""

    name: Promise
    things: tuple[Thing, ...]


def _thing(
    code: str,
    name: Promise,
    notes: Mapping[Role, Promise] | None = None,
    **verbs: tuple[Role, ...],
) -> Thing:
    return Thing(code, name, verbs, notes or {})


OWN = _("own ones")
TOOK_PLACE = _("that it took place")

# What the journal keeps: `know` is that an entry took place (its day, kind, author, about whom),
# `read` is its text and files. An author reads and writes the own entries of the kinds in WRITES.
WORK = Section(
    _("Work"),
    (
        _thing(
            "work.status",
            _("Cards of the class and of the pupil"),
            know=(S, D, H, T, Y, M),
            read=(S, D, H, T, Y, M),
        ),
        _thing(
            "work.income",
            _("Income statements"),
            {T: OWN},
            know=(S, D, H, T, Y),
            read=(S, D, H, Y),
        ),
        _thing(
            "work.acts",
            _("Housing acts, raids, checks of property"),
            {Y: _("where a member")},
            know=(S, D, H, T),
            read=(S, D, H, T),
        ),
        _thing(
            "work.register",
            _("Register and individual plans"),
            know=(S, D, H, T, Y, M, INS),
            read=(S, D, H, T, Y, M, INS),
        ),
        _thing(
            "work.talks",
            _("Consultations, sessions, observations"),
            {S: OWN, Y: OWN, D: TOOK_PLACE, H: TOOK_PLACE, T: TOOK_PLACE},
            know=(S, D, H, T),
            read=(),
        ),
        _thing(
            "work.protection",
            _("Protection cases and referrals"),
            know=(S,),
            read=(S,),
        ),
        _thing(
            "work.parents",
            _("Parents, guardians, personal files, interests, leisure"),
            know=(S, D, H, T, Y, M),
            read=(S, D, H, T, Y, M),
        ),
        _thing(
            "work.risk",
            _("Family risk assessment"),
            know=(S, D, H, Y, INS),
            read=(S, D, H, Y, INS),
        ),
        _thing(
            "work.requests",
            _("Requests to specialists"),
            {D: OWN, T: OWN, Y: OWN, N: OWN},
            know=(S,),
            read=(S,),
        ),
        _thing(
            "work.answers",
            _("Questionnaires: answers"),
            know=(S, Y),
            read=(S, Y),
        ),
        _thing(
            "work.results",
            _("Questionnaires: results, recommendations"),
            know=(S, D, H, T, Y),
            read=(S, D, H, T, Y),
        ),
        _thing(
            "work.sociometry",
            _("Sociometry with names"),
            know=(S, Y),
            read=(S, Y),
        ),
        _thing(
            "work.health",
            _("Health"),
            {S: TOOK_PLACE},
            know=(S, N),
            read=(N,),
        ),
        _thing(
            "work.vaccination",
            _("Vaccination"),
            {S: TOOK_PLACE, T: TOOK_PLACE},
            know=(S, N, T),
            read=(N,),
        ),
        _thing(
            "work.aid",
            _("Campaigns and decisions on aid"),
            know=(S, D, H),
            read=(S, D, H),
        ),
        _thing(
            "work.given",
            _("Help given, camps"),
            {T: TOOK_PLACE},
            know=(S, D, H, T),
            read=(S, D, H),
        ),
        _thing(
            "work.meals",
            _("Free meals"),
            {T: TOOK_PLACE, N: TOOK_PLACE},
            know=(S, D, H, T, N),
            read=(S, D, H),
        ),
        _thing(
            "work.books",
            _("Textbooks"),
            {T: TOOK_PLACE},
            know=(S, D, H, T),
            read=(S, D, H),
        ),
        _thing(
            "work.events",
            _("Events and meetings"),
            know=(S, D, H, T, Y, N, M),
            read=(S, D, H, T, Y, N, M),
        ),
        _thing(
            "work.papers",
            _("Lists, passports and reports issued"),
            know=(S, D, H, T),
            read=(S, D, H, T),
        ),
    ),
)

TABLE: tuple[Section, ...] = (
    Section(
        _("Card index"),
        (
            _thing(
                "school.name",
                _("Pupil: name, class"),
                read=(S, D, H, T, Y, N, M, INS, SUB),
            ),
            _thing(
                "school.pupil",
                _("Pupil's card: contacts, address"),
                read=(S, D, H, T, Y, N, M, INS),
                write=(S,),
            ),
            _thing(
                "school.class",
                _("Classes"),
                {SUB: _("names only")},
                read=(S, D, H, T, Y, N, SUB),
                write=(S,),
            ),
            _thing("school.household", _("Family"), read=(S, D, H, T, Y), write=(S,)),
            Thing("school.roster", _("Class lists brought in"), {"import": (S,)}),
            _thing(
                "cards.status",
                _("Statuses"),
                read=(S, D, H, T, Y, M),
                write=(S,),
            ),
            _thing(
                "cards.register",
                _("Statuses of the register"),
                read=(S, D, H, T, Y, M, INS),
            ),
            _thing(
                "cards.mark",
                _("That there is a social status"),
                read=(S, D, H, T, Y, N, M),
            ),
            _thing("cards.basis", _("Basis of sensitive statuses"), read=(S, D, H, Y, M)),
            _thing("cards.mentor", _("Mentors of pupils"), read=(S, D, H), write=(S, H)),
            _thing("cards.income", _("Income of the family"), read=(S, D, H, Y)),
        ),
    ),
    Section(
        _("Journal, plans, acts, documents"),
        (
            _thing(
                "journal.entry",
                _("Journal"),
                read=(S, D, H, T, Y, N, M, INS),
                write=(S, D, T, Y, N, M, INS),
            ),
            _thing(
                "plans.plan",
                _("Annual plans"),
                dict.fromkeys((T, Y, N, M, LIB, CAN, INS), _("own rows")),
                read=(S, D, H, T, Y, N, M, LIB, CAN, INS, EXP),
                write=(S,),
                approve=(D, H),
            ),
            _thing("plans.whole", _("Whole plans: every row"), read=(S, D, H, EXP)),
            # Of a list that must not say why, how many of a row are due says why.
            _thing(
                "plans.figures",
                _("Plans: what is due and done"),
                read=(S, D, H, T, Y, N, M, INS, EXP),
            ),
            _thing("plans.due", _("Items handed on, moved, left out"), adjust=(S, D)),
            _thing(
                "visits.act",
                _("Housing acts"),
                {Y: _("where a member")},
                read=(S, D, H, T, Y),
                write=(S, T, Y),
            ),
            _thing(
                "reports.document",
                _("Passports, lists, movement"),
                {T: _("own classes")},
                read=(S, D, H, T),
                issue=(S,),
            ),
        ),
    ),
    WORK,
    Section(
        _("Lists of support"),
        (
            _thing(
                "support.books",
                _("List of textbooks"),
                {LIB: _("name and class only"), T: _("own classes")},
                read=(S, D, H, T, LIB),
                give=(S, LIB),
            ),
            _thing(
                "support.meals",
                _("List of meals"),
                {CAN: _("name, class, days only"), T: _("own classes")},
                read=(S, D, H, T, N, CAN),
            ),
        ),
    ),
    Section(
        _("Consents and rights of the family"),
        (
            _thing("consents.presence", _("That there is a consent"), read=(S, D, H, T, Y, N)),
            _thing(
                "consents.consent",
                _("Consents"),
                {Y: OWN, N: OWN},
                read=(S, D, H, Y, N),
                write=(S, Y, N),
            ),
            _thing("consents.scope", _("Kinds of consent"), manage=(S,)),
            _thing(
                "consents.erasure",
                _("Erasure of a child's data"),
                read=(S, H),
                propose=(S,),
                approve=(H,),
            ),
        ),
    ),
    Section(
        _("School"),
        (
            _thing("desk.desk", _("Desk"), read=STAFF),
            _thing("access.account", _("Own account"), own=STAFF),
            _thing("oversight.own", _("Own actions"), read=STAFF),
            _thing(
                "oversight.sight",
                _("Who can see a child and why"),
                read=(S, D, H, T, Y, M),
            ),
            _thing("oversight.look", _("Who looked at a child"), read=(H,)),
            _thing("oversight.alarm", _("Mass reading"), review=(H,)),
            Thing(
                "oversight.glass",
                _("Emergency opening"),
                {"break": (S, T, M), "review": (H,)},
            ),
            _thing("oversight.technical", _("Technical log, no names"), read=(ADM,)),
            _thing("access.people", _("People and roles"), manage=(S, H, ADM)),
            _thing("access.rights", _("Table of rights"), read=(S, D, H, ADM)),
            _thing("access.school", _("Name of the school"), manage=(S, H, ADM)),
            _thing("schoolyear.year", _("School years"), read=STAFF, manage=(S, D, H, ADM)),
        ),
    ),
)

THINGS: dict[str, Thing] = {thing.code: thing for section in TABLE for thing in section.things}
DOORS: dict[str, tuple[Role, ...]] = {
    f"{thing.code}:{verb}": roles
    for thing in THINGS.values()
    for verb, roles in thing.verbs.items()
}

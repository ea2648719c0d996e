"""The whole table: its sections in the order in which they are read, and the keys it gives."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tirek.access.roles.names import ADM, CAN, EXP, INS, LIB, STAFF, SUB, D, H, M, N, Role, S, T, Y
from tirek.access.roles.thing import OWN, Section, Thing, thing
from tirek.access.roles.work import WORK

TABLE: tuple[Section, ...] = (
    Section(
        _("Card index"),
        (
            thing(
                "school.name",
                _("Pupil: name, class"),
                read=(S, D, H, T, Y, N, M, INS, SUB),
            ),
            thing(
                "school.pupil",
                _("Pupil's card: contacts, address"),
                read=(S, D, H, T, Y, N, M, INS),
                write=(S,),
            ),
            thing(
                "school.class",
                _("Classes"),
                {SUB: _("names only")},
                read=(S, D, H, T, Y, N, SUB),
                write=(S,),
            ),
            thing("school.household", _("Family"), read=(S, D, H, T, Y), write=(S,)),
            Thing("school.double", _("Doubles joined, families found"), {"merge": (S,)}),
            Thing("school.roster", _("Class lists brought in"), {"import": (S,)}),
            thing(
                "cards.status",
                _("Statuses"),
                read=(S, D, H, T, Y, M),
                write=(S,),
            ),
            thing(
                "cards.register",
                _("Statuses of the register"),
                read=(S, D, H, T, Y, M, INS),
            ),
            thing(
                "cards.mark",
                _("That there is a social status"),
                read=(S, D, H, T, Y, N, M),
            ),
            thing("cards.basis", _("Basis of sensitive statuses"), read=(S, D, H, Y, M)),
            thing("cards.norm", _("Norms"), read=(S, D, H, T, Y, M), write=(S,)),
            thing("cards.category", _("Categories"), read=(S, D, H, T, Y, M), write=(S,)),
            thing("cards.mentor", _("Mentors of pupils"), read=(S, D, H), write=(S, H)),
            thing("cards.income", _("Income of the family"), read=(S, D, H, Y)),
            thing(
                "guardianship.case",
                _("Guardianship: register, checks"),
                read=(S, D, H, Y),
                write=(S,),
            ),
            thing(
                "transfers.card",
                _("Cards handed over to other schools"),
                read=(S, D, H),
                send=(S,),
                receive=(S,),
            ),
        ),
    ),
    Section(
        _("Journal, plans, acts, documents"),
        (
            thing(
                "journal.entry",
                _("Journal"),
                read=(S, D, H, T, Y, N, M, INS),
                write=(S, D, T, Y, N, M, INS),
            ),
            thing(
                "plans.plan",
                _("Annual plans"),
                dict.fromkeys((T, Y, N, M, LIB, CAN, INS), _("own rows")),
                read=(S, D, H, T, Y, N, M, LIB, CAN, INS, EXP),
                write=(S,),
                approve=(D, H),
            ),
            thing("plans.whole", _("Whole plans: every row"), read=(S, D, H, EXP)),
            # Of a list that must not say why, how many of a row are due says why.
            thing(
                "plans.figures",
                _("Plans: what is due and done"),
                read=(S, D, H, T, Y, N, M, INS, EXP),
            ),
            thing("plans.due", _("Items handed on, moved, left out"), adjust=(S, D)),
            thing("analysis.year", _("Analysis of the year"), read=(S, D, H), write=(S,)),
            thing(
                "plans.handed",
                _("Items handed to a colleague"),
                dict.fromkeys((T, Y, N, M, INS), _("those handed to them")),
                read=(S, D, H, T, Y, N, M, INS),
                give_back=(S, D, H, T, Y, N, M, INS),
            ),
            thing(
                "visits.act",
                _("Housing acts"),
                {Y: _("where a member")},
                read=(S, D, H, T, Y),
                write=(S, T, Y),
            ),
            thing("raids.raid", _("Raids"), read=(S, D, H), write=(S, D)),
            thing(
                "prevention.case",
                _("Register and individual plans"),
                {T: _("own classes")},
                read=(S, D, H, T, Y, M, INS),
                write=(S,),
                propose=(S, T, Y),
                mark=(S, Y, M, INS),
            ),
            thing("prevention.council", _("Prevention council"), read=(S, D, H), write=(S, D, H)),
            thing(
                "classdata.form",
                _("Class data forms"),
                {T: _("own classes")},
                read=(S, D, H, T),
                write=(S, T),
                decide=(S,),
            ),
            thing(
                "counselling.recommendation",
                _("Recommendations to class teachers"),
                {T: _("own classes")},
                read=(S, D, H, T, Y),
                write=(S, D, Y),
                answer=(T,),
            ),
            thing(
                "personalfiles.file",
                _("Personal files, interests"),
                read=(S, D, H, T, Y, M),
                write=(S, T),
            ),
            thing("personalfiles.paper", _("List of papers of personal files"), manage=(S,)),
            thing(
                "reports.document",
                _("Passports, lists, movement"),
                {T: _("own classes")},
                read=(S, D, H, T),
                issue=(S,),
                sign=(S, T),
            ),
            thing("annual.report", _("Annual report"), read=(S, D, H), write=(S,)),
        ),
    ),
    Section(
        _("Hand-over to the department"),
        (
            thing("handover.package", _("Packages handed over"), read=(S, D, H), write=(S,)),
            thing(
                "handover.received",
                _("Packages from schools"),
                {EXP: _("packages sent to it")},
                read=(EXP,),
            ),
        ),
    ),
    WORK,
    Section(
        _("Lists of support"),
        (
            thing(
                "support.books",
                _("List of textbooks"),
                {LIB: _("name and class only"), T: _("own classes")},
                read=(S, D, H, T, LIB),
                give=(S, LIB),
            ),
            thing(
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
            thing("consents.presence", _("That there is a consent"), read=(S, D, H, T, Y, N)),
            thing(
                "consents.consent",
                _("Consents"),
                {Y: OWN, N: OWN},
                read=(S, D, H, Y, N),
                write=(S, Y, N),
            ),
            thing("consents.scope", _("Kinds of consent"), manage=(S,)),
            thing("reports.childfile", _("Child's file for the family"), issue=(S, H)),
            thing(
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
            thing("desk.desk", _("Desk"), read=STAFF),
            thing("access.account", _("Own account"), own=STAFF),
            # An expert of the department works at no school: nothing is due there.
            thing("reminders.own", _("Own reminders"), own=tuple(r for r in STAFF if r != EXP)),
            thing("longwork.own", _("Own long work"), read=STAFF),
            thing("oversight.own", _("Own actions"), read=STAFF),
            thing(
                "oversight.sight",
                _("Who can see a child and why"),
                read=(S, D, H, T, Y, M),
            ),
            thing("oversight.look", _("Who looked at a child"), read=(H,)),
            thing("oversight.alarm", _("Mass reading"), review=(H,)),
            Thing(
                "oversight.glass",
                _("Emergency opening"),
                {"break": (S, T, M), "review": (H,)},
            ),
            thing("oversight.technical", _("Technical log, no names"), read=(ADM,)),
            thing("access.people", _("People and roles"), manage=(S, H, ADM)),
            thing("access.rights", _("Table of rights"), read=(S, D, H, ADM)),
            thing("access.school", _("Name of the school"), manage=(S, H, ADM)),
            thing("wordforms.form", _("Own Word forms"), read=(S, D, H), write=(S,)),
            thing("schoolyear.year", _("School years"), read=STAFF, manage=(S, D, H, ADM)),
        ),
    ),
)

THINGS: dict[str, Thing] = {thing.code: thing for section in TABLE for thing in section.things}
DOORS: dict[str, tuple[Role, ...]] = {
    f"{thing.code}:{verb}": roles
    for thing in THINGS.values()
    for verb, roles in thing.verbs.items()
}

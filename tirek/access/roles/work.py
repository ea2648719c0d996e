"""The lines of the table about what the journal keeps."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tirek.access.roles.names import INS, D, H, M, N, S, T, Y
from tirek.access.roles.thing import OWN, TOOK_PLACE, Section, thing

# What the journal keeps: `know` is that an entry took place (its day, kind, author, about whom),
# `read` is its text and files. An author reads and writes the own entries of the kinds in WRITES.
WORK = Section(
    _("Work"),
    (
        thing(
            "work.status",
            _("Cards of the class and of the pupil"),
            know=(S, D, H, T, Y, M),
            read=(S, D, H, T, Y, M),
        ),
        thing(
            "work.income",
            _("Income statements"),
            {T: OWN},
            know=(S, D, H, T, Y),
            read=(S, D, H, Y),
        ),
        thing(
            "work.acts",
            _("Housing acts, raids, checks of property"),
            {Y: _("where a member")},
            know=(S, D, H, T),
            read=(S, D, H, T),
        ),
        thing(
            "work.register",
            _("Register and individual plans"),
            know=(S, D, H, T, Y, M, INS),
            read=(S, D, H, T, Y, M, INS),
        ),
        thing(
            "work.talks",
            _("Consultations, sessions, observations"),
            {S: OWN, Y: OWN, D: TOOK_PLACE, H: TOOK_PLACE, T: TOOK_PLACE},
            know=(S, D, H, T),
            read=(),
        ),
        thing(
            "work.protection",
            _("Protection cases and referrals"),
            know=(S,),
            read=(S,),
        ),
        thing(
            "work.parents",
            _("Parents, guardians, personal files, interests, leisure"),
            know=(S, D, H, T, Y, M),
            read=(S, D, H, T, Y, M),
        ),
        thing(
            "work.risk",
            _("Family risk assessment"),
            know=(S, D, H, Y, INS),
            read=(S, D, H, Y, INS),
        ),
        thing(
            "work.requests",
            _("Requests to specialists"),
            {D: OWN, T: OWN, Y: OWN, N: OWN},
            know=(S,),
            read=(S,),
        ),
        thing(
            "work.answers",
            _("Questionnaires: answers"),
            know=(S, Y),
            read=(S, Y),
        ),
        thing(
            "work.results",
            _("Questionnaires: results, recommendations"),
            know=(S, D, H, T, Y),
            read=(S, D, H, T, Y),
        ),
        thing(
            "work.sociometry",
            _("Sociometry with names"),
            know=(S, Y),
            read=(S, Y),
        ),
        thing(
            "work.health",
            _("Health"),
            {S: TOOK_PLACE},
            know=(S, N),
            read=(N,),
        ),
        thing(
            "work.vaccination",
            _("Vaccination"),
            {S: TOOK_PLACE, T: TOOK_PLACE},
            know=(S, N, T),
            read=(N,),
        ),
        thing(
            "work.aid",
            _("Campaigns and decisions on aid"),
            know=(S, D, H),
            read=(S, D, H),
        ),
        thing(
            "work.given",
            _("Help given, camps"),
            {T: TOOK_PLACE},
            know=(S, D, H, T),
            read=(S, D, H),
        ),
        thing(
            "work.meals",
            _("Free meals"),
            {T: TOOK_PLACE, N: TOOK_PLACE},
            know=(S, D, H, T, N),
            read=(S, D, H),
        ),
        thing(
            "work.books",
            _("Textbooks"),
            {T: TOOK_PLACE},
            know=(S, D, H, T),
            read=(S, D, H),
        ),
        thing(
            "work.events",
            _("Events and meetings"),
            know=(S, D, H, T, Y, N, M),
            read=(S, D, H, T, Y, N, M),
        ),
        thing(
            "work.papers",
            _("Lists, passports and reports issued"),
            know=(S, D, H, T),
            read=(S, D, H, T),
        ),
    ),
)

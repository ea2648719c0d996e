"""Kinds of entries: declared here with their names, taken over by the rooms that do the work.

A room registers its own version of a kind (with its form and its details) in `AppConfig.ready`;
until then the journal's general form records it, so every kind can be recorded from the first day.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tirek.access.roles import DOORS, Role

Words = str | Promise

PUPIL, HOUSEHOLD, CLASS, STAFF, SCHOOL = "PUPIL", "HOUSEHOLD", "CLASS", "STAFF", "SCHOOL"


@dataclass(frozen=True)
class Kind:
    """A kind of work that leaves an entry in the journal.

    `topics` narrow it ("AID_GIVEN:NEW_YEAR"), `about` says whom it can be about, `thing` is its
    line in the role table (who may know of it, who reads it), `form` the url name of the page that
    records it.

    The room's own details in the school file: `check(details)` gives problems as (path, code),
    `load(batch)` takes all new entries of the kind with their details (maybe empty),
    `dump(schools)` gives details by entry id.
    """

    code: str
    name: Words
    topics: Mapping[str, Words] = field(default_factory=dict)
    about: tuple[str, ...] = (PUPIL,)
    thing: str = "work.status"
    form: str = "journal:new"
    page: str = "journal:entry"
    check: Callable[[Mapping[str, Any]], list[tuple[str, str]]] | None = None
    load: Callable[[list[tuple[Any, Mapping[str, Any]]]], None] | None = None
    dump: Callable[[Any], Mapping[int, Mapping[str, Any]]] | None = None

    @property
    def known_to(self) -> tuple[Role, ...]:
        """Who may know that an entry took place."""
        return DOORS[f"{self.thing}:know"]

    @property
    def read_by(self) -> tuple[Role, ...]:
        """Who reads its text and files, besides its author."""
        return DOORS[f"{self.thing}:read"]

    @property
    def private(self) -> bool:
        """Is the text its author's alone?"""
        return not self.read_by


_KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Declare a kind, or take it over."""
    _KINDS[kind.code] = kind


def kind(code: str) -> Kind:
    """The kind of that code; KeyError when there is none."""
    return _KINDS[code]


def kinds() -> dict[str, Kind]:
    """All kinds by code."""
    return dict(_KINDS)


def codes_known_to(roles: frozenset[str]) -> list[str]:
    """Codes of the kinds of which holders of these roles may know that they took place."""
    return [code for code, one in _KINDS.items() if roles.intersection(one.known_to)]


def form_url(code: str, topic: str = "", **about: str) -> str:
    """The address of the form that records this kind, filled in (pupil, class, row, on...)."""
    one = _KINDS[code]
    query = {name: value for name, value in about.items() if value}
    if one.form == "journal:new":
        query = {"kind": code, **({"topic": topic} if topic else {}), **query}
    elif topic:
        query["topic"] = topic
    return f"{reverse(one.form)}?{urlencode(query)}" if query else reverse(one.form)


_SCHOOL = (SCHOOL,)
_CLASS = (CLASS, SCHOOL)
_ANY = (PUPIL, HOUSEHOLD, CLASS, STAFF, SCHOOL)

for _one in (
    Kind("PLAN_APPROVED", _("Plan approved"), about=_SCHOOL, thing="work.papers"),
    Kind("STATUS_OPENED", _("Status opened")),
    Kind(
        "LIST_ISSUED",
        _("List issued"),
        {
            "ORPHANS": _("orphans and half-orphans"),
            "MULTI_CHILD": _("children of large families"),
            "RETURNEES": _("kandas pupils"),
            "HOME_TAUGHT": _("pupils taught at home"),
            "LOW_INCOME": _("children of low-income families"),
            "DEVIANT": _("pupils needing heightened attention"),
        },
        about=_SCHOOL,
        thing="work.papers",
    ),
    Kind("CLASS_DATA", _("Class data form"), about=_CLASS),
    Kind("DIAGNOSTIC_CARD", _("Social diagnostic card")),
    Kind("PERSONAL_FILE_CHECK", _("Personal file check"), thing="work.parents"),
    Kind("INTERESTS", _("Interests"), thing="work.parents"),
    Kind("INCOME_STATEMENT", _("Income statement"), about=(PUPIL, HOUSEHOLD), thing="work.income"),
    Kind("GUARDIAN_INTERVIEW", _("Talk with the guardian"), thing="work.parents"),
    Kind(
        "PARENT_CONTACT", _("Contact with parents"), about=(PUPIL, HOUSEHOLD), thing="work.parents"
    ),
    Kind("HOUSING_ACT", _("Living-conditions inspection act"), thing="work.acts"),
    Kind("RAID", _("Raid"), about=(HOUSEHOLD, PUPIL, SCHOOL), thing="work.acts"),
    Kind("PROPERTY_CHECK", _("Check of home and property"), thing="work.acts"),
    Kind(
        "FAMILY_ASSESSMENT",
        _("Family assessment"),
        about=(HOUSEHOLD, PUPIL, SCHOOL),
        thing="work.risk",
    ),
    Kind("REGISTER_DECISION", _("Decision on accompaniment"), thing="work.register"),
    Kind("REGISTER_MEASURE", _("Measure of the individual plan"), thing="work.register"),
    Kind("REGISTER_REVIEW", _("Review of the individual plan"), thing="work.register"),
    Kind(
        "CONSULTATION",
        _("Consultation"),
        {
            "FAMILY": _("family"),
            "STAFF": _("staff"),
            "RIGHTS": _("children's rights"),
        },
        about=_ANY,
        thing="work.talks",
    ),
    Kind(
        "SESSION",
        _("Session with pupils"),
        {"EXAM": _("preparation for the national test")},
        about=(PUPIL, CLASS, SCHOOL),
        thing="work.talks",
    ),
    Kind(
        "REQUEST", _("Request"), {"SOCIOMETRY": _("sociometry")}, about=_ANY, thing="work.requests"
    ),
    Kind(
        "PROTECTION_CASE", _("Protection case"), about=(PUPIL, HOUSEHOLD), thing="work.protection"
    ),
    Kind("REFERRAL", _("Referral"), thing="work.protection"),
    Kind(
        "OBSERVATION",
        _("Observation"),
        {"ADAPTATION": _("adaptation"), "ATTENTION": _("attention")},
        about=(PUPIL, CLASS, SCHOOL),
        thing="work.talks",
    ),
    Kind("RECOMMENDATION", _("Recommendation"), about=_CLASS, thing="work.results"),
    Kind(
        "QUESTIONNAIRE",
        _("Questionnaire"),
        {
            "ENVIRONMENT": _("social environment"),
            "INTERESTS": _("social interests"),
            "ADAPTATION": _("adaptation"),
            "CAREER": _("choice of profession"),
            "ARRIVAL": _("newly arrived pupil"),
        },
        thing="work.answers",
    ),
    Kind("SOCIOMETRY", _("Sociometry"), about=_CLASS, thing="work.sociometry"),
    Kind(
        "RESULT_SHARED", _("Results shown to the class teacher"), about=_CLASS, thing="work.results"
    ),
    Kind(
        "CAMPAIGN",
        _("Charity campaign"),
        {
            "ROAD_TO_SCHOOL": _("Road to School"),
            "CARE": _("Care"),
            "CAMP": _("summer camp"),
        },
        about=_SCHOOL,
        thing="work.aid",
    ),
    Kind("AID_DECISION", _("Decision on aid"), thing="work.aid"),
    Kind(
        "AID_GIVEN",
        _("Help given"),
        {
            "ROAD_TO_SCHOOL": _("Road to School"),
            "CARE": _("Care"),
            "NEW_YEAR": _("New Year gift"),
        },
        about=(PUPIL, HOUSEHOLD),
        thing="work.given",
    ),
    Kind("MEAL_ENROLMENT", _("Free hot meals"), thing="work.meals"),
    Kind("TEXTBOOK_ISSUE", _("Textbooks issued"), thing="work.books"),
    Kind("CAMP_PLACEMENT", _("Place in a summer camp"), thing="work.given"),
    Kind("CHECKUP", _("Preventive medical check"), thing="work.health"),
    Kind("HEALTH_CARD_REVIEW", _("Health card review"), thing="work.health"),
    Kind("VACCINATION", _("Vaccination"), thing="work.vaccination"),
    Kind("SANITARY_ROUND", _("Sanitary post round"), about=_CLASS, thing="work.health"),
    Kind("HEALTH_ASSISTANCE", _("Help to the nurse"), about=_SCHOOL, thing="work.events"),
    Kind(
        "EVENT",
        _("Event"),
        {
            "AIDS_DAY": _("AIDS day"),
            "ROUND_TABLE": _("round table"),
            "PREVENTION": _("prevention of offences"),
            "LECTURE": _("lecture"),
            "TRAINING": _("training session"),
            "EXAM": _("preparation for the national test"),
            "HEALTH": _("health"),
        },
        about=(CLASS, PUPIL, SCHOOL),
        thing="work.events",
    ),
    Kind(
        "MEETING",
        _("Parents' meeting"),
        {"CAMP": _("summer camp")},
        about=_CLASS,
        thing="work.events",
    ),
    Kind("LEISURE", _("Leisure"), thing="work.parents"),
    Kind("CORNER", _("Child-protection corner"), about=_SCHOOL, thing="work.events"),
    Kind("MOVEMENT_REPORT", _("Social movement of the class"), about=_CLASS, thing="work.papers"),
    Kind("PASSPORT", _("Class social passport"), about=_CLASS, thing="work.papers"),
    Kind(
        "HANDOVER", _("Hand-over to the education department"), about=_SCHOOL, thing="work.papers"
    ),
    Kind("ANALYSIS", _("Analysis of the year"), about=_SCHOOL, thing="work.papers"),
    Kind("ANNUAL_REPORT", _("Annual report"), about=_SCHOOL, thing="work.papers"),
):
    register(_one)

"""The menu and what the frame of every page needs; one of the modules that know every room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tirek.access import clock
from tirek.access.roles import Role
from tirek.access.sight import Sight, sight_of
from tirek.web.parts import MenuItem, MenuSection


@dataclass(frozen=True)
class Place:
    """A line of the menu: its words, the page it opens, the key one needs to see it.

    `near`: only for those whose roles with the key see some children of the school, not all.
    """

    label: Promise
    url_name: str
    key: str
    near: bool = False

    def open_to(self, sight: Sight, school_id: int | None) -> bool:
        """Does this line stand in the menu of somebody who works in this school?"""
        if self.near:
            return any(held.school_id == school_id for held in sight.near(self.key))
        return sight.may(self.key, school_id)


SECTIONS: list[tuple[Promise | str, list[Place]]] = [
    (
        "",
        [
            Place(_("Desk"), "desk:desk", "desk.desk:read"),
            Place(_("Packages from schools"), "handover:received", "handover.received:read"),
        ],
    ),
    (
        _("Card index"),
        [
            Place(_("Pupils"), "cards:pupils", "school.pupil:read"),
            Place(_("Families"), "cards:households", "school.household:read"),
            Place(_("Classes"), "cards:classes", "school.class:read"),
            Place(_("Lists by status"), "cards:list", "cards.status:read"),
            Place(_("Norms"), "cards:norms", "cards.norm:read"),
            Place(_("Categories"), "cards:categories", "cards.category:read"),
            Place(_("Mentors"), "cards:mentors", "cards.mentor:read"),
            Place(_("Possible doubles"), "cards:doubles", "school.double:merge"),
            Place(_("Emergency opening"), "oversight:glass", "oversight.glass:break", near=True),
        ],
    ),
    (
        _("Work"),
        [
            Place(_("Annual plans"), "plans:plans", "plans.plan:read"),
            Place(_("Analysis of the year"), "analysis:analyses", "analysis.year:read"),
            Place(_("Journal"), "journal:journal", "journal.entry:read"),
            Place(_("Housing acts"), "visits:acts", "visits.act:read"),
            Place(_("Visits on a phone"), "phone:phones", "visits.act:write"),
            Place(_("Raids"), "raids:raids", "raids.raid:read"),
            Place(_("Register of the school"), "prevention:register", "prevention.case:read"),
            Place(_("Guardianship"), "guardianship:register", "guardianship.case:read"),
            Place(_("Hand-overs between schools"), "transfers:transfers", "transfers.card:read"),
            Place(_("Class data forms"), "classdata:forms", "classdata.form:read"),
            Place(
                _("Recommendations"),
                "counselling:recommendations",
                "counselling.recommendation:read",
            ),
            Place(_("Personal files"), "personalfiles:files", "personalfiles.file:read"),
            Place(_("Interests of pupils"), "personalfiles:interests", "personalfiles.file:read"),
            Place(_("Consents"), "consents:consents", "consents.presence:read"),
            Place(_("Free textbooks"), "support:books", "support.books:read"),
            Place(_("Free hot meals"), "support:meals", "support.meals:read"),
        ],
    ),
    (
        _("Papers"),
        [
            Place(_("Passports and lists"), "reports:documents", "reports.document:read"),
            Place(_("Annual report"), "annual:reports", "annual.report:read"),
            Place(_("Social map"), "reports:map", "reports.document:read"),
            Place(_("Social movement"), "reports:movements", "reports.document:read"),
            Place(_("Hand-over to the department"), "handover:packages", "handover.package:read"),
            Place(_("Bring in a class list"), "school:import", "school.roster:import"),
            Place(_("Own Word forms"), "wordforms:forms", "wordforms.form:read"),
        ],
    ),
    (
        _("School"),
        [
            Place(_("Erasure of data"), "consents:erasures", "consents.erasure:read"),
            Place(_("School years"), "schoolyear:years", "schoolyear.year:manage"),
            Place(_("People and roles"), "accounts:people", "access.people:manage"),
            Place(_("Who may do what"), "accounts:rights", "access.rights:read"),
            Place(_("Seen as a role"), "seen_as", "access.people:manage"),
            Place(_("Who looked"), "oversight:incidents", "oversight.look:read"),
            Place(_("Technical log"), "oversight:technical", "oversight.technical:read"),
            Place(_("Reminders"), "reminders:reminders", "reminders.own:own"),
            Place(_("My actions"), "oversight:my_actions", "oversight.own:read"),
        ],
    ),
]


def url_of(name: str) -> str:
    """The address of a page, empty while its room is not there."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def sections_for(sight: Sight, school_id: int | None, path: str) -> list[MenuSection]:
    """The places this user may open in this school; the one that `path` lies in is current.

    Who works in no school has the desk only: every other place shows one school.
    """
    open_places = [
        (label, [(p, url_of(p.url_name)) for p in places if p.open_to(sight, school_id)])
        for label, places in (SECTIONS if school_id is not None else SECTIONS[:1])
    ]
    urls = [url for _label, places in open_places for _place, url in places if url]
    here = [u for u in urls if path == u or (u != "/" and path.startswith(u))]
    current = max(here, key=len, default="")
    sections = []
    for label, places in open_places:
        items = [MenuItem(place.label, url, url == current) for place, url in places if url]
        if items:
            sections.append(MenuSection(label, items))
    return sections


def menu(request: HttpRequest) -> dict[str, Any]:
    """The context processor: menu, search, account, the day; no query of its own."""
    user = getattr(request, "user", None)
    words: dict[str, Any] = {"today": clock.today(), "now_moment": clock.now()}
    if user is None or not user.is_authenticated:
        return words
    sight = sight_of(user)
    school = getattr(request, "school", None)
    school_id = school.pk if school else None
    roles = sight.roles(school_id) or {held.role for held in sight.held}
    return words | {
        "menu": sections_for(sight, school_id, request.path),
        "search_url": url_of("school:search") if sight.may("school.pupil:read", school_id) else "",
        "account_url": url_of("accounts:account"),
        "printed_url": url_of("access:printed"),
        "drafts_url": url_of("accounts:drafts"),
        "sign_out_url": url_of("accounts:sign_out"),
        "role_names": ", ".join(str(Role(role).label) for role in sorted(roles)),
    }

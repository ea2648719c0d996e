"""Consents on paper: the form to be signed, the register."""

from __future__ import annotations

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from tirek.access import clock
from tirek.access.models import School
from tirek.access.sight import may
from tirek.cards.queries import legal_representatives
from tirek.consents.models import Consent, Scope
from tirek.consents.queries import rights_of, scopes, stop_by
from tirek.office.document import (
    Block,
    Cell,
    Column,
    Document,
    Facts,
    Paragraph,
    Signatures,
    Table,
)
from tirek.office.reports import Options, Report, register, register_paper
from tirek.school.models import Pupil
from tirek.school.queries import with_class_on
from tirek.web.rules.dates import long_day

LINE = "_" * 40


def blank(pupil: Pupil, scope: Scope, language: str) -> Document:
    """The form of a consent with the child's name, to be signed by hand; kk or ru."""
    today = clock.today()
    kin = legal_representatives([pupil.pk], today).get(pupil.pk)
    with_class: Any = with_class_on(type(pupil).objects.filter(pk=pupil.pk), today).get()
    with translation.override(language):
        child = ", ".join(
            part
            for part in (
                pupil.full_name,
                with_class.class_name or "",
                f"{pupil.born_on:%d.%m.%Y}" if pupil.born_on else "",
            )
            if part
        )
        blocks: list[Block] = [
            Facts(
                [
                    (_("Subject of the consent"), scope.said("name", language)),
                    (_("Child"), child),
                    (_("Legal representative"), kin.member.full_name if kin else LINE),
                    (_("Who this is to the child"), _relation(kin)),
                    (_("Operator"), pupil.school.name),
                    (_("List of data"), scope.said("data", language) or LINE),
                    (_("Purpose"), scope.said("purpose", language) or LINE),
                    (
                        _("Third parties"),
                        LINE if scope.transfer else pgettext("third_parties", "none"),
                    ),
                    (_("Valid until"), LINE),
                ]
            ),
            Paragraph(
                _(
                    "I give this consent of my own free will. I know that I may withdraw it in "
                    "writing; the school then stops the processing within %(days)s working days."
                )
                % {"days": rights_of(pupil.school).stop_days}
            ),
            Signatures([(_("Legal representative"), ""), (_("Date"), "")]),
        ]
        return Document(
            title=_("Consent"),
            org=pupil.school.name,
            language=language,
            left="",
            right=f"№ {LINE[:10]}",
            blocks=blocks,
        )


def _relation(kin: Any) -> str:
    return str(kin.get_kinship_display()) if kin else LINE


def register_of(school: School, options: Options, language: str, user: Any) -> Document:
    """The register of consents that are believed now, by name; those this user may read."""
    found = _seen(school, user)
    known, days = scopes(school), rights_of(school).stop_days
    today = clock.today()
    pupils: Any = with_class_on(Pupil.objects.filter(school=school), today)
    classes = {one.pk: one.class_name or "" for one in pupils}
    with translation.override(language):
        rows: list[list[Cell]] = []
        for number, one in enumerate(found, start=1):
            scope = known.get(one.scope)
            signer = ", ".join(part for part in (one.signer, one.signer_relation) if part)
            rows.append(
                [
                    *(number, one.pupil.full_name, classes.get(one.pupil_id, "")),
                    scope.said("name", language) if scope else one.scope,
                    *(one.third_parties, signer, one.signed_on, one.until, one.paper_number),
                    *(one.withdrawn_on, stop_by(one, days), one.stopped_on),
                ]
            )
        columns = [
            Column("№", 0.5, number=True),
            Column(_("Full name"), 3.0),
            Column(_("Class"), 0.8),
            Column(_("Scope"), 3.0),
            Column(_("Third parties"), 2.0),
            Column(_("Signed by"), 2.6),
            Column(_("Signed on"), 1.3),
            Column(_("Last day"), 1.3),
            Column(_("Number of the paper"), 1.2),
            Column(_("Withdrawn on"), 1.3),
            Column(_("Stop by"), 1.3),
            Column(_("Processing stopped on"), 1.3),
        ]
        return Document(
            title=_("Register of consents"),
            org=school.name,
            language=language,
            right=long_day(today, language),
            blocks=[Table(columns=columns, rows=rows, empty=_("No consents are recorded."))],
            landscape=True,
        )


def _seen(school: School, user: Any) -> list[Consent]:
    found = Consent.objects.known_at().filter(school=school)
    if user is not None:
        if not may(user, "consents.consent:read", school.pk):
            return []
        found = found.visible_to(user)
    return list(
        found.select_related("pupil", "signed_by").order_by("pupil__sort_key", "signed_on", "id")
    )


def register_all() -> None:
    """Declare the papers of this room."""
    register_paper("consent", gettext_lazy("Consent: form to be signed"))
    register(
        Report(
            "consents",
            gettext_lazy("Register of consents"),
            (),
            (),
            register_of,
            lambda school, given, user: {"consents": len(_seen(school, user))},
        )
    )

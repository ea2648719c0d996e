"""Guardianship on paper: the letter to the guardianship body, the register, the list of wards."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tirek.access import clock
from tirek.access.models import School
from tirek.access.sight import may
from tirek.guardianship import queries
from tirek.guardianship.models import READ, Case, Step
from tirek.guardianship.wording import step_name
from tirek.office.document import (
    Block,
    Cell,
    Column,
    Document,
    Facts,
    Paragraph,
    Signatures,
    Table,
    shown,
)
from tirek.office.reports import Options, Report, register
from tirek.school.models import Pupil
from tirek.school.queries import with_class_on
from tirek.web.rules.dates import long_day

LINE = "_" * 12


def letter_paper(case: Case, language: str, today: date) -> Document:
    """The letter of notification; its number and day stand in it once it is recorded as sent."""
    believed = list(Step.objects.known_at().filter(case=case))
    days = queries.terms_of(case.school)
    found = queries.progress_of(case, believed, days.notify_days, today)
    first, sent = found.found, found.notified
    with translation.override(language):
        rows = [
            (_("Child"), case.full_name),
            (_("Date of birth"), shown(_child(case, "born_on"))),
            (_("Address"), shown(_child(case, "address"))),
            (_("Class"), _class_of(case, today)),
            (_("Day of discovery"), shown(first.on) if first else ""),
            (_("Who found out"), first.who if first else ""),
            (_("How it became known"), first.how if first else ""),
        ]
        blocks: list[Block] = [
            Paragraph((sent.who if sent else "") or days.body or LINE * 3),
            Paragraph(_("The school informs you of a child left without parental care.")),
            Facts([(label, value) for label, value in rows if value]),
        ]
        if first and first.text:
            blocks += [Paragraph(_("Circumstances"), bold=True), Paragraph(first.text)]
        blocks.append(Signatures([(_("Director"), ""), (_("Social pedagogue"), "")]))
        return Document(
            title=_("Notification of a child without parental care"),
            org=case.school.name,
            language=language,
            left=f"№ {sent.number}" if sent and sent.number else f"№ {LINE}",
            right=long_day(sent.on if sent else today, language),
            blocks=blocks,
        )


def _child(case: Case, name: str) -> Any:
    return getattr(case.pupil if case.pupil is not None else case, name)


def _class_of(case: Case, today: date) -> str:
    if case.pupil_id is None:
        return ""
    pupil: Any = with_class_on(Pupil.objects.filter(pk=case.pupil_id), today).get()
    return pupil.class_name or ""


def register_paper(school: School, options: Options, language: str, user: Any) -> Document:
    """The register of the cases this user may read, late ones first; annulled ones left out."""
    today = clock.today()
    found = [one for one in _cases(school, user, today) if one.found]
    with translation.override(language):
        columns = [
            Column("№", 0.4, number=True),
            Column(_("Child"), 2.6),
            Column(_("Date of birth"), 1.6),
            Column(_("Class"), 0.9),
            Column(_("Day of discovery"), 1.6),
            Column(_("How it became known"), 2),
            Column(_("Notify by"), 1.6),
            Column(_("Notified"), 1.6),
            Column(_("Placement"), 2.2),
            Column(_("Closed"), 1.5),
            Column(_("Next"), 1.8),
        ]
        rows = [_register_row(number, one) for number, one in enumerate(found, start=1)]
        return Document(
            title=_("Register of children without parental care"),
            org=school.name,
            language=language,
            right=long_day(today, language),
            blocks=[
                Table(columns, rows, empty=_("Nobody is in the register.")),
                Paragraph(_("The term is the school's own setting: check the text."), small=True),
                Signatures([(_("Social pedagogue"), "")]),
            ],
            landscape=True,
        )


def _register_row(number: int, one: queries.Progress) -> list[Cell]:
    case, first, sent, placed, over = one.case, one.found, one.notified, one.placed, one.closed
    return [
        number,
        case.full_name,
        _child(case, "born_on"),
        one.class_name,
        first.on if first else None,
        ", ".join(part for part in (first.who, first.how) if part) if first else "",
        one.clock.due_on if one.clock else None,
        _dated(sent, f"№ {sent.number}" if sent.number else "") if sent else "",
        _placed(placed) if placed else "",
        _dated(over, str(over.get_reason_display())) if over else "",
        step_name(one.next_step),
    ]


def _dated(step: Step, words: str) -> str:
    return ", ".join(part for part in (f"{step.on:%d.%m.%Y}", words) if part)


def _placed(step: Step) -> str:
    guardian = step.kin.member.full_name if step.kin else step.who
    paper = f"№ {step.number}" if step.number else ""
    parts = (str(step.get_placement_display()), guardian, paper)
    return _dated(step, ", ".join(part for part in parts if part))


def _cases(school: School, user: Any, today: date) -> list[queries.Progress]:
    if user is not None and not may(user, READ, school.pk):
        return []
    return queries.register(school, user, today)


def wards_paper(school: School, options: Options, language: str, user: Any) -> Document:
    """Pupils under guardianship today whom this user may read, those to be checked first."""
    today = clock.today()
    found = _wards(school, user, today)
    with translation.override(language):
        columns = [
            Column("№", 0.4, number=True),
            Column(_("Child"), 2.4),
            Column(_("Date of birth"), 1.6),
            Column(_("Class"), 0.9),
            Column(_("Guardian"), 2.4),
            Column(_("Kinship"), 1.2),
            Column(_("Phone"), 1.4),
            Column(_("Since"), 1.6),
            Column(_("Paper"), 2.2),
            Column(_("Last check"), 1.6),
            Column(_("Next check"), 1.6),
        ]
        rows: list[list[Cell]] = [
            [
                *(number, one.kin.pupil.full_name, one.kin.pupil.born_on, one.class_name),
                *(one.kin.member.full_name, str(one.kin.get_kinship_display())),
                *(one.kin.member.phone, one.kin.since, paper_of(one.kin)),
                *(one.checked_on, one.due_on),
            ]
            for number, one in enumerate(found, start=1)
        ]
        return Document(
            title=_("Pupils under guardianship"),
            org=school.name,
            language=language,
            right=long_day(today, language),
            blocks=[
                Table(columns, rows, empty=_("Nobody is under guardianship.")),
                Signatures([(_("Social pedagogue"), "")]),
            ],
            landscape=True,
        )


def paper_of(kin: Any) -> str:
    """The deciding paper of a guardianship in one line."""
    parts = (
        kin.paper_document,
        f"№ {kin.paper_number}" if kin.paper_number else "",
        f"{kin.paper_on:%d.%m.%Y}" if kin.paper_on else "",
    )
    return ", ".join(part for part in parts if part)


def _wards(school: School, user: Any, today: date) -> list[queries.Ward]:
    if user is not None and not may(user, READ, school.pk):
        return []
    return queries.wards(school, user, today)


def register_all() -> None:
    """Declare the papers of this room."""
    register(
        Report(
            "guardianship-register",
            gettext_lazy("Register of children without parental care"),
            (),
            (),
            register_paper,
            lambda school, given, user: {"cases": len(_cases(school, user, clock.today()))},
        )
    )
    register(
        Report(
            "wards",
            gettext_lazy("Pupils under guardianship"),
            (),
            (),
            wards_paper,
            lambda school, given, user: {"wards": len(_wards(school, user, clock.today()))},
        )
    )

"""What the lines of the desk say: who, what, by when, and the one thing to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tirek.desk.queries import Names
from tirek.desk.rules.board import Behind, Board, Bundle
from tirek.desk.wording import ROMAN, much, number_of, period_of, short, waiting, when_of, whose
from tirek.journal import kinds
from tirek.journal.models import Entry
from tirek.journal.rules.rowcodes import on_screen
from tirek.plans.models import PlanRow
from tirek.plans.rules.evidence import CLASS, HOUSEHOLD, PUPIL, SCHOOL, Proof
from tirek.school.models import SchoolClass
from tirek.web.parts import DueLine
from tirek.web.rules import dates

# A row with more members than this is one line with a link to all of them.
FEW = 3
AT_MOST = 10
UNTOUCHED_AT_MOST = 5

# Kinds whose evidence is a paper of a day; many of them are issued from one page.
PAPERS = ("PASSPORT", "MOVEMENT_REPORT")

ACTIONS = {
    "HOUSING_ACT": gettext_lazy("Fill in the act"),
    "PASSPORT": gettext_lazy("Issue the passport"),
    "MOVEMENT_REPORT": gettext_lazy("Open the movement"),
    "RAID": gettext_lazy("Record the raid"),
    "CONSULTATION": gettext_lazy("Record the talk"),
    "MEETING": gettext_lazy("Record the meeting"),
    "EVENT": gettext_lazy("Record the event"),
}


def url_of(name: str, *args: Any) -> str:
    """The address of a page of another room, empty while there is none."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def wanted_of(board: Board) -> dict[str, set[int]]:
    """Whose names the lines will need."""
    wanted: dict[str, set[int]] = {PUPIL: set(), CLASS: set(), HOUSEHOLD: set()}
    for bundles in (board.late, board.week):
        for bundle in bundles[:AT_MOST]:
            if bundle.row.unit == CLASS:
                wanted[CLASS].update(bundle.members)
            elif bundle.row.unit in wanted and len(bundle.members) <= FEW:
                wanted[bundle.row.unit].update(bundle.members)
    wanted[PUPIL].update(member for member, _row, _proof in board.untouched[:UNTOUCHED_AT_MOST])
    return wanted


class Lines:
    """Makes lines for one reader on one day.

    `mine` are the kinds the reader may record, `papers`: may the reader issue papers,
    `handed_by`: who handed an item to the reader, by row and member.
    """

    def __init__(
        self,
        day: date,
        rows: Mapping[str, PlanRow],
        names: Names,
        mine: frozenset[str],
        papers: bool = False,
        handed_by: Mapping[tuple[str, int], str] | None = None,
    ) -> None:
        self.day = day
        self.rows = rows
        self.names = names
        self.mine = mine
        self.papers = papers
        self.handed_by = handed_by or {}
        self.language = (get_language() or "kk")[:2]

    def due(self, bundles: Iterable[Bundle], shape: str) -> list[DueLine]:
        """The lines of a section: a line for each of a few members, one line for many."""
        lines: list[DueLine] = []
        for bundle in bundles:
            if len(lines) >= AT_MOST:
                break
            if len(bundle.members) <= FEW and bundle.row.unit in (PUPIL, CLASS, HOUSEHOLD):
                lines += [self._one(bundle, member, shape) for member in bundle.members]
            else:
                lines.append(self._many(bundle, shape))
        return lines

    def _one(self, bundle: Bundle, member: int, shape: str) -> DueLine:
        who, url, note, about = self._who(bundle.row.unit, member)
        when, when_note = when_of(bundle.until, self.day, self.language)
        label, action = self._action(
            bundle.row.code, bundle.row.unit, bundle.proof, about, bundle.until
        )
        return DueLine(
            shape=shape,
            code=on_screen(bundle.row.code),
            what=self._what(bundle.proof),
            what_note=" · ".join(
                filter(None, (period_of(bundle, self.language), self._handed(bundle, [member])))
            ),
            who=who,
            who_url=url,
            who_note=note,
            when=when,
            when_note=when_note,
            late=shape == "alarm",
            action=label,
            action_url=action,
        )

    def _many(self, bundle: Bundle, shape: str) -> DueLine:
        number, unit = len(bundle.members), bundle.row.unit
        note = ""
        if unit == CLASS:
            classes = [self.names.classes.get(pk) for pk in bundle.members]
            there = sorted((c for c in classes if c), key=lambda c: c.sort_key)
            note = ", ".join(c.name for c in there[:6]) + ("…" if len(there) > 6 else "")
        when, when_note = when_of(bundle.until, self.day, self.language)
        label, action = self._action(bundle.row.code, unit, bundle.proof, {}, bundle.until)
        parts = [period_of(bundle, self.language)]
        if bundle.whole > 1:
            parts.append(_("done: %(done)s of %(whole)s") % vars(bundle))
        parts.append(self._handed(bundle, bundle.members))
        return DueLine(
            shape=shape,
            code=on_screen(bundle.row.code),
            what=self._what(bundle.proof),
            what_note=" · ".join(part for part in parts if part),
            who=number_of(unit, number),
            who_url=self._row_url(bundle.row.code),
            who_note=note,
            when=when,
            when_note=when_note,
            late=shape == "alarm",
            action=label,
            action_url=action,
        )

    def _handed(self, bundle: Bundle, members: Iterable[int]) -> str:
        """Who handed these items to the reader; empty when nobody did."""
        keys = ((bundle.row.code, member) for member in members)
        by = dict.fromkeys(filter(None, (self.handed_by.get(key) for key in keys)))
        return _("handed to you by: %(names)s") % {"names": ", ".join(by)} if by else ""

    def behind(
        self,
        late: Iterable[Behind],
        staff: Iterable[Any],
        school: Any,
        classes: Mapping[int, SchoolClass],
    ) -> list[DueLine]:
        """What of others is overdue: whose, of which row, how much; classes with their teachers,
        no names of children."""
        people = list(staff)
        lines = []
        for one in list(late)[:AT_MOST]:
            plan_row = self.rows[one.row.code]
            when, note = when_of(one.until, self.day, self.language)
            url = self._row_url(one.row.code)
            lines.append(
                DueLine(
                    shape="alarm",
                    code=on_screen(one.row.code),
                    what=self._what(one.proof),
                    what_note=short(plan_row.text()),
                    who=whose(one, plan_row, people, school),
                    who_note=much(one, classes),
                    when=when,
                    when_note=note,
                    late=True,
                    action=_("Open the list") if url else "",
                    action_url=url,
                )
            )
        return lines

    def untouched(self, board: Board, number: int) -> list[DueLine]:
        """Pupils whom nobody has touched in the quarter, then rows nobody has worked on."""
        when = _("quarter %(number)s") % {"number": ROMAN[number]}
        common = {"shape": "dashed", "when": when, "when_note": _("no entry")}
        lines = []
        for row, proof, count in board.gaps[:UNTOUCHED_AT_MOST]:
            label, action = self._action(row.code, row.unit, proof, {})
            plan_row = self.rows.get(row.code)
            lines.append(
                DueLine(
                    code=on_screen(row.code),
                    what=self._what(proof),
                    what_note=short(plan_row.text()) if plan_row else "",
                    who=number_of(row.unit, count),
                    who_url=self._row_url(row.code),
                    action=label,
                    action_url=action,
                    **common,  # type: ignore[arg-type]
                )
            )
        for member, row, proof in board.untouched[:UNTOUCHED_AT_MOST]:
            who, url, note, about = self._who(PUPIL, member)
            label, action = self._action(row.code, PUPIL, proof, about)
            lines.append(
                DueLine(
                    code=on_screen(row.code),
                    what=self._what(proof),
                    who=who,
                    who_url=url,
                    who_note=note,
                    action=label,
                    action_url=action,
                    **common,  # type: ignore[arg-type]
                )
            )
        return lines

    def drafts(self, entries: Iterable[Entry]) -> list[DueLine]:
        """What one has begun oneself and not finished."""
        return [
            DueLine(
                shape="diamond",
                what=entry.kind_name,
                what_note=entry.topic_name if entry.topic else "",
                who=_("Draft"),
                when=dates.day_month(entry.on, self.language),
                when_note=waiting(entry.on, self.day),
                action=_("Continue"),
                action_url=url_of(kinds.kind(entry.kind).page, entry.pid),
            )
            for entry in entries
        ]

    def _who(self, unit: str, member: int) -> tuple[str, str, str, dict[str, str]]:
        if unit == PUPIL and (pupil := self.names.pupils.get(member)):
            status = self.names.notes.get(member, "")
            note = " · ".join(part for part in (pupil.class_name or "", status) if part)
            url = url_of("cards:pupil", pupil.pid)
            return pupil.short_name, url, note, {"pupil": pupil.pid}
        if unit == CLASS and (one := self.names.classes.get(member)):
            teacher = one.teacher.full_name if one.teacher else ""
            url = url_of("cards:class", one.pid)
            return _("class %(name)s") % {"name": one.name}, url, teacher, {"class": one.pid}
        if unit == HOUSEHOLD and (home := self.names.households.get(member)):
            url = url_of("cards:household", home.pid)
            return _("Family"), url, str(home), {"household": home.pid}
        return number_of(unit, 1), "", "", {}

    def _what(self, proof: Proof) -> str:
        known = kinds.kinds().get(proof.kind)
        if known is None:
            return proof.kind
        topic = known.topics.get(proof.topic)
        return f"{known.name}: {topic}" if topic else str(known.name)

    def _action(
        self,
        code: str,
        unit: str,
        proof: Proof,
        about: dict[str, str],
        until: date | None = None,
    ) -> tuple[str, str]:
        """The form that records the work, filled in; for those who may not record it, the row."""
        form = kinds.kinds()[proof.kind].form if proof.kind in kinds.kinds() else ""
        for_many = not about and unit != SCHOOL and form != "journal:new"
        query = dict(about)
        if until is not None:
            query["on" if proof.kind in PAPERS else "until"] = until.isoformat()
        if for_many and proof.kind in PAPERS and self.papers:
            return _("Open the papers"), url_of("reports:documents")
        if proof.kind not in self.mine or for_many:
            url = self._row_url(code)
            return (_("Open the list") if url else ""), url
        url = kinds.form_url(proof.kind, proof.topic, row=code, unit=unit, next="/", **query)
        return str(ACTIONS.get(proof.kind) or _("Add entry")), url

    def _row_url(self, code: str) -> str:
        row = self.rows.get(code)
        return url_of("plans:row", row.pid) if row else ""

    def ahead(self, bundles: Iterable[Bundle]) -> list[tuple[str, str]]:
        """What comes later in the quarter: the day, and what is due by then."""
        shown = []
        for bundle in list(bundles)[:6]:
            words = [self._what(bundle.proof)]
            if bundle.row.unit != SCHOOL:
                words.append(number_of(bundle.row.unit, len(bundle.members)))
            note = ", ".join(words) + f" · {on_screen(bundle.row.code)}"
            shown.append((dates.day_month(bundle.until, self.language), note))
        return shown

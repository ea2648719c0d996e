"""What the lines of the desk say: who, what, by when, and the one thing to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from tirek.desk.queries import Names
from tirek.desk.rules.board import Board, Bundle
from tirek.journal import kinds
from tirek.journal.models import Entry
from tirek.journal.rules.rowcodes import on_screen
from tirek.plans.models import PlanRow
from tirek.plans.rules.evidence import CLASS, HOUSEHOLD, PUPIL, SCHOOL, Proof
from tirek.plans.rules.terms import EVERY, HALF, MONTH, QUARTER
from tirek.web.parts import DueLine
from tirek.web.rules import dates

# A row with more members than this is one line with a link to all of them.
FEW = 3
AT_MOST = 10
UNTOUCHED_AT_MOST = 5
ROMAN = ("", "I", "II", "III", "IV")

# Kinds whose evidence is a paper, and the page of a class's paper.
PAPERS = {
    "PASSPORT": "reports:class_passport",
    "MOVEMENT_REPORT": "reports:movement",
    "LIST_ISSUED": "reports:documents",
}

MONTHS_RU = (
    *("январь", "февраль", "март", "апрель", "май", "июнь"),
    *("июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"),
)

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

    `mine` are the kinds the reader may record, `papers`: may the reader issue papers.
    """

    def __init__(
        self,
        day: date,
        rows: Mapping[str, PlanRow],
        names: Names,
        mine: frozenset[str],
        papers: bool = False,
    ) -> None:
        self.day = day
        self.rows = rows
        self.names = names
        self.mine = mine
        self.papers = papers
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
        when, when_note = self._when(bundle)
        label, action = self._action(
            bundle.row.code, bundle.row.unit, bundle.proof, about, bundle.since
        )
        return DueLine(
            shape=shape,
            code=on_screen(bundle.row.code),
            what=self._what(bundle.proof),
            what_note=self._period(bundle),
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
        when, when_note = self._when(bundle)
        label, action = self._action(bundle.row.code, unit, bundle.proof, {})
        parts = [self._period(bundle)]
        if bundle.whole > 1:
            parts.append(_("done: %(done)s of %(whole)s") % vars(bundle))
        return DueLine(
            shape=shape,
            code=on_screen(bundle.row.code),
            what=self._what(bundle.proof),
            what_note=" · ".join(part for part in parts if part),
            who=_number_of(unit, number),
            who_url=self._row_url(bundle.row.code),
            who_note=note,
            when=when,
            when_note=when_note,
            late=shape == "alarm",
            action=label,
            action_url=action,
        )

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
                    what_note=_short(plan_row.text()) if plan_row else "",
                    who=_number_of(row.unit, count),
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
                when_note=self._waiting(entry.on),
                action=_("Go on writing"),
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
        return _number_of(unit, 1), "", "", {}

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
        since: date | None = None,
    ) -> tuple[str, str]:
        """The form that records the work, filled in; for those who may not record it, the row."""
        form = kinds.kinds()[proof.kind].form if proof.kind in kinds.kinds() else ""
        for_many = not about and unit in (PUPIL, HOUSEHOLD) and form != "journal:new"
        if proof.kind in PAPERS and (paper := self._paper(proof.kind, code, about, since)):
            return str(ACTIONS.get(proof.kind) or _("Open the papers")), paper
        if proof.kind not in self.mine or for_many:
            url = self._row_url(code)
            return (_("Open the list") if url else ""), url
        url = kinds.form_url(proof.kind, proof.topic, row=code, unit=unit, next="/", **about)
        return str(ACTIONS.get(proof.kind) or _("Add entry")), url

    def _paper(self, kind: str, code: str, about: dict[str, str], since: date | None) -> str:
        """A paper is issued on its own page; its entry in the journal follows by itself."""
        if not self.papers:
            return ""
        if "class" not in about:
            return url_of("reports:documents")
        page = url_of(PAPERS[kind], about["class"])
        query = {"row": code, "next": "/"}
        if kind == "MOVEMENT_REPORT" and since is not None:
            query["month"] = f"{since:%Y-%m}"
        return f"{page}?{urlencode(query)}" if page else ""

    def _row_url(self, code: str) -> str:
        row = self.rows.get(code)
        return url_of("plans:row", row.pid) if row else ""

    def _period(self, bundle: Bundle) -> str:
        every = bundle.row.term.every
        if every == MONTH:
            return _("for %(month)s") % {"month": month_name(bundle.since, self.language)}
        if every == QUARTER:
            return _("quarter %(number)s") % {"number": ROMAN[bundle.number]}
        if every == HALF:
            return _("half-year %(number)s") % {"number": ROMAN[bundle.number]}
        return _("once a year") if every in EVERY else ""

    def _when(self, bundle: Bundle) -> tuple[str, str]:
        until = bundle.until
        days = (until - self.day).days
        said = dates.day_month(until, self.language)
        if 0 <= days < 7:
            said += f", {dates.short_weekday(until, self.language)}"
        if days < 0:
            note = ngettext("%(n)s day late", "%(n)s days late", -days) % {"n": -days}
        elif days == 0:
            note = _("today")
        elif days == 1:
            note = _("tomorrow")
        else:
            note = ngettext("%(n)s day left", "%(n)s days left", days) % {"n": days}
        return said, note

    def _waiting(self, since: date) -> str:
        days = (self.day - since).days
        if days <= 0:
            return _("today")
        return ngettext("waiting %(n)s day", "waiting %(n)s days", days) % {"n": days}

    def ahead(self, bundles: Iterable[Bundle]) -> list[tuple[str, str]]:
        """What comes later in the quarter: the day, and what is due by then."""
        shown = []
        for bundle in list(bundles)[:6]:
            words = [self._what(bundle.proof)]
            if bundle.row.unit != SCHOOL:
                words.append(_number_of(bundle.row.unit, len(bundle.members)))
            note = ", ".join(words) + f" · {on_screen(bundle.row.code)}"
            shown.append((dates.day_month(bundle.until, self.language), note))
        return shown


def _number_of(unit: str, number: int) -> str:
    """So many pupils, classes, families; the school."""
    if unit == PUPIL:
        return ngettext("%(n)s pupil", "%(n)s pupils", number) % {"n": number}
    if unit == CLASS:
        return ngettext("%(n)s class", "%(n)s classes", number) % {"n": number}
    if unit == HOUSEHOLD:
        return ngettext("%(n)s family", "%(n)s families", number) % {"n": number}
    return _("The whole school")


def month_name(day: date, language: str) -> str:
    """The month's name by itself: "қазан", "октябрь"."""
    if language == "ru":
        return MONTHS_RU[day.month - 1]
    return dates.MONTHS[language if language in dates.MONTHS else "en"][day.month - 1]


def _short(text: str) -> str:
    """The first words of a plan's item."""
    return text if len(text) <= 90 else text[:88].rsplit(" ", 1)[0].rstrip(",;:. ") + "…"

"""The first screen: Monday's question, answered on one page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.module_loading import import_string
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tirek.access import clock
from tirek.access.doors import needs
from tirek.access.kept import Kept
from tirek.access.roles import Role
from tirek.access.sight import may, sight_of
from tirek.desk import lines, queries, rights
from tirek.desk.panels import RECENT
from tirek.desk.steps import steps_of
from tirek.desk.wording import ROMAN
from tirek.journal.queries import drafts_of
from tirek.journal.writers import codes_written_by
from tirek.support.queries import books, meals
from tirek.web.parts import Figure

# What stands on the desks of some hundred readers.
LINES = Kept(at_most=1000)

# Whose desk is made from the plans; the others' work is not about children by name.
AT_THE_PLANS = frozenset(
    {
        *(Role.SOCIAL_PEDAGOGUE, Role.DEPUTY_DIRECTOR, Role.DIRECTOR, Role.CLASS_TEACHER),
        *(Role.PSYCHOLOGIST, Role.NURSE, Role.MENTOR),
    }
)

# The marks of the sections, in their order.
SHAPES = ("alarm", "half", "dashed", "diamond", "alarm")

# What is open to those who have no list of work, in a sentence.
ABOUT = {
    Role.SCHOOL_INSPECTOR: gettext_lazy(
        "Pupils on the register are open to you: their cards, plans and measures."
    ),
    Role.SUBJECT_TEACHER: gettext_lazy("The names of the pupils whom you teach are open to you."),
    Role.DEPARTMENT_EXPERT: gettext_lazy(
        "What schools hand over to the department is open to you, and nothing else of theirs."
    ),
    Role.ADMINISTRATOR: gettext_lazy(
        "You keep accounts, roles and school years. Data about children is not open to you."
    ),
}


@needs("desk.desk:read")
def desk(request: HttpRequest) -> HttpResponse:
    """What is overdue, due this week, untouched this quarter, waiting; each with one action."""
    user: Any = request.user
    school: Any = request.school  # type: ignore[attr-defined]
    day = clock.today()
    roles = sight_of(user).roles(school.pk) if school else frozenset()
    if not roles & AT_THE_PLANS:
        shown = _steps(user, school) if school and may(user, "access.school:manage") else {}
        shown |= {"day": day, "places": _places(user, school)} | _lists(user, school, day)
        held = {one.role for one in sight_of(user).held}
        shown["said"] = [words for role, words in ABOUT.items() if role in held]
        return render(request, "desk/small.html", shown)
    found = queries.desk_of(user, school, day)
    at_once = notices(request, found.version)
    if not found.rows:
        shown = {"day": day, "notices": at_once} | _steps(user, school)
        return render(request, "desk/empty.html", shown)
    board = found.board
    recent = list(request.session.get(RECENT, []))
    wanted = lines.wanted_of(board)
    named = partial(queries.names_of, user, school, day, wanted, near=found.near)
    names = _kept(request, found.version, "names", named)
    seen = queries.names_of(user, school, day, {}, recent, found.near) if recent else names
    papers = may(user, "reports.document:issue", school.pk)
    said = lines.Lines(day, found.rows, names, codes_written_by(roles), papers, found.handed_by)
    drafts = list(drafts_of(user, school).prefetch_related(None)[:20])
    families = partial(rights.lines_of, user, school, day)
    waiting = _kept(request, found.version, "rights", families) + said.drafts(drafts)
    number = found.calendar.quarter_of(day) if found.calendar else None
    sections = [
        _section("late", _("Overdue"), board.late_count, said.due(board.late, "alarm")),
        _section("week", _("This week"), board.week_count, said.due(board.week, "half")),
        _section(
            "gap",
            _("Untouched this quarter"),
            board.untouched_count,
            said.untouched(board, number or 0),
        ),
        _section("wait", _("Waiting for me"), len(waiting), waiting),
        _section(
            "behind",
            _("Overdue with colleagues"),
            sum(one.number for one in found.behind),
            said.behind(
                found.behind, found.staff, school, queries.classes_behind(user, found.behind)
            ),
        ),
    ]
    by_pid = {pupil.pid: pupil for pupil in seen.pupils.values()}
    shown = {
        "day": day,
        "notices": at_once,
        "figures": [
            Figure(one["count"], one["label"], f"#{one['id']}", icon=shape)
            for one, shape in zip(sections, SHAPES, strict=True)
            if one["count"] or one["id"] != "behind"
        ],
        "sections": [one for one in sections if one["count"]],
        "progress": found.progress,
        "quarter": _quarter(found, number, day),
        "ahead": said.ahead(board.ahead),
        "recent": [by_pid[pid] for pid in recent if pid in by_pid],
        "plans_url": lines.url_of("plans:plans"),
        "ahead_url": lines.url_of("plans:ahead"),
        "may_write": may(user, "journal.entry:write", school.pk),
    }
    return render(request, "desk/desk.html", shown)


def notices(request: HttpRequest, version: str) -> list[Any]:
    """What other rooms put on the desk at once: alarms asked anew, notices as kept."""
    notices = partial(_lines_of, request, settings.DESK_NOTICES)
    kept: list[Any] = _kept(request, version, "notices", notices)
    return _lines_of(request, settings.DESK_ALARMS) + kept


def _lines_of(request: HttpRequest, rooms: Iterable[str]) -> list[Any]:
    return [line for path in rooms for line in import_string(path)(request)]


def _kept(request: HttpRequest, version: str, what: str, derive: Callable[[], Any]) -> Any:
    """Lines and names for this reader, kept under the version of the school's data."""
    user: Any = request.user
    held = sight_of(user).held
    key = (what, user.pk, held, get_language(), clock.today())
    return LINES.answer(request.school, version, key, derive)  # type: ignore[attr-defined]


def _steps(user: Any, school: Any) -> dict[str, Any]:
    """The first steps, each with its page for those whose role opens it; empty when all is done."""
    steps = steps_of(school)
    undone = [step for step in steps if not step.done]
    if not undone:
        return {}
    opened = [
        (step, lines.url_of(step.url_name) if may(user, step.key, school.pk) else "")
        for step in steps
    ]
    following = next((step for step, url in opened if url and not step.done), None)
    sample = may(user, "school.roster:import", school.pk)
    return {
        "steps": opened,
        "next_step": following,
        "done_steps": len(steps) - len(undone),
        "sample_url": lines.url_of("school:import_sample") if sample else "",
    }


def _section(name: str, label: str, count: int, due: list[Any]) -> dict[str, Any]:
    return {"id": name, "label": label, "count": count, "lines": due}


def _quarter(found: queries.Desk, number: int | None, day: Any) -> dict[str, Any] | None:
    """The quarter that runs: its days, which week of it this is, how many days are left."""
    if number is None or found.calendar is None:
        return None
    since, until = found.calendar.quarters[number - 1]
    monday = since - timedelta(days=since.weekday())
    return {
        "number": ROMAN[number],
        "since": since,
        "until": until,
        "week": (day - monday).days // 7 + 1,
        "left": max(0, (until - day).days),
    }


def _lists(user: Any, school: Any, day: date) -> dict[str, Any]:
    """The librarian's and the canteen's list: it is their whole work here."""
    roles = sight_of(user).roles(school.pk) if school else frozenset()
    shown: dict[str, Any] = {}
    if Role.LIBRARIAN in roles:
        shown["books"] = books(user, school, day)
        shown["may_give"] = may(user, "support.books:give", school.pk)
    if Role.CANTEEN in roles:
        shown["meals"] = meals(user, school, day)
    return shown


def _places(user: Any, school: Any) -> list[tuple[str, str]]:
    """Where those go whose work is not on the desk: only pages their role opens in the school."""
    account = (_("My account"), "accounts:account", "access.account:own")
    school_id = school.pk if school else None
    doors = [
        (_("Pupils"), "cards:pupils", "school.pupil:read"),
        (_("Classes"), "cards:classes", "school.class:read"),
        (_("Journal"), "journal:journal", "journal.entry:read"),
        (_("Free textbooks"), "support:books", "support.books:read"),
        (_("Free hot meals"), "support:meals", "support.meals:read"),
        (_("Annual plans"), "plans:plans", "plans.plan:read"),
        (_("People and roles"), "accounts:people", "access.people:manage"),
        (_("School years"), "schoolyear:years", "schoolyear.year:manage"),
        account,
    ]
    doors = doors if school else [account]
    found = [(label, lines.url_of(name)) for label, name, key in doors if may(user, key, school_id)]
    return [(label, url) for label, url in found if url]

"""A class list from a file in three steps: the file, the preview of every row, the result."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tirek.access import audit, clock
from tirek.access.doors import needs
from tirek.access.models import User
from tirek.access.once import do_once
from tirek.access.refused import Refused
from tirek.school import importing
from tirek.school.documents import refused_rows, sample_list
from tirek.school.forms import ApplyForm, RosterFileForm
from tirek.school.importing import Plan
from tirek.school.models import RosterImport, SchoolClass
from tirek.school.reading import LARGEST, Unreadable, read_tables
from tirek.school.rules.matching import Change, Decision, Fate
from tirek.school.rules.roster import Table
from tirek.school.wording import (
    field_name,
    flaw_advice,
    flaw_message,
    note_text,
    unreadable_message,
)
from tirek.schoolyear.queries import year_at
from tirek.web.files import as_file
from tirek.web.parts import Figure

KEY = "school.roster:import"
ROWS_A_PAGE = 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@needs(KEY)
def import_file(request: HttpRequest) -> HttpResponseBase:
    """Step 1: which file, from which day."""
    user: User = request.user  # type: ignore[assignment]
    school = request.school  # type: ignore[attr-defined]
    year = year_at(school, clock.today())
    initial = {
        "since": importing.first_day(year, clock.today()),
        "open_classes": not SchoolClass.objects.filter(school_year=year).exists(),
    }
    form = RosterFileForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and year is not None and form.is_valid():
        sent = form.cleaned_data["file"]
        draft = RosterImport(
            school=school,
            school_year=year,
            by=user,
            at=clock.now(),
            file_name=sent.name[:200],
            since=form.cleaned_data["since"],
            open_classes=form.cleaned_data["open_classes"],
        )
        try:
            if sent.size > LARGEST:
                raise Unreadable("TOO_LARGE")
            _planned(draft, read_tables(sent.read()))
        except Unreadable as error:
            form.add_error("file", unreadable_message(error))
        else:
            sent.seek(0)
            draft.file.save(draft.pid, sent, save=False)
            draft.save()
            _forget_drafts(draft)
            return redirect("school:import_preview", pid=draft.pid)
    recent = RosterImport.objects.visible_to(user).exclude(state=RosterImport.State.DRAFT)
    context = {
        "form": form,
        "year": year,
        "recent": recent.filter(school=school).select_related("by")[:5],
    }
    return render(request, "school/import.html", context)


def _forget_drafts(draft: RosterImport) -> None:
    """Files of this person that were never brought in are not kept."""
    for old in RosterImport.objects.filter(by=draft.by, state=RosterImport.State.DRAFT):
        if old.pk != draft.pk:
            old.file.delete(save=False)
            old.delete()


def _planned(draft: RosterImport, tables: list[Table]) -> Plan:
    return importing.plan_import(
        tables=tables,
        school=draft.school,
        school_year=draft.school_year,
        since=draft.since,
        open_classes=draft.open_classes,
    )


def _tables(draft: RosterImport) -> list[Table]:
    with draft.file.open("rb") as opened:
        return read_tables(opened.read())


def _mark(plan: Plan) -> str:
    """The same for the same plan: what was shown is what is brought in."""
    told = [(d.row.sheet, d.row.row, d.fate.value, d.pupil, d.changes) for d in plan.decisions]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:20]


@needs(KEY)
def preview(request: HttpRequest, pid: str) -> HttpResponseBase:
    """Step 2: what happens to every row; sent, it is brought in. Afterwards the result."""
    user: User = request.user  # type: ignore[assignment]
    found = get_object_or_404(
        RosterImport.objects.visible_to(user).select_related("school", "school_year", "by"),
        pid=pid,
    )
    if found.state != RosterImport.State.DRAFT:
        return _result(request, found)
    tables = _tables(found)
    plan = _planned(found, tables)
    form = _apply_form(request, plan)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["seen"] != _mark(plan):
            messages.warning(request, _("The card index has changed meanwhile: look once more."))
            return redirect("school:import_preview", pid=pid)
        try:
            do_once(request.POST.get("form_key"), user, lambda: _apply(user, found, tables))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The list has been brought in."))
            return redirect("school:import_preview", pid=pid)
    context = {**_shown(request, plan), "found": found, "plan": plan, "form": form}
    return render(request, "school/import_preview.html", context)


def _apply_form(request: HttpRequest, plan: Plan) -> ApplyForm:
    form = ApplyForm(request.POST or None, initial={"seen": _mark(plan)})
    if not plan.counts["refused"]:
        del form.fields["skip"]
    return form


def _apply(user: User, found: RosterImport, tables: list[Table]) -> str:
    importing.apply_roster(
        by=user,
        school=found.school,
        school_year=found.school_year,
        tables=tables,
        file_name=found.file_name,
        since=found.since,
        open_classes=found.open_classes,
        draft=found,
    )
    stored = found.file
    transaction.on_commit(lambda: stored.delete(save=False))
    return reverse("school:import_preview", args=[found.pid])


LABELS = {
    Fate.REFUSED: ("cross", "no"),
    Fate.CHANGED: ("arrows", "chg"),
    Fate.NEW: ("plus", "new"),
    Fate.DUPLICATE: ("note", "same"),
    Fate.SAME: ("equal", "same"),
}


def _labels() -> dict[Fate, tuple[str, str]]:
    """The words of each fate: above its number, and in its row."""
    return {
        Fate.REFUSED: (_("Refused"), _("refused")),
        Fate.CHANGED: (_("Changed"), _("changed")),
        Fate.NEW: (_("New"), _("new")),
        Fate.DUPLICATE: (_("Repeated"), _("repeated")),
        Fate.SAME: (_("As before"), _("as before")),
    }


@dataclass(frozen=True)
class Line:
    """One row of the preview in words."""

    decision: Decision
    kind: str
    fate: str
    name: str
    values: dict[str, Any]
    reason: str
    advice: str
    changes: list[tuple[str, str, str]]
    notes: list[str]

    @property
    def bad(self) -> bool:
        """Whether the row is refused."""
        return self.decision.fate is Fate.REFUSED


def _shown(request: HttpRequest, plan: Plan) -> dict[str, Any]:
    """The figures that filter, and a page of rows, refused first."""
    wanted = request.GET.get("show", "")
    labels = _labels()
    chosen = importing.shown_first(
        one for one in plan.decisions if wanted not in Fate.__members__ or one.fate == wanted
    )
    page = Paginator(chosen, ROWS_A_PAGE).get_page(request.GET.get("page"))
    lines = [_line(one, labels) for one in page]
    figures = [
        Figure(
            number=len(plan.of(fate)),
            label=labels[fate][0],
            url=f"?show={fate.value}",
            icon=LABELS[fate][0],
            current=wanted == fate.value,
        )
        for fate in LABELS
        if fate is not Fate.DUPLICATE or plan.of(fate)
    ]
    if plan.of(Fate.DUPLICATE):
        # Five figures at most: the rows that need nothing stand last and are still listed.
        figures = figures[:4]
    all_of = Figure(
        number=len(plan.decisions),
        label=_("All"),
        url="?",
        current=wanted not in Fate.__members__,
    )
    return {
        "page": page,
        "lines": lines,
        "figures": [*figures, all_of],
        "to_do": len(plan.of(Fate.NEW, Fate.CHANGED)),
        "refused_count": len(plan.of(Fate.REFUSED)),
        "several_sheets": len({one.row.sheet for one in plan.decisions}) > 1,
    }


def _line(one: Decision, labels: dict[Fate, tuple[str, str]]) -> Line:
    values, shown = one.row.values, one.row.shown
    name = f"{values.get('surname', '')} {values.get('given', '')}".strip()
    return Line(
        decision=one,
        kind=LABELS[one.fate][1],
        fate=labels[one.fate][1],
        name=name or shown.get("full_name") or shown.get("surname") or "",
        values={
            "class": values.get("class") or shown.get("class", ""),
            "born_on": _text(values.get("born_on")) or shown.get("born_on", ""),
            "iin": values.get("iin") or shown.get("iin", ""),
            "arrived_on": _text(values.get("arrived_on")),
        },
        reason=flaw_message(one.flaw) if one.flaw else "",
        advice=flaw_advice(one.flaw) if one.flaw else "",
        changes=[_change(change) for change in one.changes if one.fate is Fate.CHANGED],
        notes=[note_text(code) for code in one.row.notes],
    )


def _change(change: Change) -> tuple[str, str, str]:
    words = {"M": _("boy"), "F": _("girl")} if change.field == "sex" else {}
    old, new = (words.get(_text(v), _text(v)) for v in (change.old, change.new))
    return field_name(change.field), old or _("empty"), new


def _text(value: Any) -> str:
    return f"{value:%d.%m.%Y}" if isinstance(value, date) else str(value or "")


def _result(request: HttpRequest, found: RosterImport) -> HttpResponse:
    context = {
        "found": found,
        "figures": [
            Figure(number=found.counts.get(name, 0), label=label, icon=icon)
            for name, label, icon in (
                ("new", _("New"), "plus"),
                ("changed", _("Changed"), "arrows"),
                ("same", _("As before"), "equal"),
                ("duplicates", _("Repeated"), "note"),
                ("refused", _("Refused"), "cross"),
            )
        ],
        "withdrawable": importing.may_be_withdrawn(found),
        "withdrawn": found.state == RosterImport.State.WITHDRAWN,
    }
    return render(request, "school/import_result.html", context)


@require_POST
@needs(KEY)
def take_back(request: HttpRequest, pid: str) -> HttpResponseBase:
    """The whole import is taken back."""
    user: User = request.user  # type: ignore[assignment]
    found = get_object_or_404(RosterImport.objects.visible_to(user), pid=pid)
    try:
        importing.undo_import(by=user, done=found)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The import has been taken back."))
    return redirect("school:import_preview", pid=pid)


@needs(KEY)
def refused(request: HttpRequest, pid: str) -> HttpResponse:
    """The refused rows as they stood in the file, with the reasons, to correct and send again."""
    user: User = request.user  # type: ignore[assignment]
    drafts = RosterImport.objects.visible_to(user).filter(state=RosterImport.State.DRAFT)
    found = get_object_or_404(drafts.select_related("school", "school_year"), pid=pid)
    tables = _tables(found)
    plan = _planned(found, tables)
    audit.record(by=user, verb="EXPORTED", thing=found, school=found.school, note="refused rows")
    return as_file(refused_rows(tables, plan), "refused.xlsx", XLSX)


@needs(KEY)
def sample(request: HttpRequest) -> HttpResponse:
    """An empty list with its headings, to fill in."""
    return as_file(sample_list(), "class-list.xlsx", XLSX)

"""A class list from a file in three steps: the file, the preview of every row, the result."""

from __future__ import annotations

import hashlib

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tirek.access import clock
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
from tirek.school.rules.roster import Table
from tirek.school.views.lines import shown
from tirek.school.wording import unreadable_message
from tirek.schoolyear.queries import year_at
from tirek.web.files import as_file
from tirek.web.parts import Figure

KEY = "school.roster:import"
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


@needs(KEY, sensitive=True)
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
    context = {**shown(request, plan), "found": found, "plan": plan, "form": form}
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
    return as_file(refused_rows(tables, plan), "refused.xlsx", XLSX)


@needs(KEY)
def sample(request: HttpRequest) -> HttpResponse:
    """An empty list with its headings, to fill in."""
    return as_file(sample_list(), "class-list.xlsx", XLSX)

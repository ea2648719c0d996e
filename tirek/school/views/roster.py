"""A class list from a file in three steps: the file, the preview of every row, the result."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
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
from tirek.longwork.actions import start_work
from tirek.school import importing
from tirek.school.documents import refused_rows, sample_list
from tirek.school.forms import ApplyForm, RosterFileForm
from tirek.school.importing import Plan
from tirek.school.models import RosterImport, SchoolClass
from tirek.school.reading import LARGEST, Unreadable, read_tables
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
            importing.planned(draft, read_tables(sent.read()))
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
    tables = importing.tables_of(found)
    plan = importing.planned(found, tables)
    form = _apply_form(request, plan)
    if request.method == "POST" and form.is_valid():
        seen = importing.mark(plan)
        if form.cleaned_data["seen"] != seen:
            messages.warning(request, _("The card index has changed meanwhile: look once more."))
            return redirect("school:import_preview", pid=pid)
        begin = partial(_begin, user, found, seen)
        return redirect(do_once(request.POST.get("form_key"), user, begin))
    context = {**shown(request, plan), "found": found, "plan": plan, "form": form}
    return render(request, "school/import_preview.html", context)


def _apply_form(request: HttpRequest, plan: Plan) -> ApplyForm:
    form = ApplyForm(request.POST or None, initial={"seen": importing.mark(plan)})
    if not plan.counts["refused"]:
        del form.fields["skip"]
    return form


def _begin(user: User, found: RosterImport, seen: str) -> str:
    work = start_work(
        by=user,
        school=found.school,
        kind="roster",
        title=f"{_('Bring in a class list')}: {found.file_name}",
        args={"draft": found.pid, "seen": seen},
    )
    return reverse("longwork:work", args=[work.pid])


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
    tables = importing.tables_of(found)
    plan = importing.planned(found, tables)
    return as_file(refused_rows(tables, plan), "refused.xlsx", XLSX)


@needs(KEY)
def sample(request: HttpRequest) -> HttpResponse:
    """An empty list with its headings, to fill in."""
    return as_file(sample_list(), "class-list.xlsx", XLSX)

"""Recommendations of acts: the list, closing one, taking a closing back."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from tirek.access import clock
from tirek.access.doors import asker, needs, tell_door
from tirek.access.once import do_once
from tirek.access.refused import Refused
from tirek.visits.actions import close_task, reopen_task
from tirek.visits.due import CLOSED, LATE, OPEN, TASK_STATES
from tirek.visits.due import tasks as tasks_wanted
from tirek.visits.models import VisitTask
from tirek.visits.queries import children_of
from tirek.web.forms import DayField, show_refusal

PAGE = 50


class CloseForm(forms.Form):
    """What was done and when."""

    how = forms.CharField(label=gettext_lazy("What was done"), max_length=300)
    on = DayField(label=gettext_lazy("Closed on"))


@needs("visits.act:read", sensitive=True)
def tasks(request: HttpRequest) -> HttpResponse:
    """What acts recommended: to be done, late, closed."""
    user, school = asker(request)
    today = clock.today()
    state = request.GET.get("state", OPEN)
    state = state if state in TASK_STATES else OPEN
    page = Paginator(tasks_wanted(school, user, state, today), PAGE).get_page(
        request.GET.get("page")
    )
    tell_door(request, count=len(page))
    writable = set(
        VisitTask.objects.writable_by(user)
        .filter(pk__in=[one.pk for one in page])
        .values_list("pk", flat=True)
    )
    context = {
        "page": page,
        "rows": [_row(one, today, one.pk in writable) for one in page],
        "state": state,
        "states": [
            (OPEN, _("to be done")),
            (LATE, _("late")),
            (CLOSED, _("closed")),
        ],
        "today": today,
    }
    return render(request, "visits/tasks.html", context)


def _row(task: VisitTask, today: date, may_write: bool) -> dict[str, Any]:
    late = task.closed_on is None and task.by is not None and task.by < today
    return {
        "task": task,
        "children": children_of(task.act),
        "late": late,
        "may_write": may_write,
    }


@needs("visits.act:write", sensitive=True)
def close(request: HttpRequest, pid: str) -> HttpResponse:
    """Close one recommendation: what was done, and when."""
    user, _school = asker(request)
    task = _task(request, pid)
    form = CloseForm(request.POST or None, initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data

        def deed() -> str:
            close_task(by=user, task=task, on=said["on"], how=said["how"])
            return "closed"

        try:
            do_once(request.POST.get("form_key"), user, deed)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("The recommendation is closed."))
            return redirect("visits:tasks")
    context = {"form": form, "task": task, "children": children_of(task.act)}
    return render(request, "visits/close.html", context)


@require_POST
@needs("visits.act:write", sensitive=True)
def reopen(request: HttpRequest, pid: str) -> HttpResponse:
    """Take a closing back."""
    user, _school = asker(request)
    task = _task(request, pid)
    try:
        reopen_task(by=user, task=task)
        messages.success(request, _("The recommendation is to be done again."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("visits:tasks")


def _task(request: HttpRequest, pid: str) -> VisitTask:
    found = VisitTask.objects.writable_by(request.user).select_related("act__entry", "act__school")
    task: VisitTask = get_object_or_404(found, pid=pid)
    tell_door(request, task.act)
    return task

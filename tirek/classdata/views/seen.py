"""What the pages of a form share: finding it, its lines in words."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from tirek.access import clock
from tirek.cards.queries import categories
from tirek.classdata.models import ClassForm, FormLine
from tirek.classdata.queries import cards_of, lines_of_form
from tirek.classdata.rules.said import card_now
from tirek.classdata.wording import card_text, said_text
from tirek.school.models import SchoolClass


def class_seen(request: HttpRequest, pid: str, key: str) -> SchoolClass:
    """The class of this id within reach; 404 otherwise."""
    seen = SchoolClass.objects.visible_to(request.user, key)
    return get_object_or_404(seen.select_related("school", "school_year", "teacher"), pid=pid)


def form_seen(request: HttpRequest, pid: str, key: str = "classdata.form:read") -> ClassForm:
    """The form of this id within reach; 404 otherwise."""
    seen = ClassForm.objects.visible_to(request.user, key).filter(entry__isnull=False)
    return get_object_or_404(
        seen.select_related("school", "school_class__school_year", "author", "entry"), pid=pid
    )


def line_seen(request: HttpRequest, pid: str) -> FormLine:
    """The line of this id that the user may decide; 404 otherwise."""
    forms = ClassForm.objects.visible_to(request.user, "classdata.form:decide").submitted()
    seen = FormLine.objects.filter(form__in=forms).exclude(state=FormLine.State.WITHDRAWN)
    return get_object_or_404(
        seen.select_related("form__school", "form__school_class", "form__author", "pupil__school"),
        pid=pid,
    )


def lines_shown(form: ClassForm, user: Any) -> list[dict[str, Any]]:
    """The lines of a form in words: said by the teacher, on the card, what was decided.

    Beside a line that waits stands what the card says now, beside a decided one what it said then.
    """
    lines = lines_of_form(form)
    pupils = list({one.pupil_id: one.pupil for one in lines}.values())
    cards, names = cards_of(form.school, user, pupils, clock.today()), categories(form.school)
    shown: list[dict[str, Any]] = []
    before = 0
    for line in lines:
        waits = line.state == FormLine.State.WAITING
        card = card_now(line.rule, cards[line.pupil_id]) if waits else line.card
        shown.append(
            {
                "line": line,
                "first": line.pupil_id != before,
                "said": said_text(line.what, line.said, names),
                "card": card_text(line.what, card, names),
                "waits": waits,
            }
        )
        before = line.pupil_id
    return shown

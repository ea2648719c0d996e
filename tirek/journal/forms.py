"""Asks about a piece of work: when, what about, about whom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tirek.access import clock
from tirek.access.models import School, User
from tirek.access.sight import sight_of
from tirek.journal import kinds
from tirek.journal.kinds import Kind
from tirek.school.models import SchoolClass
from tirek.school.rules.kazakh import sort_key
from tirek.web.forms import DayField


class EntryForm(forms.Form):
    """The general form of an entry; whom it is about is asked by `Whom`."""

    on = DayField(label=_("Date"))
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    pupils = forms.Field(label=_("About whom"), required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What was done and what came of it, in a few lines."),
    )

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topics = sorted(((code, str(name)) for code, name in kind.topics.items()), key=_by_name)
        self.fields["topic"].choices = [("", "–"), *topics]  # type: ignore[attr-defined]
        if not topics:
            del self.fields["topic"]


class ReasonForm(forms.Form):
    """Why an entry is annulled."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class FileForm(forms.Form):
    """A file to attach."""

    file = forms.FileField(
        label=_("File"), help_text=_("PDF, picture, Word or Excel, at most 20 MB.")
    )


class FilterForm(forms.Form):
    """What the journal's list shows."""

    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("To"), required=False)
    kind = forms.ChoiceField(label=_("Kind of work"), required=False)
    school_class = forms.ChoiceField(label=_("Class"), required=False)
    author = forms.ChoiceField(label=_("Author"), required=False)
    q = forms.CharField(label=_("Words in my entries"), required=False, max_length=100)

    def __init__(
        self,
        *args: Any,
        known: Iterable[str],
        classes: Iterable[SchoolClass],
        authors: Iterable[User],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        names = sorted(((code, str(kinds.kind(code).name)) for code in known), key=_by_name)
        whole = ("", _("all"))
        fields: Any = self.fields
        fields["kind"].choices = [whole, *names]
        fields["school_class"].choices = [whole, *((c.pid, c.name) for c in classes)]
        fields["author"].choices = [whole, *((u.pid, u.full_name) for u in authors)]


def _by_name(choice: tuple[str, str]) -> str:
    return sort_key(choice[1])


def day_given(value: str | None) -> date:
    """The day in an address, if it is one and not in the future; else today."""
    today = clock.today()
    try:
        return min(date.fromisoformat(value or ""), today)
    except ValueError:
        return today


def roles_here(user: User, school: School) -> frozenset[str]:
    """The roles a user holds in a school."""
    return sight_of(user).roles(school.pk)

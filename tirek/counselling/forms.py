"""Asks for a recommendation and for an answer to it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tirek.counselling.models import Answer
from tirek.school.models import SchoolClass
from tirek.web.forms import ChoiceRows, DayField, TickRows


class ClassesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Classes by their public ids, each with its teacher."""

    def label_from_instance(self, obj: Any) -> str:
        """`5А · Smith J.`"""
        return f"{obj.name} · {obj.teacher.full_name}" if obj.teacher else str(obj.name)


class TextForm(forms.Form):
    """What is recommended and when."""

    on = DayField(label=_("Date"))
    text = forms.CharField(
        label=_("What you recommend"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One thing on a line. The class teacher reads it and answers."),
    )


class RecommendForm(TextForm):
    """The same for one class or for several."""

    classes = ClassesField(
        label=_("Classes"),
        queryset=SchoolClass.objects.none(),
        to_field_name="pid",
        widget=TickRows,
        error_messages={"required": _("Choose a class.")},
    )
    field_order = ("classes", "on", "text")

    def __init__(self, *args: Any, classes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["classes"]
        field.queryset = classes


class AnswerForm(forms.Form):
    """The class teacher's answer."""

    state = forms.ChoiceField(
        label=pgettext_lazy("noun", "Answer"), choices=Answer.State.choices, widget=ChoiceRows
    )
    text = forms.CharField(
        label=_("In words"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What was done; if it cannot be done: why."),
    )


class ReasonForm(forms.Form):
    """Why a recommendation is annulled."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )

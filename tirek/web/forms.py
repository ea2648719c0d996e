"""How questions are asked: our own field templates, dates as typed, choices as rows."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import DjangoTemplates
from django.utils.translation import gettext_lazy as _

from tirek.web.rules.dates import short_day

DAY_FORMATS = ["%d.%m.%Y", "%Y-%m-%d", "%d.%m.%y", "%d/%m/%Y"]


class Renderer(DjangoTemplates):
    """Draws every form of the program with `web/form.html` and `web/field.html`."""

    form_template_name = "web/form.html"
    field_template_name = "web/field.html"


class DayInput(forms.DateInput):
    """A day typed as 23.11.2026, in every language the same."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "off", "size": "12", "class": "day"}
        super().__init__(attrs=attrs | kwargs.pop("attrs", {}), format="%d.%m.%Y")

    def format_value(self, value: Any) -> str | None:
        """A date as dd.mm.yyyy; what was typed wrong is kept as typed."""
        return short_day(value) if isinstance(value, date) else value


class DayField(forms.DateField):
    """A day: 23.11.2026, also 2026-11-23; years 1900-2100."""

    widget = DayInput
    default_error_messages = {
        "required": _("Enter a date."),
        "invalid": _("There is no such date. Write it as 23.11.2026."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=DAY_FORMATS, **kwargs)

    def to_python(self, value: Any) -> date | None:
        """The day; a year nobody means is an error rather than a fact."""
        day = super().to_python(value)
        if day is not None and not 1900 <= day.year <= 2100:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return day


class ChoiceRows(forms.RadioSelect):
    """One of a few answers, each as a row that can be pressed anywhere."""

    template_name = "web/choices.html"


class TickRows(forms.CheckboxSelectMultiple):
    """Several of a few answers, each as a row that can be pressed anywhere."""

    template_name = "web/choices.html"


def show_refusal(form: forms.BaseForm, refusal: ValidationError) -> None:
    """Put an action's refusal at the field it names, or at the top of the form."""
    field = getattr(refusal, "field", None)
    form.add_error(field if field in form.fields else None, refusal.messages)

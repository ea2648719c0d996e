"""The day on which textbooks were given."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tirek.web.forms import DayField


class GiveForm(forms.Form):
    """Given on: the pupils are ticked in the list itself."""

    on = DayField(label=_("Given on"))

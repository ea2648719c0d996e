"""Questions about own forms: a Word file."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class FormFile(forms.Form):
    """The Word file of a form."""

    file = forms.FileField(
        label=_("Your Word file"),
        help_text=_("docx, up to 5 MB"),
        widget=forms.ClearableFileInput({"accept": ".docx"}),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("This is not a Word file (.docx)."),
        },
    )

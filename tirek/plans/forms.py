"""Questions about plans: a file, a due item."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tirek.access.models import School, User
from tirek.access.sight import sight_of
from tirek.plans.models import Adjustment
from tirek.plans.wording import role_words
from tirek.web.forms import ChoiceRows, DayField, TickRows


class FileForm(forms.Form):
    """A plan's file."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("Word (.docx) or plain text (.txt), 50 MB at most."),
    )


class AdjustForm(forms.Form):
    """Leave a due item out, put it off, or hand it on."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What to do"),
        widget=ChoiceRows,
        choices=[
            (Adjustment.Kind.MOVED, gettext_lazy("Move to another day")),
            (Adjustment.Kind.ASSIGNED, gettext_lazy("Hand to a colleague")),
            (Adjustment.Kind.WAIVED, gettext_lazy("Leave out")),
        ],
    )
    to_day = DayField(label=gettext_lazy("New last day"), required=False)
    to_user = forms.ModelChoiceField(
        label=gettext_lazy("Colleague"), queryset=User.objects.none(), required=False
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(
        self, *args: Any, school: School, colleagues: Sequence[User], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["to_user"]
        chosen = User.objects.filter(pk__in=[one.pk for one in colleagues])
        field.queryset = chosen.order_by("full_name", "pk")
        roles = {one.pk: role_words(sorted(sight_of(one).roles(school.pk))) for one in colleagues}
        field.label_from_instance = lambda one: f"{one.full_name} · {roles.get(one.pk, '')}"


class AdjustManyForm(AdjustForm):
    """The same for many items of a row: all that are not done, whole classes, or some by name."""

    every = forms.BooleanField(label=gettext_lazy("All that are not done"), required=False)
    classes = forms.MultipleChoiceField(
        label=gettext_lazy("Whole classes"), widget=TickRows, required=False
    )
    chosen = forms.MultipleChoiceField(
        label=gettext_lazy("By name"),
        widget=TickRows,
        required=False,
        error_messages={
            "invalid_choice": gettext_lazy("Something has changed meanwhile. Look at it again.")
        },
    )
    field_order = ("every", "classes", "chosen", "kind", "to_day", "to_user", "reason")

    def __init__(
        self,
        *args: Any,
        people: Sequence[tuple[str, str]],
        classes: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["chosen"].choices = people
        fields["classes"].choices = classes
        fields["every"].label = f"{fields['every'].label}: {len(people)}"
        if not classes:
            del fields["classes"]

    def clean(self) -> dict[str, Any]:
        """Somebody must be chosen, and what is done with them be whole before it is shown."""
        found = super().clean() or {}
        if not (found.get("every") or found.get("classes") or found.get("chosen")):
            self.add_error("chosen", _("Choose at least one."))
        kind = found.get("kind")
        if kind == Adjustment.Kind.MOVED and not found.get("to_day"):
            self.add_error("to_day", _("Choose a day after the period's beginning."))
        if kind == Adjustment.Kind.ASSIGNED and not found.get("to_user"):
            self.add_error("to_user", _("Choose a colleague."))
        return found


class ReasonForm(forms.Form):
    """Why something is given back."""

    reason = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 2}))

"""Questions about statuses, kin and income."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tirek.access import clock
from tirek.access.models import RoleGrant
from tirek.cards.models import Category, Kin, Norm
from tirek.cards.queries import in_force
from tirek.cards.wording import LIST_NAMES
from tirek.school.models import HouseholdMember
from tirek.web.forms import ChoiceRows, DayField, TickRows

EXAMPLE = _("For example, 05.09.2026")


class StatusForm(forms.Form):
    """A status: which, from when, by what basis."""

    category = forms.ChoiceField(label=_("Status"))
    since = DayField(label=_("First day"), help_text=EXAMPLE)
    until = DayField(
        label=_("Last day"), required=False, help_text=_("Leave empty while the status holds.")
    )
    basis_document = forms.CharField(label=_("Document"), max_length=300, required=False)
    basis_number = forms.CharField(
        label=_("Number"), max_length=60, required=False, widget=forms.TextInput({"size": "20"})
    )
    basis_on = DayField(label=_("Date of the document"), required=False)
    basis_until = DayField(
        label=_("The document is valid until"),
        required=False,
        help_text=_("Before that day the desk reminds of it."),
    )
    scan = forms.FileField(
        label=_("Scan of the document"), required=False, help_text=_("PDF, JPEG or PNG.")
    )
    norm = forms.ChoiceField(label=_("Norm"), required=False)
    note = forms.CharField(
        label=_("Note"), required=False, widget=forms.Textarea({"rows": 3}), max_length=2000
    )

    def __init__(
        self,
        *args: Any,
        categories: Mapping[str, Category],
        norms: Mapping[str, Norm],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if "category" in self.fields:  # a renewal keeps its own
            of_category: Any = self.fields["category"]
            of_category.choices = [("", "")] + [(c, one.name()) for c, one in categories.items()]
        choice: Any = self.fields["norm"]
        today = clock.today()
        named = [(code, norm.title, in_force(norm, today)) for code, norm in norms.items()]
        choice.choices = [
            ("", ""),
            (_("In force"), [(code, title) for code, title, now in named if now]),
            (_("Not in force today"), [(code, title) for code, title, now in named if not now]),
        ]


class RenewForm(StatusForm):
    """The next term of a status, by a new paper."""

    category = None  # type: ignore[assignment]


class ScanForm(forms.Form):
    """A scan of the document by which a status holds."""

    scan = forms.FileField(label=_("Scan of the document"), help_text=_("PDF, JPEG or PNG."))


class PaperForm(forms.Form):
    """A paper: document, number, date."""

    document = forms.CharField(label=_("Document"), max_length=300, required=False)
    number = forms.CharField(
        label=_("Number"), max_length=60, required=False, widget=forms.TextInput({"size": "20"})
    )
    end_on = DayField(label=_("Date of the document"), required=False)

    @property
    def paper(self) -> dict[str, Any]:
        """The paper as the actions take it."""
        said = self.cleaned_data
        return {"document": said["document"], "number": said["number"], "on": said["end_on"]}


class CitizenForm(PaperForm):
    """The day from which a returnee is a citizen, and by which paper."""

    on = DayField(label=_("Citizenship granted on"), help_text=EXAMPLE)
    field_order: tuple[str, ...] = ("on", "document", "number", "end_on")


class EndForm(PaperForm):
    """The last day of a status, the paper by which it ends, and why."""

    until = DayField(label=_("Last day"), help_text=EXAMPLE)
    field_order: tuple[str, ...] = ("until", "document", "number", "end_on", "note")
    note = forms.CharField(
        label=_("Note"), required=False, widget=forms.Textarea({"rows": 2}), max_length=2000
    )


def _pupils_field() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("Pupils"), error_messages={"required": _("Tick at least one pupil.")}
    )


class OpenManyForm(StatusForm):
    """One status for all pupils that are ticked."""

    scan = None  # type: ignore[assignment]
    pupils = _pupils_field()

    def __init__(self, *args: Any, pupils: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pupils"].choices = [(one.pid, str(one)) for one in pupils]  # type: ignore[attr-defined]


class EndManyForm(EndForm):
    """The last day of one status of all pupils that are ticked."""

    category = forms.ChoiceField(label=_("Status"))
    pupils = _pupils_field()
    field_order: tuple[str, ...] = ("category", "until", "document", "number", "end_on", "note")

    def __init__(
        self, *args: Any, pupils: Iterable[Any], categories: Mapping[str, Category], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["category"]
        choice.choices = [("", "")] + [(code, one.name()) for code, one in categories.items()]
        choice = self.fields["pupils"]
        choice.choices = [(one.pid, str(one)) for one in pupils]


class SoonForm(forms.Form):
    """How many days ahead terms are told."""

    days = forms.IntegerField(
        label=_("Days ahead"),
        min_value=1,
        max_value=365,
        widget=forms.TextInput({"size": "4", "inputmode": "numeric"}),
    )


class ReasonForm(forms.Form):
    """Why something recorded by mistake is annulled."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea({"rows": 2}), max_length=1000)


class KinForm(forms.Form):
    """Who a member of the family is to the child, by which paper."""

    member = forms.ModelChoiceField(
        label=_("Member of the family"), queryset=HouseholdMember.objects.none(), empty_label=""
    )
    kinship = forms.ChoiceField(label=_("Kinship"), choices=Kin.choices, widget=ChoiceRows)
    legal = forms.BooleanField(label=_("Legal representative"), required=False)
    since = DayField(label=_("First day"), required=False, help_text=EXAMPLE)
    until = DayField(
        label=_("Last day"), required=False, help_text=_("Leave empty while it holds.")
    )
    paper_document = forms.CharField(
        label=_("Document"),
        max_length=300,
        required=False,
        help_text=_("Guardian, trustee, foster carer: the deciding paper is needed."),
    )
    paper_number = forms.CharField(
        label=_("Number"), max_length=60, required=False, widget=forms.TextInput({"size": "20"})
    )
    paper_on = DayField(label=_("Date of the document"), required=False)

    def __init__(self, *args: Any, members: Any, correcting: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not correcting:
            del self.fields["until"]
        choice: Any = self.fields["member"]
        choice.queryset = members


class IncomeForm(forms.Form):
    """What the family lives on in a month, by a paper."""

    on = DayField(label=_("Date of the paper"), help_text=EXAMPLE)
    amount = forms.DecimalField(
        label=_("Income of the family a month, tenge"),
        max_digits=14,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput({"size": "14", "inputmode": "decimal"}),
    )
    persons = forms.IntegerField(
        label=_("Members counted"),
        min_value=1,
        max_value=99,
        required=False,
        widget=forms.NumberInput({"size": "4"}),
        help_text=_("The income per head is worked out from this."),
    )
    source = forms.CharField(label=_("Source"), max_length=200, required=False)


class MinimumForm(forms.Form):
    """The subsistence minimum of a year, as the school reads it where it is published."""

    year = forms.IntegerField(
        label=_("Year"), min_value=2000, max_value=2100, widget=forms.NumberInput({"size": "6"})
    )
    amount = forms.DecimalField(
        label=_("Amount, tenge"),
        max_digits=10,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput({"size": "14", "inputmode": "decimal"}),
    )


class LevelForm(forms.Form):
    """The level of the digital family card, as it stands there."""

    level = forms.ChoiceField(
        label=_("Level"), choices=[(one, one) for one in "ABCDE"], widget=ChoiceRows
    )
    on = DayField(label=_("Date"), required=False, help_text=EXAMPLE)
    source = forms.CharField(label=_("Source"), max_length=200, required=False)


class EndKinForm(forms.Form):
    """The last day of a kinship or a guardianship."""

    until = DayField(label=_("Last day"), help_text=EXAMPLE)


class MentorForm(forms.Form):
    """Who becomes the pupil's mentor."""

    mentor = forms.ChoiceField(label=_("Mentor"), widget=ChoiceRows)

    def __init__(self, *args: Any, grants: Iterable[RoleGrant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["mentor"]
        choice.choices = [(str(grant.pk), str(grant.user)) for grant in grants]


class ListFileForm(forms.Form):
    """A list by category from a file, and what holds for rows that do not say it themselves."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("Excel, Word, OpenDocument or CSV, up to 20 MB"),
        allow_empty_file=True,
        error_messages={"required": _("Choose a file.")},
    )
    category = forms.ChoiceField(
        label=_("Status"),
        required=False,
        help_text=_("Only where the list itself does not say it"),
    )
    since = DayField(label=_("First day"), required=False, help_text=EXAMPLE)
    basis_document = forms.CharField(label=_("Document"), max_length=300, required=False)
    basis_number = forms.CharField(
        label=_("Number"), max_length=60, required=False, widget=forms.TextInput({"size": "20"})
    )
    basis_on = DayField(label=_("Date of the document"), required=False)
    norm = forms.ChoiceField(label=_("Norm"), required=False)

    def __init__(
        self,
        *args: Any,
        categories: Mapping[str, Category],
        norms: Mapping[str, Norm],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["category"]
        choice.choices = [("", "")] + [(code, one.name()) for code, one in categories.items()]
        choice = self.fields["norm"]
        choice.choices = [("", "")] + [(code, norm.title) for code, norm in norms.items()]


class ListApplyForm(forms.Form):
    """What was seen, and that the rows which are not clear stay out."""

    seen = forms.CharField(widget=forms.HiddenInput)
    skip = forms.BooleanField(
        label=_("Leave these rows out"),
        error_messages={"required": _("Tick that these rows stay out, or answer them.")},
    )


class NormForm(forms.ModelForm):  # type: ignore[type-arg]
    """A norm of the school's own."""

    class Meta:
        model = Norm
        fields = ["title", "number", "on", "since", "until", "text_read", "note"]
        widgets = {"note": forms.Textarea({"rows": 3})}
        field_classes = {"on": DayField, "since": DayField, "until": DayField}


class CategoryForm(forms.ModelForm):  # type: ignore[type-arg]
    """A category of the school's own; whether it counts as social is said when it is added."""

    feeds = forms.MultipleChoiceField(
        label=_("Which of the six lists it feeds"), required=False, widget=TickRows
    )

    class Meta:
        model = Category
        fields = ["name_kk", "name_ru", "name_en", "also", "social", "sensitive", "basis_demanded"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["feeds"]
        choice.choices = list(LIST_NAMES.items())
        if self.instance.pk:
            del self.fields["social"]
            self.initial["feeds"] = self.instance.feeds.split(",")


class LastDayForm(forms.Form):
    """The last day of something."""

    until = DayField(label=_("Last day"), help_text=EXAMPLE)


class SocialForm(forms.Form):
    """Whether a category counts as a social status, and from which day."""

    social = forms.TypedChoiceField(
        label=_("Counts as social status"),
        choices=[("1", _("yes")), ("0", _("no"))],
        coerce=lambda said: said == "1",
        widget=ChoiceRows,
    )
    since = DayField(label=_("From which day"), help_text=EXAMPLE)

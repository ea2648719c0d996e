"""Questions about raids."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tirek.access.models import School
from tirek.access.queries import posts_of, staff_of
from tirek.raids.models import Raid, RaidStop
from tirek.raids.queries import outside
from tirek.raids.rules.signing import in_order
from tirek.web.forms import ChoiceRows, DayField, TickRows

EXAMPLE = _("For example, 05.09.2026")
HOURS = ["%H:%M", "%H.%M", "%H"]


def _hour(label: Any) -> forms.TimeField:
    shown = forms.TimeInput({"size": "6", "autocomplete": "off"}, format="%H:%M")
    wrong = {"invalid": _("Write the time as 18:30.")}
    return forms.TimeField(
        label=label, required=False, input_formats=HOURS, widget=shown, error_messages=wrong
    )


def _text(label: Any, most: int, rows: int = 3, **more: Any) -> forms.CharField:
    area = forms.Textarea({"rows": rows})
    return forms.CharField(label=label, widget=area, max_length=most, required=False, **more)


class RaidForm(forms.Form):
    """When and where a raid is planned, and who goes."""

    planned_on = DayField(label=_("Day of the raid"), help_text=EXAMPLE)
    starts_at = _hour(_("Begins at"))
    ends_at = _hour(_("Ends at"))
    area = forms.CharField(label=_("Area"), max_length=200, required=False)
    purpose = _text(_("Purpose"), 1000)
    staff = forms.MultipleChoiceField(
        label=_("Team: staff of the school"), required=False, widget=TickRows
    )
    before = forms.MultipleChoiceField(
        label=_("Team: who went along before"), required=False, widget=TickRows
    )
    others = _text(
        _("Team: other persons"), 2000, help_text=_("One a line: full name, comma, post.")
    )

    def __init__(self, *args: Any, school: School, user: Any, day: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people, posts = list(staff_of(school, day)), posts_of(school, day)
        self.names = {one.username: one.full_name for one in people}
        self.posts = {one.username: posts.get(one.pk, "") for one in people}
        self.known = {_written(row): row for row in outside(school, user)}
        staff: Any = self.fields["staff"]
        staff.choices = [
            (login, ", ".join(part for part in (name, self.posts[login]) if part))
            for login, name in self.names.items()
        ]
        before: Any = self.fields["before"]
        before.choices = [(words, words) for words in self.known]
        if not self.known:
            del self.fields["before"]

    def clean(self) -> dict[str, Any]:
        """The raid ends after it begins."""
        said = super().clean() or {}
        if not in_order(said.get("starts_at"), said.get("ends_at")):
            self.add_error("ends_at", str(_("The raid ends after it begins.")))
        return said

    def said(self) -> dict[str, Any]:
        """The fields as the actions take them, the team put together."""
        found = dict(self.cleaned_data)
        team: list[dict[str, Any]] = [
            {"name": self.names[login], "post": self.posts[login], "user": login}
            for login in found.pop("staff")
        ]
        team += [self.known[words] for words in found.pop("before", ())]
        for line in found.pop("others").splitlines():
            name, _comma, post = line.partition(",")
            team.append({"name": name.strip(), "post": post.strip()})
        return found | {"team": team}


def start_of(raid: Raid, school: School, user: Any) -> dict[str, Any]:
    """What the form of a draft begins with."""
    known = {_written(row) for row in outside(school, user)}
    others = [_written(row) for row in raid.team if not row.get("user")]
    return {
        "planned_on": raid.day,
        **{name: getattr(raid, name) for name in ("starts_at", "ends_at", "area", "purpose")},
        "staff": [row["user"] for row in raid.team if row.get("user")],
        "before": [words for words in others if words in known],
        "others": "\n".join(words for words in others if words not in known),
    }


def _written(row: Any) -> str:
    return ", ".join(str(row[part]) for part in ("name", "post") if row.get(part))


class StopForm(forms.Form):
    """What came of an address."""

    result = forms.ChoiceField(
        label=_("Result"),
        required=False,
        widget=ChoiceRows,
        choices=[*RaidStop.Result.choices, ("", _("not visited yet"))],
    )
    at_home = forms.CharField(label=_("Who was at home"), max_length=1000, required=False)
    findings = _text(_("What was found"), 4000)
    measures = _text(_("Measures"), 4000)
    again_on = DayField(label=_("To visit again on"), required=False, help_text=EXAMPLE)


class SignForm(forms.Form):
    """The day it was held."""

    on = DayField(label=_("Held on"), help_text=EXAMPLE)


class ReasonForm(forms.Form):
    """Why a raid is corrected or annulled."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea({"rows": 3}), max_length=1000)

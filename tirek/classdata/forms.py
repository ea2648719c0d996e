"""What the form of a class asks, read from what was typed; and what a decision asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from tirek.cards.models import Category, Kin, Norm
from tirek.classdata.rules import said as rules
from tirek.classdata.wording import fault_text
from tirek.web.forms import DayField
from tirek.web.rules.dates import short_day

EXAMPLE = gettext_lazy("For example, 05.09.2026")
MOST = 300  # letters of an answer
DAYS = ("until", "left_until", *(f"since{n}" for n in range(rules.NEW_STATUSES)))


@dataclass
class Row:
    """One pupil's answers as the page shows them: `value` by field, `faults` by field."""

    pupil: Any
    card: rules.Card
    values: dict[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)

    def name(self, what: str) -> str:
        """The name of the pupil's field in the form."""
        return f"{what}-{self.pupil.pid}"

    def at(self, what: str) -> dict[str, str]:
        """A field for the template: name, value, fault."""
        return {
            "name": self.name(what),
            "value": self.values.get(what, ""),
            "fault": self.faults.get(what, ""),
        }

    @property
    def fields(self) -> dict[str, dict[str, str]]:
        """The pupil's own fields by what they ask."""
        return {what: self.at(what) for what in FIELDS}

    @property
    def adults(self) -> list[dict[str, Any]]:
        """The grown-ups with their two fields and what the card says."""
        return [
            {
                "adult": one,
                "kinship": dict(Kin.choices).get(one.kinship, ""),
                "work": self.at(f"work-{one.member}"),
                "phone": self.at(f"tel-{one.member}"),
            }
            for one in self.card.adults
        ]

    @property
    def opened(self) -> list[dict[str, dict[str, str]]]:
        """The places for new statuses."""
        return [
            {what: self.at(f"{what}{n}") for what in ("opened", "since", "paper")}
            for n in range(rules.NEW_STATUSES)
        ]

    @property
    def unfolded(self) -> bool:
        """Is anything said that stands under "more"?"""
        folded = ("joined", "joined_kinship", "joined_phone", "left", "left_until", "opened1")
        return any(self.values.get(one) or one in self.faults for one in (*folded, "paper1"))


FIELDS = (
    *("address", "phone", "ended", "until", "note", "same"),
    *("joined", "joined_kinship", "joined_phone", "left", "left_until"),
)


class Sheet:
    """The form of a whole class: `said` by the pupil's public id, rows to be shown."""

    def __init__(
        self,
        pupils: Sequence[Any],
        cards: Mapping[int, rules.Card],
        said: Mapping[str, Any],
        offered: Mapping[str, Category],
        sent: QueryDict | None = None,
    ) -> None:
        self.offered = offered
        self.said: dict[str, Any] = {}
        self.rows = [Row(one, cards[one.pk]) for one in pupils]
        for row in self.rows:
            if sent is None:
                self.said[row.pupil.pid] = dict(said.get(row.pupil.pid, {}))
                self._show(row)
            else:
                self._read(row, sent)

    @property
    def faulty(self) -> list[tuple[str, str, str]]:
        """Faults for the summary: the pupil, the words, the field."""
        return [
            (row.pupil.short_name, words, row.name(what))
            for row in self.rows
            for what, words in row.faults.items()
        ]

    def say_same(self) -> None:
        """Of all pupils of whom nothing is said nothing has changed."""
        for row in self.rows:
            answers = self.said[row.pupil.pid]
            if not rules.answered(answers):
                answers["same"] = True

    def _read(self, row: Row, sent: QueryDict) -> None:
        def typed(what: str) -> str:
            return str(sent.get(row.name(what), "")).strip()[:MOST]

        names = [*FIELDS, *(f"{w}{n}" for n in range(rules.NEW_STATUSES) for w in NEW)]
        names += [f"{w}-{one.member}" for one in row.card.adults for w in ("work", "tel")]
        row.values = {what: typed(what) for what in names}
        said: dict[str, Any] = {}
        days = {what: self._day(row, what) for what in DAYS}

        def over(what: str) -> str | None:
            # A field that the page did not have says nothing.
            name = row.name(what)
            if name not in sent:
                return None
            return rules.typed_over(str(sent[name]), str(sent.get(f"was-{name}", "")))

        for what in ("address", "phone"):
            if (new := over(what)) is not None:
                said[what] = new[:60] if what == "phone" else new[:MOST]
        adults = {}
        for one in row.card.adults:
            work, phone = over(f"work-{one.member}"), over(f"tel-{one.member}")
            kept = {} if work is None else {"work": work[:200]}
            kept |= {} if phone is None else {"phone": phone[:60]}
            if kept:
                adults[one.member] = kept
        opened = [
            _filled(
                category=row.values[f"opened{n}"]
                if row.values[f"opened{n}"] in self.offered
                else "",
                since=days[f"since{n}"],
                paper=row.values[f"paper{n}"],
            )
            for n in range(rules.NEW_STATUSES)
        ]
        said |= _filled(
            adults=adults,
            opened=[one for one in opened if one],
            ended=_filled(category=row.values["ended"], until=days["until"]),
            joined=_filled(
                name=row.values["joined"],
                kinship=row.values["joined_kinship"],
                phone=row.values["joined_phone"][:60],
            ),
            left=_filled(member=row.values["left"], until=days["left_until"]),
            note=row.values["note"],
            same=bool(row.values["same"]),
        )
        self.said[row.pupil.pid] = said

    def check(self, today: date) -> bool:
        """Is all that was typed fit to be kept? Faults stand at their fields."""
        for row in self.rows:
            for one in rules.faults_of(self.said[row.pupil.pid], row.card, today):
                row.faults.setdefault(one.field, fault_text(one.code))
        return not self.faulty

    def _day(self, row: Row, what: str) -> str:
        typed = row.values.get(what, "")
        try:
            day = DayField(required=False).clean(typed)
        except ValidationError as error:
            row.faults[what] = str(error.messages[0])
            return ""
        return day.isoformat() if day else ""

    def _show(self, row: Row) -> None:
        """What was said before, in the fields; where nothing was said, what the card says."""
        said, card = self.said[row.pupil.pid], row.card
        joined, left, ended = (said.get(name, {}) for name in ("joined", "left", "ended"))
        row.values = {
            "address": said.get("address", card.address),
            "phone": said.get("phone", card.phone),
            "ended": ended.get("category", ""),
            "until": _shown(ended.get("until")),
            "joined": joined.get("name", ""),
            "joined_kinship": joined.get("kinship", ""),
            "joined_phone": joined.get("phone", ""),
            "left": left.get("member", ""),
            "left_until": _shown(left.get("until")),
            "note": said.get("note", ""),
            "same": "1" if said.get("same") else "",
        }
        for one in card.adults:
            answers = said.get("adults", {}).get(one.member, {})
            row.values[f"work-{one.member}"] = answers.get("work", one.work)
            row.values[f"tel-{one.member}"] = answers.get("phone", one.phone)
        for n, one in enumerate(said.get("opened", [])[: rules.NEW_STATUSES]):
            row.values[f"opened{n}"] = one.get("category", "")
            row.values[f"since{n}"] = _shown(one.get("since"))
            row.values[f"paper{n}"] = one.get("paper", "")


NEW = ("opened", "since", "paper")


def _filled(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}


def _shown(day: Any) -> str:
    return short_day(date.fromisoformat(day)) if day else ""


class StatusForm(forms.Form):
    """The basis of a proposed status, as its category demands."""

    since = DayField(label=gettext_lazy("First day"), help_text=EXAMPLE)
    until = DayField(
        label=gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("Leave empty while the status holds."),
    )
    basis_document = forms.CharField(label=gettext_lazy("Document"), max_length=300, required=False)
    basis_number = forms.CharField(
        label=gettext_lazy("Number"),
        max_length=60,
        required=False,
        widget=forms.TextInput({"size": "20"}),
    )
    basis_on = DayField(label=gettext_lazy("Date of the document"), required=False)
    norm = forms.ChoiceField(label=gettext_lazy("Norm"), required=False)

    def __init__(self, *args: Any, norms: Mapping[str, Norm], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["norm"]
        choice.choices = [("", ""), *((code, one.title) for code, one in norms.items())]


class DeclineForm(forms.Form):
    """Why a line is not taken over; the teacher reads it."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), widget=forms.Textarea({"rows": 2}), max_length=1000
    )


class AddressForm(forms.Form):
    """Whose the new address is."""

    whole_family = forms.BooleanField(
        label=gettext_lazy("The whole family has moved"), required=False
    )


class LastDayForm(forms.Form):
    """The last day of what is over."""

    until = DayField(label=gettext_lazy("Last day"), help_text=EXAMPLE)


class JoinForm(forms.Form):
    """What the card needs to know of somebody new in the family."""

    since = DayField(label=gettext_lazy("First day"), required=False, help_text=EXAMPLE)
    legal = forms.BooleanField(label=gettext_lazy("Legal representative"), required=False)


class RoundForm(forms.Form):
    """By when all classes hand the form in."""

    due_on = DayField(label=gettext_lazy("Due on"), help_text=EXAMPLE)
